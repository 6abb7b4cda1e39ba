/** Opens a routine's text: of a version, of an environment, or otherwise the source file itself. */
import { Range, Uri, window, workspace } from 'vscode';
import { sourceRoutines, type SourceRoutine } from '#protocol';
import { rowCommands } from '../workbench/contributions';
import { uriOfText } from '../documents/text-documents';
import { askProject } from './ask';
import type { Command, CommandContext } from './command';

export const openText: Command = {
  id: rowCommands.openText,
  async run(context, argument) {
    const { routine, version, environment } = argument;
    const state = await askProject(context, argument);
    if (state === undefined || routine === undefined) return undefined;
    const { project } = state;
    const at = version ?? environment;
    const source = at === undefined ? await findSource(context, project, routine) : undefined;
    if (source !== undefined) {
      const start = source.line - 1;
      const selection = new Range(start, 0, start, 0);
      return window.showTextDocument(Uri.parse(source.uri), { selection, preview: true });
    }
    const uri = uriOfText({ project, ref: at === undefined ? routine : `${routine}@${at}` });
    return window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  },
};

async function findSource(
  { server }: CommandContext,
  project: string,
  routine: string,
): Promise<SourceRoutine | undefined> {
  const reply = await server.ask(sourceRoutines, { project });
  return reply.ok ? reply.value.find((candidate) => candidate.routine === routine) : undefined;
}
