/** Handles textDocument/hover. */
import { MarkupKind } from 'vscode-languageserver';
import type { Hover } from '#engine';
import { toRange } from '../workspace/translate';
import type { Located } from '../workspace/workspace';
import { escapeMarkdown, fence } from './hover-markdown';
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
