/** Handles textDocument/hover. */
import { MarkupKind } from 'vscode-languageserver';
import { printableLines } from '#engine';
import { toRange } from '../workspace/translate';
import { locatePosition, type Handler } from './handler';

export const hover: Handler = (context) => {
  context.connection.onHover((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    const found = place.service.hover(place);
    if (found === null) return null;
    const value = [fence(found.code), ...found.lines.map(escapeMarkdown)].join('\n\n');
    return { range: toRange(place.facts.lines, found.span), contents: { kind: MarkupKind.Markdown, value } };
  });
};

/** Returns a code block, whose fence is longer than any run of backticks in the code. */
function fence(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}mysql-routine\n${printableLines(code)}\n${marks}`;
}

/** Escapes the comment of a routine, which is shown as written, whatever its content. */
function escapeMarkdown(text: string): string {
  return printableLines(text).replace(/[\\`*_{}[\]()#+\-.!|<>&~$]/g, '\\$&');
}
