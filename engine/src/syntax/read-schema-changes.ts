/** The references of CREATE, ALTER, DROP and RENAME of tables, views and indexes. */
import { kw } from './keywords';
import type { TokenCursor } from './token-cursor';
import { readSchedule } from './read-schedule';
import { scanQuery, startsQuery, type Scope } from './scan-clauses';
import { readTableName } from './table-names';
import { op } from './tokens';

/** Reads CREATE of anything but a stored program. The position is at the verb, as in all of these. */
export function readCreate(r: TokenCursor, scope: Scope): void {
  r.position++;
  if (r.accept(kw.OR)) r.accept(kw.REPLACE);
  const temporary = r.accept(kw.TEMPORARY);
  if (r.accept(kw.TABLE)) return readCreateTable(r, temporary, scope);
  if (acceptSequence(r)) return readCreateSequence(r, temporary);
  if (isIndex(r)) return readIndex(r);
  while (!r.isEnd(r.position) && !r.at(kw.VIEW) && !r.at(op.openParenthesis)) r.position++;
  if (!r.accept(kw.VIEW)) return r.skipToEnd();
  skipIfExists(r);
  const name = r.readQualifiedName();
  if (name !== null) r.refer('ddl', name, 'CREATE');
  while (!r.isEnd(r.position) && !r.at(kw.AS)) r.position++;
  if (r.accept(kw.AS)) scanQuery(r, scope);
}

export function readDrop(r: TokenCursor): void {
  r.position++;
  const temporary = r.accept(kw.TEMPORARY);
  if (isIndex(r)) return readIndex(r);
  if (r.accept(kw.TABLE) || r.accept(kw.TABLES) || r.accept(kw.VIEW) || acceptSequence(r)) {
    skipIfExists(r);
    do {
      if (temporary) dropTemporary(r);
      else changeTable(r, 'DROP');
    } while (r.accept(op.comma));
  }
  r.skipToEnd();
}

export function readAlter(r: TokenCursor): void {
  r.position++;
  if (r.at(kw.EVENT)) return readAlterEvent(r);
  while (r.at(kw.ONLINE) || r.at(kw.OFFLINE) || r.at(kw.IGNORE)) r.position++;
  if (!r.accept(kw.TABLE) && !acceptSequence(r)) return r.skipToEnd();
  skipIfExists(r);
  changeTable(r, 'ALTER');
  while (!r.isEnd(r.position)) {
    if (readForeignKey(r)) continue;
    if (r.at(kw.WITH) && r.next(kw.TABLE)) {
      r.position += 2;
      changeTable(r, 'ALTER');
    } else if (r.accept(kw.RENAME)) {
      readRenameTo(r);
    } else {
      r.position++;
    }
  }
}

/** Reads ALTER EVENT e ON SCHEDULE …: the schedule is an expression. */
function readAlterEvent(r: TokenCursor): void {
  while (!r.isEnd(r.position) && !r.isWord(r.position, 'SCHEDULE')) r.position++;
  if (!r.isEnd(r.position)) {
    r.position++;
    readSchedule(r);
  }
  r.skipToEnd();
}

export function readRename(r: TokenCursor): void {
  r.position++;
  if (!r.accept(kw.TABLE) && !r.accept(kw.TABLES)) return r.skipToEnd();
  if (r.options.dialect === 'mariadb') skipIfExists(r);
  do {
    changeTable(r, 'RENAME');
    if (r.expect(kw.TO, 'expected-to', 'TO')) changeTable(r, 'RENAME');
  } while (r.accept(op.comma));
}

function readCreateTable(r: TokenCursor, temporary: boolean, scope: Scope): void {
  skipIfExists(r);
  const name = readTableName(r);
  if (name === null) r.reportExpected('expected-table', 'a table');
  else if (temporary) r.refer('temporary', name);
  else r.refer('ddl', name, 'CREATE');
  const inParentheses = r.at(op.openParenthesis) && r.next(kw.LIKE);
  if (inParentheses || r.at(kw.LIKE)) {
    r.position += inParentheses ? 2 : 1;
    readSource(r);
    if (inParentheses) r.expect(op.closeParenthesis, 'expected-close-parenthesis', ')');
    return;
  }
  let depth = 0;
  while (!r.isEnd(r.position)) {
    if (depth === 0 && startsQuery(r, r.position) && !isVersioning(r)) return void scanQuery(r, scope);
    if (readForeignKey(r)) continue;
    if (r.at(op.openParenthesis)) depth++;
    if (r.at(op.closeParenthesis)) depth--;
    r.position++;
  }
  if (depth > 0) r.reportExpected('expected-close-parenthesis', '`)`');
}

/** Returns true at WITH SYSTEM VERSIONING (MariaDB), which is not a common table expression. */
function isVersioning(r: TokenCursor): boolean {
  return r.at(kw.WITH) && r.isWord(r.position + 1, 'SYSTEM') && r.isWord(r.position + 2, 'VERSIONING');
}

/** Reads CREATE SEQUENCE (MariaDB): a sequence is used like a table. */
function readCreateSequence(r: TokenCursor, temporary: boolean): void {
  skipIfExists(r);
  const name = readTableName(r);
  if (name !== null && temporary) r.refer('temporary', name);
  else if (name !== null) r.refer('ddl', name, 'CREATE');
  r.skipToEnd();
}

function acceptSequence(r: TokenCursor): boolean {
  if (r.options.dialect !== 'mariadb' || !r.isWord(r.position, 'SEQUENCE')) return false;
  r.position++;
  return true;
}

/** Reads REFERENCES t (a): a foreign key references its table. */
function readForeignKey(r: TokenCursor): boolean {
  if (!r.accept(kw.REFERENCES)) return false;
  readSource(r);
  return true;
}

/** Reads RENAME TO t, RENAME AS t, RENAME = t or RENAME t; RENAME COLUMN, INDEX and KEY rename no table. */
function readRenameTo(r: TokenCursor): void {
  if (r.at(kw.COLUMN) || r.at(kw.INDEX) || r.at(kw.KEY)) return;
  if (!r.accept(kw.TO) && !r.accept(kw.AS)) r.accept(op.equals);
  changeTable(r, 'RENAME');
}

function isIndex(r: TokenCursor): boolean {
  const id = r.id(r.position);
  return id === kw.INDEX || id === kw.UNIQUE || id === kw.FULLTEXT || id === kw.SPATIAL || id === kw.VECTOR;
}

/** Reads CREATE and DROP INDEX … ON t. */
function readIndex(r: TokenCursor): void {
  while (!r.isEnd(r.position) && !r.at(kw.ON)) r.position++;
  if (r.accept(kw.ON)) changeTable(r, 'ALTER');
  r.skipToEnd();
}

/** Skips IF EXISTS and IF NOT EXISTS. */
function skipIfExists(r: TokenCursor): void {
  if (!r.at(kw.IF)) return;
  r.position++;
  r.accept(kw.NOT);
  r.accept(kw.EXISTS);
}

function changeTable(r: TokenCursor, verb: string): void {
  const name = readTableName(r);
  if (name === null) r.reportExpected('expected-table', 'a table');
  else r.refer('ddl', name, verb);
}

function dropTemporary(r: TokenCursor): void {
  const name = r.readQualifiedName();
  if (name !== null) r.refer('temporary', name, 'DROP');
}

function readSource(r: TokenCursor): void {
  const name = readTableName(r);
  if (name === null) r.reportExpected('expected-table', 'a table');
  else r.refer('read', name);
}
