/** Handles textDocument/inlayHint. */
import { InlayHintKind } from 'vscode-languageserver';
import { toOffset, toRange } from '../workspace/translate';
import type { Handler } from './handler';

export const inlayHint: Handler = ({ connection, workspace, settings }) => {
  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const located = workspace.locate(textDocument.uri);
    if (located === null || !settings().inlayHints) return null;
    const { service, file, facts } = located;
    const within = { start: toOffset(facts.lines, range.start), end: toOffset(facts.lines, range.end) };
    return service.inlayHints(file, within).map(({ offset, label }) => ({
      position: toRange(facts.lines, { start: offset, end: offset }).start,
      label,
      kind: InlayHintKind.Parameter,
      paddingRight: true,
    }));
  });
};
