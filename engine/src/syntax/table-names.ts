/** Tables where one is named, and what may follow: partitions, an alias, a point in time, index hints. */
import { readName } from './literals';
import { kw } from './keywords';
import type { QualifiedName } from './nodes';
import { type TokenCursor, wordIds } from './token-cursor';
import { op, tokenKind } from './tokens';
import { isRejected, place } from './vocabulary';

/** Words that continue the statement and so are never an alias, even where a server would accept them as one. */
const neverAlias = wordIds(
  'WHERE GROUP HAVING ORDER LIMIT WINDOW UNION EXCEPT INTERSECT INTO FOR LOCK SET VALUES PROCEDURE RETURNING OFFSET FETCH ' +
    'ON USING JOIN INNER LEFT RIGHT CROSS NATURAL STRAIGHT_JOIN FULL OUTER USE FORCE IGNORE PARTITION AS FROM SELECT WITH ' +
    'END THEN DO ELSE ELSEIF LOOP UNTIL CALL MINUS CONNECT START TABLESAMPLE QUALIFY ROWS LEAVE ITERATE WHEN',
);

/**
 * Reads the name of a table. A reserved word is reported, but read as the intended name, unless it can only continue
 * the statement: then returns null without moving.
 */
export function readTableName(r: TokenCursor): QualifiedName | null {
  if (isNoTable(r)) return null;
  r.checkName(r.position, place.table);
  return r.readQualifiedName();
}

/** Returns true if the word at the position begins the next clause, so that the table before it is missing. */
export function isNoTable(r: TokenCursor): boolean {
  const id = r.id(r.position);
  if (id === 0 || !neverAlias.has(id) || r.next(op.dot)) return false;
  if (id === kw.ORDER || id === kw.GROUP) return r.next(kw.BY);
  return isRejected(id, place.table, r.options.dialect, r.options.serverVersion);
}

/** Passes over all that belongs to the table; gives its alias. */
export function readTableSuffix(r: TokenCursor): string | null {
  let alias: string | null = null;
  for (;;) {
    const id = r.id(r.position);
    if (id === kw.PARTITION && r.next(op.openParenthesis)) {
      r.position++;
      r.skipParentheses();
    } else if (id === kw.FOR && (r.next(kw.SYSTEM_TIME) || r.next(kw.PORTION))) {
      skipPeriod(r);
    } else if (id === kw.AS) {
      r.position++;
      alias = readAlias(r) ?? alias;
    } else if (id === kw.TABLESAMPLE && r.isName(r.position + 1)) {
      r.position += 2;
      r.skipParentheses();
    } else if (isIndexHint(r, r.position)) {
      skipIndexHint(r);
    } else if (alias === null && r.isName(r.position) && !(id !== 0 && neverAlias.has(id))) {
      alias = readAlias(r);
    } else {
      return alias;
    }
  }
}

function readAlias(r: TokenCursor): string | null {
  const kind = r.kind(r.position);
  if (kind !== tokenKind.word && kind !== tokenKind.quotedName && kind !== tokenKind.string) return null;
  const raw = r.raw(r.position++);
  if (r.at(op.openParenthesis)) r.skipParentheses();
  return kind === tokenKind.string ? raw.slice(1, -1) : readName(raw);
}

function isIndexHint(r: TokenCursor, index: number): boolean {
  const id = r.id(index);
  if (id !== kw.USE && id !== kw.FORCE && id !== kw.IGNORE) return false;
  return r.id(index + 1) === kw.INDEX || r.id(index + 1) === kw.KEY;
}

/** Skips USE INDEX [FOR JOIN | FOR ORDER BY | FOR GROUP BY] (a, b), and a comma before the next hint. */
function skipIndexHint(r: TokenCursor): void {
  r.position += 2;
  if (r.accept(kw.FOR)) r.position += r.at(kw.JOIN) ? 1 : 2;
  if (r.at(op.openParenthesis)) r.skipParentheses();
  if (r.at(op.comma) && isIndexHint(r, r.position + 1)) r.position++;
}

/** Skips FOR SYSTEM_TIME AS OF … and FOR PORTION OF … (MariaDB). */
function skipPeriod(r: TokenCursor): void {
  r.position += 2;
  while (!r.isEnd(r.position)) {
    const id = r.id(r.position);
    if (id === op.comma || id === op.closeParenthesis) return;
    if (id === op.openParenthesis) {
      r.skipParentheses();
      continue;
    }
    const continues = id === kw.FROM || id === kw.AS;
    if (id === kw.AS && r.id(r.position + 1) !== kw.OF) return;
    if (!continues && id !== 0 && neverAlias.has(id)) return;
    r.position++;
  }
}
