/** Words that end what the clause reader is in: a level of parentheses, or a list of tables. */
import { kw } from './keywords';
import type { TokenCursor } from './token-cursor';
import { op } from './tokens';
import { findWordId, firstWordId } from './vocabulary';

/** The words that end a level, outside CASE … END. Bits, to be combined. */
export const stop = {
  comma: 1,
  do: 4,
  loop: 8,
  when: 16,
  where: 64,
  schedule: 256,
  using: 512,
  /** Words that begin a statement and are not part of an expression, so that a `;` or THEN is missing before them. */
  statement: 1024,
} as const;

/** Words that begin or continue a statement and never occur in an expression. */
const always = 1 << 14;

/** The stops that a keyword ends, by its id. */
const stopsOf = new Uint16Array(firstWordId + 4096);
for (const [flags, words] of [
  [always, [kw.THEN, kw.CALL, kw.DECLARE, kw.ITERATE, kw.LEAVE, kw.RETURN, kw.WHILE, kw.ELSEIF]],
  [stop.do | stop.schedule, [kw.DO]],
  [stop.loop, [kw.LOOP]],
  [stop.when, [kw.WHEN]],
  [stop.where, [kw.WHERE, kw.ORDER, kw.LIMIT, kw.RETURNING]],
  [stop.schedule, [kw.ON, kw.ENABLE, kw.DISABLE, kw.COMMENT]],
  [stop.schedule, [findWordId('STARTS'), findWordId('ENDS')]],
  [stop.using, [kw.USING]],
  [stop.statement, [kw.SELECT, kw.SET, kw.UPDATE, kw.SIGNAL, kw.INSERT, kw.REPLACE, kw.DELETE]],
] as const) {
  for (const word of words) stopsOf[word] = flags;
}

/**
 * Returns true if the word at the position ends a level. Words that begin a statement and never occur in an expression
 * always do.
 */
export function stopsAt(r: TokenCursor, id: number, stops: number): boolean {
  const flags = stopsOf[id] ?? 0;
  if (flags === 0) return false;
  switch (id) {
    case kw.INSERT:
    case kw.REPLACE:
      // Both are also functions.
      return r.next(kw.INTO) || ((flags & stops) !== 0 && !r.next(op.openParenthesis));
    case kw.DELETE:
      return r.next(kw.FROM) || (flags & stops) !== 0;
    default:
      return (flags & (stops | always)) !== 0;
  }
}

const tableEnds: ReadonlySet<number> = new Set([
  kw.WHERE,
  kw.GROUP,
  kw.HAVING,
  kw.ORDER,
  kw.LIMIT,
  kw.WINDOW,
  kw.UNION,
  kw.EXCEPT,
  kw.INTERSECT,
  kw.MINUS,
  kw.INTO,
  kw.FOR,
  kw.LOCK,
  kw.SET,
  kw.VALUES,
  kw.PROCEDURE,
  kw.RETURNING,
  kw.OFFSET,
  kw.FETCH,
  kw.ROWS,
  kw.WITH,
  kw.QUALIFY,
]);

/** Returns true if the word ends the list of tables after FROM or UPDATE. */
export function endsTables(id: number): boolean {
  return tableEnds.has(id);
}
