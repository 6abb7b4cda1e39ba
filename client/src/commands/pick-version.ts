/** Chooses among registered versions, newest first, searched by name, status, author and description. */
import type { VersionAnswer } from '#engine';
import { versions, type ProjectState } from '#protocol';
import type { CommandArgument } from '../workbench/command-argument';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import type { CommandContext } from './command';

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
  return context.dialogs.pick(found.toReversed().map(versionChoice), title, 'Select a version');
}

function versionChoice(entry: VersionAnswer): {
  label: string;
  description: string;
  detail: string;
  value: VersionAnswer;
} {
  const { routine, version, status, author, createdAt, description } = entry;
  return {
    label: `${routine} ${version}`,
    description: status,
    detail: [createdAt.slice(0, 10), author, description].filter((part) => part !== '').join(' · '),
    value: entry,
  };
}
