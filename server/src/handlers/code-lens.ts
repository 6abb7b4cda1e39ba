/** Handles textDocument/codeLens. */
import type { CodeLens } from 'vscode-languageserver';
import { createProjectLens, lensCommands, type InProject, type LensArgument } from '#protocol';
import { toRange } from '../workspace/translate';
import type { Handler } from './handler';

export const codeLens: Handler = ({ connection, workspace, settings }) => {
  connection.onCodeLens(({ textDocument }) => {
    const located = workspace.locate(textDocument.uri);
    const project = located?.project ?? null;
    if (located === null || project === null || !settings().codeLens) return null;
    if (project.assumed !== null) return located.facts.routines.length === 0 ? null : [offerProject(project.folder)];
    if (!located.isSource) return null;
    return located.service.codeLenses(located.file).map(({ span, title, action, routine }) => {
      const argument: LensArgument = { project: project.folder, routine };
      return {
        range: toRange(located.facts.lines, span),
        command: { title, command: lensCommands[action], arguments: [argument] },
      };
    });
  });
};

/** Returns the lens on the first line of a file without a project. */
function offerProject(folder: string): CodeLens {
  const start = { line: 0, character: 0 };
  const argument: InProject = { project: folder };
  return { range: { start, end: start }, command: { ...createProjectLens, arguments: [argument] } };
}
