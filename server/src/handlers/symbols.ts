/** Handles textDocument/documentSymbol, textDocument/foldingRange and workspace/symbol. */
import {
  FoldingRangeKind,
  type DocumentSymbol,
  type FoldingRange,
  type SymbolInformation,
} from 'vscode-languageserver';
import { printKey, type LineIndex, type OutlineItem } from '#engine';
import { textUri } from '#protocol';
import type { OpenProject } from '../workspace/open-project';
import { atStart, symbolKinds, toRange } from '../workspace/translate';
import type { Handler } from './handler';

/**
 * The maximum number of routines whose content the outline shows: a list of half a million items would take an editor
 * long.
 */
const mostWithInside = 5_000;

export const symbols: Handler = ({ connection, workspace, isOwnEditor }) => {
  connection.onDocumentSymbol(({ textDocument }) => {
    const located = workspace.locate(textDocument.uri);
    if (located === null) return null;
    const { service, file, facts } = located;
    const depth = facts.routines.length <= mostWithInside ? 'all' : 'routines';
    if (depth === 'routines')
      connection.console.info(
        `${textDocument.uri}: the outline has its ${facts.routines.length} routines, not what is in them.`,
      );
    return service.outline(file, depth).map((item) => toDocumentSymbol(facts.lines, item));
  });

  connection.onFoldingRanges(({ textDocument }) => {
    const located = workspace.locate(textDocument.uri);
    if (located === null) return null;
    return located.service.foldingRanges(located.file).flatMap(({ span, kind }): FoldingRange[] => {
      const { start, end } = toRange(located.facts.lines, span);
      if (start.line === end.line) return [];
      const range = { startLine: start.line, endLine: end.line };
      return [kind === 'comment' ? { ...range, kind: FoldingRangeKind.Comment } : range];
    });
  });

  connection.onWorkspaceSymbol(({ query }) =>
    workspace.folders.flatMap((project) => {
      const found = project.service.symbols(query).flatMap(({ file, key, nameSpan }) => {
        const lines = project.index.facts(file)?.lines;
        if (lines === undefined) return [];
        const location = { uri: project.uriOf(file), range: toRange(lines, nameSpan) };
        return [{ name: printKey(key), kind: symbolKinds[key.kind], containerName: file, location }];
      });
      // Another editor cannot open the documents of our client.
      return isOwnEditor() ? [...found, ...findLive(project, query)] : found;
    }),
  );
};

/** Returns the routines that only environments have; the container names the environment. */
function findLive({ folder, service }: OpenProject, query: string): readonly SymbolInformation[] {
  return service.liveSymbols(query).map(({ environment, routine, key }) => ({
    name: printKey(key),
    kind: symbolKinds[key.kind],
    containerName: `${environment}, no source file`,
    location: atStart(textUri({ project: folder, ref: `${routine}@${environment}` })),
  }));
}

function toDocumentSymbol(lines: LineIndex, item: OutlineItem): DocumentSymbol {
  return {
    name: item.name === '' ? '?' : item.name,
    detail: item.detail,
    kind: symbolKinds[item.kind],
    range: toRange(lines, item.span),
    selectionRange: toRange(lines, item.nameSpan),
    children: item.children.map((child) => toDocumentSymbol(lines, child)),
  };
}
