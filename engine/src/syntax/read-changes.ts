/** The references of the statements that change rows: INSERT, REPLACE, UPDATE, DELETE, TRUNCATE, LOAD DATA. */
import { kw } from './keywords';
import { readName } from './literals';
import type { QualifiedName } from './nodes';
import type { TokenCursor } from './token-cursor';
import { stop } from './clause-words';
import { closesBlock } from './end-alias';
import { scanExpression, scanQuery, scanTables, startsQuery, type Scope, type TableReference } from './scan-clauses';
import { readTableName, readTableSuffix } from './table-names';
import { op } from './tokens';

/** Reads INSERT and REPLACE. The position is at the verb, as in all of these. */
export function readInsert(r: TokenCursor, scope: Scope): void {
  r.position++;
  while (isModifier(r) || r.at(kw.INTO)) r.position++;
  write(r);
  if (r.accept(kw.PARTITION)) r.skipParentheses();
  if (r.at(op.openParenthesis) && !startsQuery(r, r.position)) r.skipParentheses();
  if (r.accept(kw.SET)) scanExpression(r, 0, scope);
  else scanQuery(r, scope);
}

/** Reads UPDATE. The tables that SET assigns to are written; all others are read. */
export function readUpdate(r: TokenCursor, scope: Scope): void {
  r.position++;
  while (isModifier(r)) r.position++;
  const tables = scanTables(r, scope);
  const targets = new Set<TableReference>();
  if (r.expect(kw.SET, 'expected-set', 'SET')) {
    do {
      const target = readAssignedColumn(r, tables);
      if (target !== null) targets.add(target);
      scanExpression(r, stop.comma | stop.where, scope);
    } while (r.accept(op.comma));
  }
  referToTables(r, tables, targets);
  scanExpression(r, 0, scope);
}

/** Reads DELETE FROM t, DELETE t FROM …, DELETE FROM t USING …. */
export function readDelete(r: TokenCursor, scope: Scope): void {
  r.position++;
  while (isModifier(r) || r.at(kw.QUICK)) r.position++;
  // DELETE HISTORY FROM t BEFORE … of versioned tables (MariaDB).
  if (r.isWord(r.position, 'HISTORY') && r.next(kw.FROM)) r.position++;
  const fromFirst = r.accept(kw.FROM);
  const targets = readTargetTables(r);
  if (r.at(kw.USING) || (!fromFirst && r.at(kw.FROM))) {
    r.position++;
    const tables = scanTables(r, scope);
    const deleted = new Set<TableReference>();
    for (const target of targets) {
      const table = findTable(tables, target);
      if (table === undefined || table.name.span.start === target.span.start) r.refer('write', target);
      else deleted.add(table);
    }
    referToTables(r, tables, deleted);
  } else {
    if (!fromFirst) r.reportExpected('expected-from', '`FROM`');
    for (const target of targets) r.refer('write', target);
    readTableSuffix(r);
    if (r.at(kw.END) && !closesBlock(r)) r.position++;
  }
  if (r.at(kw.RETURNING)) scanQuery(r, scope);
  else scanExpression(r, 0, scope);
}

export function readTruncate(r: TokenCursor): void {
  r.position++;
  r.accept(kw.TABLE);
  write(r);
  r.skipToEnd();
}

/** Reads LOAD DATA … INTO TABLE t …, and LOAD XML likewise. */
export function readLoad(r: TokenCursor, scope: Scope): void {
  while (!r.isEnd(r.position) && !(r.at(kw.INTO) && r.next(kw.TABLE))) r.position++;
  if (!r.accept(kw.INTO)) return;
  r.position++;
  write(r);
  while (!r.isEnd(r.position) && !r.at(op.openParenthesis) && !r.at(kw.SET)) {
    // CHARACTER SET is not the SET of assignments.
    r.position += r.at(kw.CHARACTER) ? 2 : 1;
  }
  if (r.at(op.openParenthesis)) r.skipParentheses();
  scanExpression(r, 0, scope);
}

function write(r: TokenCursor): void {
  const name = readTableName(r);
  if (name === null) r.reportExpected('expected-table', 'a table');
  else r.refer('write', name);
}

function isModifier(r: TokenCursor): boolean {
  switch (r.id(r.position)) {
    case kw.LOW_PRIORITY:
    case kw.HIGH_PRIORITY:
    case kw.DELAYED:
    case kw.IGNORE:
      return true;
    default:
      return false;
  }
}

function readTargetTables(r: TokenCursor): QualifiedName[] {
  const targets: QualifiedName[] = [];
  do {
    const name = readTableName(r);
    if (name === null) {
      r.reportExpected('expected-table', 'a table');
      return targets;
    }
    targets.push(name);
    if (r.at(op.dot) && r.next(op.star)) r.position += 2;
  } while (r.accept(op.comma));
  return targets;
}

/**
 * Returns the table of the assigned column, or null. A column without its table belongs to the only table, otherwise to
 * the first: only the server knows which of several has it.
 */
function readAssignedColumn(r: TokenCursor, tables: readonly TableReference[]): TableReference | null {
  if (!r.isName(r.position)) {
    r.reportExpected('expected-name', 'a column');
    return null;
  }
  const first = r.position;
  const parts = [readName(r.raw(r.position++))];
  while (r.at(op.dot) && r.isName(r.position + 1)) {
    parts.push(readName(r.raw(r.position + 1)));
    r.position += 2;
  }
  if (!r.accept(op.equals) && !r.accept(op.assign)) r.reportExpected('expected-equals', '`=`');
  const [one, two] = parts.slice(-3, -1);
  if (one === undefined) return tables[0] ?? null;
  const { span } = r.name(first);
  const name = { text: two ?? one, span };
  return findTable(tables, { schema: two === undefined ? null : { text: one, span }, name, span }) ?? null;
}

/** Finds a table by its alias, otherwise by name; first with the schema if both have one. */
function findTable(tables: readonly TableReference[], wanted: QualifiedName): TableReference | undefined {
  const name = wanted.name.text.toLowerCase();
  const schema = wanted.schema?.text.toLowerCase() ?? null;
  return (
    tables.find((table) => schema === null && table.alias?.toLowerCase() === name) ??
    tables.find((table) => table.alias === null && isNamed(table, name) && isOfSchema(table, schema)) ??
    tables.find(
      (table) => table.alias === null && isNamed(table, name) && (schema === null || table.name.schema === null),
    ) ??
    tables.find((table) => isNamed(table, name))
  );
}

function isNamed(table: TableReference, name: string): boolean {
  return table.name.name.text.toLowerCase() === name;
}

function isOfSchema(table: TableReference, schema: string | null): boolean {
  return (table.name.schema?.text.toLowerCase() ?? null) === schema;
}

function referToTables(r: TokenCursor, tables: readonly TableReference[], written: ReadonlySet<TableReference>): void {
  for (const table of tables) {
    if (!table.isCte) r.refer(written.has(table) ? 'write' : 'read', table.name);
  }
}
