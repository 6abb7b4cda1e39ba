/** Chooses among registered versions, searched by name, status, author and description. */
import type { VersionAnswer } from '#engine';
import { versions, type ProjectState } from '#protocol';
import type { CommandArgument } from '../workbench/command-argument';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { findRoutineUnderCursor } from './ask';
import type { CommandContext } from './command';
import { makeVersionChoices } from './version-choices';

export async function pickVersion(
  context: CommandContext,
  { project }: ProjectState,
  argument: CommandArgument,
  title: string,
): Promise<VersionAnswer | undefined> {
  const pattern = argument.routine ?? argument.routines?.[0];
  const request = { project, ...(pattern === undefined ? {} : { pattern }) };
  const reply = await whileAsking('Reading the registry', (token) => context.server.ask(versions, request, token));
  if (!reply.ok) {
    await showFailure(context, reply.error, { project });
    return undefined;
  }
  const found = reply.value.versions;
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
