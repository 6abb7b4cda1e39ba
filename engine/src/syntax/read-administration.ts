/** Statements that name tables without touching rows: LOCK, ANALYZE and its like, CACHE INDEX, GRANT, SHOW CREATE. */
import { kw } from './keywords';
import { wordIds, type TokenCursor } from './token-cursor';
import { op } from './tokens';

const maintenance = wordIds('ANALYZE OPTIMIZE REPAIR CHECK CHECKSUM');

/** Reads an administrative statement to its end; false, without moving, at another one. */
export function readAdministration(r: TokenCursor): boolean {
  const id = r.id(r.position);
  if (id === kw.LOCK) readLock(r);
  else if (id === kw.CACHE) readNames(r, 2);
  else if (id === kw.LOAD && r.next(kw.INDEX)) readNames(r, 4);
  else if (id === kw.GRANT || id === kw.REVOKE) readGrant(r);
  else if (id === kw.SHOW) readShow(r);
  else if (maintenance.has(id)) readMaintenance(r);
  else return false;
  r.skipToEnd();
  return true;
}

/** Reads LOCK TABLES a READ, b AS c WRITE. */
function readLock(r: TokenCursor): void {
  if (r.next(kw.TABLE) || r.next(kw.TABLES)) readNames(r, 2);
}

/** Reads ANALYZE TABLE a, b; in ANALYZE TABLE a UPDATE HISTOGRAM ON x, y the last names are columns. */
function readMaintenance(r: TokenCursor): void {
  while (!r.isEnd(r.position) && !r.at(kw.TABLE) && !r.at(kw.TABLES)) r.position++;
  readNames(r, 1);
}

/** Reads GRANT … ON [TABLE] t TO …; `*`, `s.*`, routines, roles and PROXY name no table. */
function readGrant(r: TokenCursor): void {
  if (r.isWord(r.position + 1, 'PROXY')) return;
  while (!r.isEnd(r.position) && !r.at(kw.ON)) {
    if (r.at(op.openParenthesis)) r.skipParentheses();
    else r.position++;
  }
  if (!r.accept(kw.ON)) return;
  r.accept(kw.TABLE);
  // The star of `s.*` is not a name.
  const behind = r.position + (r.next(op.dot) && r.isName(r.position + 2) ? 3 : 1);
  if (r.id(behind) === kw.TO || r.id(behind) === kw.FROM) readNames(r, 0);
}

/**
 * Reads SHOW COLUMNS and INDEX of a table, and SHOW CREATE TABLE, VIEW and SEQUENCE, whose names only MariaDB locks.
 */
function readShow(r: TokenCursor): void {
  if (readShownTable(r)) return;
  if (r.options.dialect !== 'mariadb' || !r.next(kw.CREATE)) return;
  const what = r.upper(r.position + 2);
  if (what === 'TABLE' || what === 'VIEW' || what === 'SEQUENCE') readNames(r, 3);
}

/** Reads `SHOW FULL COLUMNS FROM t FROM s`, with INDEX and their other names. */
function readShownTable(r: TokenCursor): boolean {
  let at = r.position + 1;
  while (/^(?:EXTENDED|FULL)$/.test(r.upper(at))) at++;
  if (!/^(?:COLUMNS|FIELDS|INDEX|INDEXES|KEYS)$/.test(r.upper(at))) return false;
  if (!isFrom(r, at + 1)) return false;
  r.position = at + 2;
  const table = r.readQualifiedName();
  if (table === null) return true;
  const hasSchema = table.schema === null && isFrom(r, r.position) && r.isName(r.position + 1);
  r.refer('read', hasSchema ? { ...table, schema: r.name(r.position + 1) } : table);
  return true;
}

function isFrom(r: TokenCursor, index: number): boolean {
  return r.id(index) === kw.FROM || r.id(index) === kw.IN;
}

/** Reads names with optional words after each, separated by commas; `words` is the number of words before the first. */
function readNames(r: TokenCursor, words: number): void {
  r.position += words;
  do {
    const name = r.readQualifiedName();
    if (name === null) return;
    r.refer('read', name);
    while (!r.isEnd(r.position) && !r.at(op.comma)) {
      if (r.at(op.openParenthesis)) r.skipParentheses();
      else if (r.at(kw.ON)) return;
      else r.position++;
    }
  } while (r.accept(op.comma));
}
