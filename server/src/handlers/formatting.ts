/** textDocument/formatting and textDocument/rangeFormatting, where the setting asks for them. */
import type { FormattingOptions, TextEdit } from 'vscode-languageserver';
import { formatFile } from '#engine';
import { toOffset, toRange } from '../translate';
import type { Located } from '../workspace';
import type { Handler } from './handler';

export const formatting: Handler = ({ connection, workspace, settings }) => {
  connection.onDocumentFormatting(({ textDocument, options }) => {
    const located = settings().format ? workspace.locate(textDocument.uri) : null;
    return located === null ? null : format(located, options);
  });
  connection.onDocumentRangeFormatting(({ textDocument, options, range }) => {
    const located = settings().format ? workspace.locate(textDocument.uri) : null;
    if (located === null) return null;
    const { lines } = located.facts;
    return format(located, options, { start: toOffset(lines, range.start), end: toOffset(lines, range.end) });
  });
};

const width = 100;

async function format(
  { facts }: Located,
  { tabSize, insertSpaces }: FormattingOptions,
  within?: { readonly start: number; readonly end: number },
): Promise<TextEdit[]> {
  const { lines } = facts;
  const edits = await formatFile(facts, { tabSize, useTabs: !insertSpaces, width }, within);
  return edits.map(({ span, text }) => ({ range: toRange(lines, span), newText: text }));
}
