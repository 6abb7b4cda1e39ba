/** Parameter list and body as a server keeps them, where that is not the text between their first and last token. */
import type { Span } from '../base/text';
import type { ReadingOptions } from '../syntax/dialect';
import { firstTokenFrom } from '../syntax/find-token';
import { kw } from '../syntax/keywords';
import type { Definition } from '../syntax/nodes';
import { renderStored } from '../syntax/stored-text';
import { tokenize } from '../syntax/tokenizer';
import { op, tokenKind, type Tokens } from '../syntax/tokens';

/** Returns the list without its parentheses; null for kinds that have none. ORACLE mode may leave an empty list out. */
export function renderParameters(text: string, definition: Definition, reading: ReadingOptions): string | null {
  const { kind, parameterList } = definition;
  if (parameterList === null) return kind === 'procedure' || kind === 'function' ? '' : null;
  const stored = renderStored(text, parameterList, reading);
  return kind === 'function' && reading.dialect === 'mariadb' ? withoutLeadingGap(stored, reading) : stored;
}

/** MariaDB keeps the list of a function from its first token on. */
function withoutLeadingGap(list: string, reading: ReadingOptions): string {
  if (/^[\w]/.test(list)) return list;
  const tokens = tokenize(list, { ...reading, client: false });
  return list.slice(tokens.count === 0 || tokens.kind[0] === 0 ? list.length : tokens.start[0]);
}

/** Returns the span of the body. MariaDB does not keep the name after the END of a function in ORACLE mode. */
export function findStoredBody(tokens: Tokens, definition: Definition, reading: ReadingOptions): Span | null {
  const { kind, body } = definition;
  const modes = definition.sqlMode ?? reading.sqlMode;
  if (body === null || kind !== 'function' || reading.dialect !== 'mariadb' || !modes.includes('ORACLE')) return body;
  const last = firstTokenFrom(tokens, body.end) - 1;
  const isNamed =
    tokens.id[last - 1] === kw.END &&
    (tokens.kind[last] === tokenKind.word || tokens.kind[last] === tokenKind.quotedName) &&
    tokens.id[last - 2] === op.semicolon;
  return isNamed ? { start: body.start, end: tokens.end[last - 1] ?? body.end } : body;
}
