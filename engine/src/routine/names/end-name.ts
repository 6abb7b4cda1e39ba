/**
 * The name after the last END of a routine or package in MariaDB's ORACLE mode, which must repeat the one after CREATE.
 */
import type { Span } from '../../base/text';
import type { ParserOptions } from '../../syntax/dialect';
import { firstTokenFrom } from '../../syntax/find-token';
import { kw } from '../../syntax/keywords';
import type { Definition } from '../../syntax/nodes';
import { op, tokenKind, type Tokens } from '../../syntax/tokens';

export interface EndName {
  readonly name: Span;
  /** The schema; null if none precedes the name. */
  readonly schema: Span | null;
  /** The offset at which END ends. */
  readonly afterEnd: number;
}

/** Returns null if END has no name, or in another mode. */
export function findEndName(tokens: Tokens, definition: Definition, parserOptions: ParserOptions): EndName | null {
  const { kind, body } = definition;
  const modes = definition.sqlMode ?? parserOptions.sqlMode;
  if (body === null || parserOptions.dialect !== 'mariadb' || !modes.includes('ORACLE')) return null;
  if (kind === 'trigger' || kind === 'event' || kind === 'view') return null;
  const last = firstTokenFrom(tokens, body.end) - 1;
  if (!isName(tokens, last)) return null;
  const hasSchema = tokens.id[last - 1] === op.dot && isName(tokens, last - 2);
  const end = last - (hasSchema ? 3 : 1);
  if (tokens.id[end] !== kw.END || !beforeEnd.has(tokens.id[end - 1])) return null;
  const spanOf = (at: number): Span => ({ start: tokens.start[at] ?? body.end, end: tokens.end[at] ?? body.end });
  return { name: spanOf(last), schema: hasSchema ? spanOf(last - 2) : null, afterEnd: spanOf(end).end };
}

/** A statement or declaration ends there, or there is none yet. */
const beforeEnd: ReadonlySet<number | undefined> = new Set([op.semicolon, kw.AS, kw.IS, kw.BEGIN]);

function isName({ kind }: Tokens, at: number): boolean {
  return kind[at] === tokenKind.word || kind[at] === tokenKind.quotedName;
}
