/** Chooses among registered versions, searched by name, status, author and description. */
import type { VersionAnswer } from '#engine';
import { versions, type ProjectState } from '#protocol';
import { routinesOf, type CommandArgument } from '../workbench/command-argument';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { findRoutineUnderCursor } from './ask';
import type { CommandContext } from './command';
import { makeVersionChoices } from './version-choices';

/** Returns the named versions, the newest where only a routine is named; a single routine's version is asked for. */
export async function pickVersions(
  context: CommandContext,
  state: ProjectState,
  argument: CommandArgument,
  title: string,
): Promise<readonly VersionAnswer[] | undefined> {
  const named = routinesOf(argument) ?? [];
  if (named.length < 2) {
    const picked = await pickVersion(context, state, argument, title);
    return picked && [picked];
  }
  const { project } = state;
  const reply = await whileAsking('Reading the registry', (token) => context.server.ask(versions, { project }, token));
  if (!reply.ok) {
    await showFailure(context, reply.error, { project });
    return undefined;
  }
  return named.flatMap((ref) => {
    const found = reply.value.versions.filter(
      ({ routine, version }) => ref === routine || ref === `${routine}@${version}`,
    );
    return found.slice(-1);
  });
}

export async function pickVersion(
  context: CommandContext,
  { project }: ProjectState,
  argument: CommandArgument,
  title: string,
): Promise<VersionAnswer | undefined> {
  const named = argument.routine === undefined ? (argument.routines ?? []) : [argument.routine];
  const pattern = named.length === 1 ? named[0] : undefined;
  const request = { project, ...(pattern === undefined ? {} : { pattern }) };
  const reply = await whileAsking('Reading the registry', (token) => context.server.ask(versions, request, token));
  if (!reply.ok) {
    await showFailure(context, reply.error, { project });
    return undefined;
  }
  const found = reply.value.versions.filter(({ routine }) => named.length < 2 || named.includes(routine));
  const given = found.find(({ version }) => version === argument.version);
  if (given !== undefined) return given;
  if (found.length === 0) {
    await context.dialogs.report(
      'information',
      'No versions are registered yet. Use Register Version… to create the first.',
    );
    return undefined;
  }
  const here = await findRoutineUnderCursor(context, project);
  return context.dialogs.pick(makeVersionChoices(found, here), title, 'Select a version');
}
