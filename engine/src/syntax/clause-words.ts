/** Words that end what the clause reader is in: a level of parentheses, or a list of tables. */
import { kw } from './keywords';
import type { Reading } from './reading';

/** What ends a level, outside CASE … END. Bits, to be combined. */
export const stop = {
  comma: 1,
  do: 4,
  loop: 8,
  when: 16,
  where: 64,
  default: 128,
  schedule: 256,
  using: 512,
} as const;

/** Whether the word at the position ends a level; words that begin a statement and stand in no expression always do. */
export function stopsAt(r: Reading, id: number, stops: number): boolean {
  switch (id) {
    case kw.THEN:
      return true;
    case kw.DO:
      return (stops & (stop.do | stop.schedule)) !== 0;
    case kw.LOOP:
      return (stops & stop.loop) !== 0;
    case kw.WHEN:
      return (stops & stop.when) !== 0;
    case kw.WHERE:
    case kw.ORDER:
    case kw.LIMIT:
    case kw.RETURNING:
      return (stops & stop.where) !== 0;
    case kw.DEFAULT:
      return (stops & stop.default) !== 0;
    case kw.ON:
    case kw.ENABLE:
    case kw.DISABLE:
    case kw.COMMENT:
      return (stops & stop.schedule) !== 0;
    case kw.USING:
      return (stops & stop.using) !== 0;
    case kw.CALL:
    case kw.DECLARE:
    case kw.ITERATE:
    case kw.LEAVE:
    case kw.RETURN:
    case kw.WHILE:
    case kw.ELSEIF:
      return true;
    case kw.INSERT:
      return r.next(kw.INTO);
    case kw.DELETE:
      return r.next(kw.FROM);
    default:
      return false;
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

/** Whether the word ends the list of tables behind FROM or UPDATE. */
export function endsTables(id: number): boolean {
  return tableEnds.has(id);
}
