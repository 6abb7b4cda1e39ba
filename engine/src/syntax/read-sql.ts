/** Statements outside the stored-program language: their references and the variables that they assign. */
import { kw } from './keywords';
import type { Name } from './nodes';
import { wordIds, type TokenCursor } from './token-cursor';
import { readAdministration } from './read-administration';
import { readDelete, readInsert, readLoad, readTruncate, readUpdate } from './read-changes';
import { readAlter, readCreate, readDrop, readRename } from './read-schema-changes';
import { readSet } from './read-set';
import { scanArguments, scanExpression, scanQuery, scanWith, startsQuery, type Scope } from './scan-clauses';
import { op, tokenKind } from './tokens';
import { firstWordId } from './vocabulary';

/** The facts that a statement of the tree contains about an SQL statement. */
export interface SqlFacts {
  readonly verb: string;
  readonly assigns: readonly Name[];
}

const noScope: Scope = new Set();

/** Statements that are passed over whole: they name no table that they read or change. */
const passedOver = wordIds(
  'FLUSH START COMMIT ROLLBACK SAVEPOINT RELEASE XA USE KILL UNLOCK INSTALL UNINSTALL RESET PURGE STOP CHANGE SHUTDOWN ' +
    'BINLOG IMPORT HELP BACKUP RESTART CLONE BEGIN',
);

/** The verbs whose meaning depends on the second word. */
const verbsOfTwo = wordIds('CREATE ALTER DROP RENAME START SHOW LOCK UNLOCK LOAD EXECUTE DEALLOCATE GET RELEASE');

/** Reads one statement up to its end. The position is at its first token, which is none of the program language's. */
export function readSql(r: TokenCursor, scope: Scope = noScope): SqlFacts {
  const verb = readVerb(r);
  return { verb, assigns: readByVerb(r, scope) };
}

/** Returns the upper-case first word of the statement that begins here, with the second one if it matters. */
export function readVerb(r: TokenCursor): string {
  let index = r.position;
  while (r.id(index) === op.openParenthesis) index++;
  const first = r.upper(index);
  if (!verbsOfTwo.has(r.id(index))) return first;
  let second = index + 1;
  while (isPrefix(r.id(second))) second++;
  return r.kind(second) === tokenKind.word ? `${first} ${r.upper(second)}` : first;
}

/** Returns true if a statement of a stored program can begin with the token. */
export function isStatementStart(r: TokenCursor, index: number): boolean {
  const id = r.id(index);
  return id >= firstWordId && starts.has(id);
}

const starts = wordIds(
  'ALTER ANALYZE BACKUP BEGIN BINLOG CACHE CALL CASE CHANGE CHECK CHECKSUM CLONE CLOSE COMMIT CREATE DEALLOCATE DECLARE ' +
    'DELETE DESC DESCRIBE DO DROP EXECUTE EXPLAIN FETCH FLUSH FOR GET GRANT HANDLER HELP IF IMPORT INSERT INSTALL ITERATE ' +
    'KILL LEAVE LOAD LOCK LOOP OPEN OPTIMIZE PREPARE PURGE RELEASE RENAME REPAIR REPEAT REPLACE RESET RESIGNAL RESTART ' +
    'RETURN REVOKE ROLLBACK SAVEPOINT SELECT SET SHOW SHUTDOWN SIGNAL START STOP TABLE TRUNCATE UNINSTALL UNLOCK UPDATE ' +
    'USE VALUES WHILE WITH XA',
);

function isPrefix(id: number): boolean {
  switch (id) {
    case kw.OR:
    case kw.REPLACE:
    case kw.TEMPORARY:
    case kw.UNIQUE:
    case kw.FULLTEXT:
    case kw.SPATIAL:
    case kw.ONLINE:
    case kw.OFFLINE:
    case kw.IGNORE:
      return true;
    default:
      return false;
  }
}

function readByVerb(r: TokenCursor, scope: Scope): readonly Name[] {
  const id = r.id(r.position);
  switch (id) {
    case kw.WITH:
      r.position++;
      return readByVerb(r, scanWith(r, scope));
    case kw.SELECT:
    case kw.VALUES:
    case kw.TABLE:
      return readQuery(r, scope);
    case kw.SET:
      return r.next(kw.STATEMENT) ? readSetStatement(r, scope) : readSet(r);
    case kw.INSERT:
    case kw.REPLACE:
      readInsert(r, scope);
      return [];
    case kw.UPDATE:
      readUpdate(r, scope);
      return [];
    case kw.DELETE:
      readDelete(r, scope);
      return [];
    case kw.GET:
      return readDiagnostics(r);
    default:
      if (id === op.openParenthesis && startsQuery(r, r.position)) return readQuery(r, scope);
      readOther(r, id, scope);
      return [];
  }
}

/** Reads SET STATEMENT variable = value, … FOR statement (MariaDB). */
function readSetStatement(r: TokenCursor, scope: Scope): readonly Name[] {
  if (r.options.dialect === 'mysql') r.report('mariadb-only', r.position + 1, 'SET STATEMENT requires MariaDB.');
  r.position += 2;
  while (!r.isEnd(r.position) && !r.at(kw.FOR)) {
    if (r.at(op.openParenthesis)) scanArguments(r, scope);
    else r.position++;
  }
  return r.accept(kw.FOR) ? readByVerb(r, scope) : [];
}

function readOther(r: TokenCursor, id: number, scope: Scope): void {
  switch (id) {
    case kw.TRUNCATE:
      return readTruncate(r);
    case kw.LOAD:
      return readAdministration(r) ? undefined : readLoad(r, scope);
    case kw.ANALYZE:
      return isAnalyzedStatement(r) ? readExplain(r, scope) : void readAdministration(r);
    case kw.CREATE:
      return readCreate(r, scope);
    case kw.DROP:
      return readDrop(r);
    case kw.ALTER:
      return readAlter(r);
    case kw.RENAME:
      return readRename(r);
    case kw.EXPLAIN:
    case kw.DESCRIBE:
    case kw.DESC:
      return readExplain(r, scope);
    case kw.HANDLER:
      return readHandler(r, scope);
    case kw.CALL:
      return readCall(r);
    case kw.DO:
      r.position++;
      return scanExpression(r, 0, scope);
  }
  if (readAdministration(r)) return;
  if (passedOver.has(id)) return r.skipToEnd();
  scanQuery(r, scope);
}

/** Reads a CALL outside the statements of a body, as in dynamic SQL. */
function readCall(r: TokenCursor): void {
  r.position++;
  const name = r.readRoutineName();
  if (name === null) return r.skipToEnd();
  const args = r.at(op.openParenthesis) ? scanArguments(r) : [];
  r.refer('call', name, null, args);
}

/** Reads a query. SELECT … INTO assigns texts to variables, which a PREPARE may run. */
function readQuery(r: TokenCursor, scope: Scope): readonly Name[] {
  const first = r.position + 1;
  const assigns = scanQuery(r, scope);
  if (assigns.length === 0) return assigns;
  const items = findItems(r, first);
  for (const [i, { text }] of assigns.entries()) {
    const [from, end] = items[i] ?? [];
    if (from === undefined || end === undefined || items.length !== assigns.length) r.assignUnknown(text);
    else r.assign(text, from, end);
  }
  return assigns;
}

/** Returns the columns of a SELECT as token indices, ends exclusive. */
function findItems(r: TokenCursor, first: number): [number, number][] {
  const items: [number, number][] = [];
  let from = first;
  let depth = 0;
  for (let i = first; i <= r.position; i++) {
    const id = r.id(i);
    if (id === op.openParenthesis) depth++;
    else if (id === op.closeParenthesis) depth--;
    const isLast = i === r.position || (depth === 0 && (id === kw.INTO || id === kw.FROM));
    if (!isLast && (id !== op.comma || depth > 0)) continue;
    items.push([from, i]);
    from = i + 1;
    if (isLast) break;
  }
  return items;
}

/** Reads HANDLER t READ … WHERE condition. */
function readHandler(r: TokenCursor, scope: Scope): void {
  r.position++;
  const name = r.readQualifiedName();
  if (name !== null) r.refer('read', name);
  scanExpression(r, 0, scope);
}

/** Reads EXPLAIN of a statement, DESCRIBE of a table, or ANALYZE of a statement (MariaDB). */
function readExplain(r: TokenCursor, scope: Scope): void {
  const { references } = r.findings;
  const before = references.length;
  r.position++;
  const schema = readExplainOptions(r);
  if (isExplainable(r.id(r.position)) || r.at(op.openParenthesis)) {
    readByVerb(r, scope);
    if (schema === null) return;
    // FOR SCHEMA s: names without a schema are those of s.
    for (const [i, one] of references.entries())
      if (i >= before && one.schema === null) references[i] = { ...one, schema };
  } else if (r.isName(r.position) && !r.at(kw.FOR)) {
    const name = r.readQualifiedName();
    if (name !== null) r.refer('read', name);
  }
  r.skipToEnd();
}

/** Reads FORMAT = JSON INTO @v FOR SCHEMA s and similar; returns that schema. */
function readExplainOptions(r: TokenCursor): string | null {
  let schema: string | null = null;
  for (;;) {
    if (r.at(kw.INTO)) r.position += 2;
    else if (r.next(op.equals)) r.position += 3;
    else if (r.at(kw.FOR) && (r.isWord(r.position + 1, 'SCHEMA') || r.isWord(r.position + 1, 'DATABASE'))) {
      r.position += 2;
      schema = r.readQualifiedName()?.name.text ?? null;
    } else if (isExplainOption(r)) r.position++;
    else return schema;
  }
}

/** Returns true at a word between EXPLAIN and a statement; a table may have the same name. */
function isExplainOption(r: TokenCursor): boolean {
  if (r.isEnd(r.position + 1) || r.next(op.dot)) return false;
  return r.at(kw.ANALYZE) || r.isWord(r.position, 'EXTENDED') || r.isWord(r.position, 'PARTITIONS');
}

/** Returns true at ANALYZE SELECT … (MariaDB), but not at ANALYZE TABLE. */
function isAnalyzedStatement(r: TokenCursor): boolean {
  const behind = r.id(r.position + 1);
  return (behind !== kw.TABLE && isExplainable(behind)) || r.id(r.position + 2) === op.equals;
}

function isExplainable(id: number): boolean {
  switch (id) {
    case kw.SELECT:
    case kw.INSERT:
    case kw.UPDATE:
    case kw.DELETE:
    case kw.REPLACE:
    case kw.WITH:
    case kw.TABLE:
    case kw.VALUES:
    case op.openParenthesis:
      return true;
    default:
      return false;
  }
}

/** Reads GET DIAGNOSTICS a = ROW_COUNT, @b = NUMBER. */
function readDiagnostics(r: TokenCursor): Name[] {
  const assigns: Name[] = [];
  for (; !r.isEnd(r.position); r.position++) {
    const isTarget = r.isName(r.position) || r.kind(r.position) === tokenKind.userVariable;
    if (!isTarget || !r.next(op.equals)) continue;
    assigns.push(r.name(r.position));
    r.assignUnknown(r.raw(r.position));
  }
  return assigns;
}
