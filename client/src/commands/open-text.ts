/** Opens a routine's text: a version's, an environment's, or else the source file itself. */
import { Range, Uri, window, workspace } from 'vscode';
import { rowCommands } from '../contributions';
import { uriOfText } from '../documents/text-documents';
import { askProject } from './ask';
import type { Command } from './command';

export const openText: Command = {
  id: rowCommands.openText,
  async run(context, argument) {
    const { routine, version, environment } = argument;
    const state = await askProject(context, argument);
    if (state === undefined || routine === undefined) return undefined;
    const { project } = state;
    const at = version ?? environment;
    const source = state.sources.find((candidate) => candidate.routine === routine);
    if (at === undefined && source !== undefined) {
      const start = source.line - 1;
      const selection = new Range(start, 0, start, 0);
      return window.showTextDocument(Uri.parse(source.uri), { selection, preview: true });
    }
    const uri = uriOfText({ project, ref: at === undefined ? routine : `${routine}@${at}` });
    return window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  },
};
