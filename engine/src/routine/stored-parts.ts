/** Parts of a definition as a server keeps them, where that is not the text between their first and last token. */
import type { Span } from '../base/text';
import type { ParserOptions } from '../syntax/dialect';
import type { Definition, Script } from '../syntax/nodes';
import { renderSemantic } from '../syntax/semantic-text';
import { renderStored } from '../syntax/stored-text';
import { tokenize } from '../syntax/tokenizer';
import type { Tokens } from '../syntax/tokens';
import { findEndName } from './names/end-name';
import { wordsWithin } from './words-within';

/** Returns the options with the modes in force at the definition. */
export function readingAt({ sqlMode }: Pick<Definition, 'sqlMode'>, parserOptions: ParserOptions): ParserOptions {
  return sqlMode === null ? parserOptions : { ...parserOptions, sqlMode };
}

/** Returns the list without its parentheses; null for kinds that have none. ORACLE mode may leave an empty list out. */
export function renderParameters(script: Script, definition: Definition, parserOptions: ParserOptions): string | null {
  const { kind, parameterList } = definition;
  if (parameterList === null) return kind === 'procedure' || kind === 'function' ? '' : null;
  const stored = renderStored(script, parameterList, readingAt(definition, parserOptions));
  return kind === 'function' && parserOptions.dialect === 'mariadb' ? withoutLeadingGap(stored, parserOptions) : stored;
}

/** Returns the list from its first token on, which is how MariaDB stores that of a function. */
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
  return { start: body.start, end: named.afterEnd };
}

/** Returns `algorithm merge (x , y)`; empty if the server chooses both. */
export function lowerViewHead(script: Script, { span, name, body }: Definition): string {
  const [, algorithm = 'UNDEFINED'] =
    /(?:^| )ALGORITHM = (\w+)/.exec(wordsWithin(script, { start: span.start, end: name.span.start })) ?? [];
  const between = { start: name.span.end, end: body?.start ?? span.end };
  const columns = /^\(.*\)/s.exec(renderSemantic(script.tokens, script.text, between))?.[0] ?? '';
  const parts = algorithm === 'UNDEFINED' ? [] : [`algorithm ${algorithm.toLowerCase()}`];
  return [...parts, columns].filter((part) => part !== '').join(' ');
}

/** Returns `with local check option`; empty for none. CASCADED is the default of the clause. */
export function lowerCheckOption(script: Script, { span, body }: Definition): string {
  if (body === null) return '';
  const option = /^WITH(?: (CASCADED|LOCAL))? CHECK OPTION/.exec(
    wordsWithin(script, { start: body.end, end: span.end }),
  );
  return option === null ? '' : `with ${(option[1] ?? 'cascaded').toLowerCase()} check option`;
}
