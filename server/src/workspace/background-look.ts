/**
 * The look at the selected environment that nobody asked for, so that its tables and routines are known where they are
 * first named. It is made once, quietly, and only with a password that is known.
 */
import type { Environment, Failure, Result, StatusAnswer } from '#engine';
import type { OpenProject } from './open-project';
import { readStatus } from './read-status';

export interface LookOptions {
  readonly isTrusted: () => boolean;
  /** Runs after something new was read. */
  readonly changed: (project: OpenProject) => void;
  /** Takes a sentence for the log. */
  readonly log: (sentence: string) => void;
}

/**
 * Reads the environment unless it was tried before: a server locks an account after some wrong passwords, so that only
 * another environment, password or sproc.json is a reason for another attempt.
 */
export async function lookInBackground(project: OpenProject, options: LookOptions): Promise<void> {
  const environment = project.preferred;
  if (environment === null || !options.isTrusted() || project.isOutdated) return;
  if (!(await project.knowsPassword(environment)) || !project.attempts.begin(environment)) return;
  const reply = await project.attempts.share(environment.name, read(project, environment, options));
  if (!reply.ok) options.log(`${environment.name} was not read in the background: ${reply.error.message}`);
}

async function read(
  project: OpenProject,
  { name }: Environment,
  { changed }: LookOptions,
): Promise<Result<StatusAnswer, Failure>> {
  const reply = await project.readSnapshot((sproc) => readStatus(sproc, { environments: [name] }, project));
  if (!reply.ok) return reply;
  if (reply.value.isNew) changed(project);
  return { ok: true, value: reply.value.answer };
}
