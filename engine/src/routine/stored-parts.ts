/** Parameter list and body as a server keeps them, where that is not the text between their first and last token. */
import type { Span } from '../base/text';
import type { ParserOptions } from '../syntax/dialect';
import type { Definition } from '../syntax/nodes';
import { renderStored } from '../syntax/stored-text';
import { tokenize } from '../syntax/tokenizer';
import type { Tokens } from '../syntax/tokens';
import { findEndName } from './end-name';

/** Returns the list without its parentheses; null for kinds that have none. ORACLE mode may leave an empty list out. */
export function renderParameters(text: string, definition: Definition, parserOptions: ParserOptions): string | null {
  const { kind, parameterList } = definition;
  if (parameterList === null) return kind === 'procedure' || kind === 'function' ? '' : null;
  const stored = renderStored(text, parameterList, parserOptions);
  return kind === 'function' && parserOptions.dialect === 'mariadb' ? withoutLeadingGap(stored, parserOptions) : stored;
}

/** MariaDB keeps the list of a function from its first token on. */
function withoutLeadingGap(list: string, parserOptions: ParserOptions): string {
  if (/^[\w]/.test(list)) return list;
  const tokens = tokenize(list, { ...parserOptions, client: false });
  return list.slice(tokens.count === 0 || tokens.kind[0] === 0 ? list.length : tokens.start[0]);
}

/**
 * Returns the span of the body. In ORACLE mode MariaDB does not keep the name after the END of a function or a package;
 * that of a procedure it keeps, and one with a schema is not sent (see `renderCreate`).
 */
export function findStoredBody(tokens: Tokens, definition: Definition, parserOptions: ParserOptions): Span | null {
  const { kind, body } = definition;
  const named = findEndName(tokens, definition, parserOptions);
  if (body === null || named === null || (kind === 'procedure' && named.schema === null)) return body;
  return { start: body.start, end: named.behindEnd };
}
