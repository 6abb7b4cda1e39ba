/** Handles textDocument/codeLens. */
import { lensCommands, type LensArgument } from '#protocol';
import { toRange } from '../workspace/translate';
import type { Handler } from './handler';

export const codeLens: Handler = ({ connection, workspace, settings }) => {
  connection.onCodeLens(({ textDocument }) => {
    const located = workspace.locate(textDocument.uri);
    const project = located?.project ?? null;
    if (located?.isSource !== true || project === null || !settings().codeLens) return null;
    return located.service.codeLenses(located.file).map(({ span, title, action, routine }) => {
      const argument: LensArgument = { project: project.folder, routine };
      return {
        range: toRange(located.facts.lines, span),
        command: { title, command: lensCommands[action], arguments: [argument] },
      };
    });
  });
};
