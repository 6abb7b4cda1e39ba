/** Handles textDocument/hover. */
import { MarkupKind } from 'vscode-languageserver';
import { printableLines, type Hover } from '#engine';
import { toRange } from '../workspace/translate';
import type { Located } from '../workspace/workspace';
import { locatePosition, uriOf, type Handler } from './handler';

export const hover: Handler = (context) => {
  context.connection.onHover((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    const found = place.service.hover(place);
    if (found === null) return null;
    const { code, lines, defined } = found;
    const links = defined === undefined ? [] : [linkTo(place, defined)];
    const value = [fence(code), ...lines.map(escapeMarkdown), ...links].join('\n\n');
    return { range: toRange(place.facts.lines, found.span), contents: { kind: MarkupKind.Markdown, value } };
  });
};

/** Returns the name of the file as a link to the line of the definition. */
function linkTo(place: Located, { file, offset }: NonNullable<Hover['defined']>): string {
  const lines = place.index.facts(file)?.lines;
  const line = lines === undefined ? 1 : lines.place(offset).line;
  const target = uriOf(place, file).replace(/[()<>\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `[${escapeMarkdown(file)}](${target}#L${line})`;
}

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
