/** The tables that a query names, and the columns that it has itself, by its tokens. */
import { readTableName, readTableSuffix } from '../../syntax/table-names';
import type { TokenCursor } from '../../syntax/token-cursor';
import { append } from '../../base/long-lists';
import { op } from '../../syntax/tokens';

/**
 * A table or, without `name`, a query, a common table expression or a temporary table with its items; by its alias where
 * it has one.
 */
export interface TableInScope {
  readonly schema: string | null;
  readonly name: string | null;
  readonly alias: string;
  /** The columns of a query, and the tables of which it has all columns; empty for a table. */
  readonly items: readonly (string | TableInScope)[];
  /** The offset of the table in the text. */
  readonly start: number;
  /** True for the new row of `VALUES (…) AS new`, which is read by its alias and not assigned. */
  readonly isNewRow?: true;
}

/** The items of common table expressions and temporary tables, by name in lower case. */
export type LocalTables = ReadonlyMap<string, TableInScope['items']>;

export interface Range {
  readonly first: number;
  readonly end: number;
}

/** Returns the enclosing closing parenthesis; the end if there is none. */
export function findClose(r: TokenCursor, from: number, end: number): number {
  let depth = 0;
  let i = from;
  for (; i < end; i++) {
    if (r.id(i) === op.openParenthesis) depth++;
    else if (r.id(i) === op.closeParenthesis && depth-- === 0) break;
  }
  return i;
}

/** Returns the tables after FROM, JOIN, UPDATE, INSERT INTO and the commas between, outside inner parentheses. */
export function readLevel(r: TokenCursor, { first, end }: Range, local: LocalTables): readonly TableInScope[] {
  const tables: TableInScope[] = [];
  let inTables = false;
  let inRows = false;
  for (let i = first; i < end; i++) {
    const word = r.upper(i);
    if (opensRows.has(word)) inRows = r.upper(first) === 'INSERT';
    else if (word === 'SELECT') inRows = false;
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, end);
    else if (inRows && word === 'AS' && r.isName(i + 1)) tables.push(readNewRow(r, i + 1, { end, target: tables[0] }));
    else if (introduces(r, i, word) || (inTables && r.id(i) === op.comma)) {
      inTables = word !== 'INTO';
      const table = readTable(r, { first: i + 1, end }, local);
      if (table !== null) tables.push(table);
      if (r.id(i + 1) === op.openParenthesis) i = findClose(r, i + 2, end);
    } else if (endsTables.has(word)) inTables = false;
  }
  return tables;
}

const opensRows = new Set(['VALUES', 'VALUE', 'SET']);

/** Reads `new` or `new (a, b)` after VALUES or SET. Without the list the row has the columns of the table. */
function readNewRow(
  r: TokenCursor,
  at: number,
  { end, target }: { readonly end: number; readonly target: TableInScope | undefined },
): TableInScope {
  const alias = r.name(at).text;
  const start = r.start(at);
  const open = at + 1;
  if (open < end && r.id(open) === op.openParenthesis) {
    const items = readNames(r, { first: open + 1, end: findClose(r, open + 1, end) });
    return { schema: null, name: null, alias, items, start, isNewRow: true };
  }
  const { schema = null, name = null, items = [] } = target ?? {};
  return { schema, name, alias, items, start, isNewRow: true };
}

function introduces(r: TokenCursor, i: number, word: string): boolean {
  switch (word) {
    case 'FROM':
    case 'JOIN':
    case 'STRAIGHT_JOIN':
      return true;
    case 'UPDATE':
      return !/^(?:FOR|KEY)$/.test(r.upper(i - 1));
    case 'INTO':
      return /^(?:INSERT|REPLACE|IGNORE|LOW_PRIORITY|HIGH_PRIORITY|DELAYED)$/.test(r.upper(i - 1));
    default:
      return false;
  }
}

const endsTables = new Set([
  'WHERE',
  'SET',
  'GROUP',
  'ORDER',
  'HAVING',
  'LIMIT',
  'SELECT',
  'UNION',
  'VALUES',
  'WINDOW',
]);

function readTable(r: TokenCursor, { first: at, end }: Range, local: LocalTables): TableInScope | null {
  if (at >= end) return null;
  const start = r.tokens.start[at] ?? 0;
  if (r.id(at) === op.openParenthesis) {
    const close = findClose(r, at + 1, end);
    r.position = close + 1;
    const alias = readAlias(r, end);
    if (alias === null) return null;
    return { schema: null, name: null, alias, items: readItems(r, { first: at + 1, end: close }, local), start };
  }
  r.position = at;
  const name = readTableName(r);
  if (name === null) return null;
  const alias = readAlias(r, end) ?? name.name.text;
  const items = name.schema === null ? local.get(name.name.text.toLowerCase()) : undefined;
  if (items !== undefined) return { schema: null, name: null, alias, items, start };
  return { schema: name.schema?.text ?? null, name: name.name.text, alias, items: [], start };
}

/** Reads an alias; text after an unfinished statement is not one. */
function readAlias(r: TokenCursor, end: number): string | null {
  return r.position < end ? readTableSuffix(r) : null;
}

/** Returns the columns of a query: the last word of each item, and the tables of each `*`. */
export function readItems(r: TokenCursor, { first, end }: Range, local: LocalTables): TableInScope['items'] {
  const items: (string | TableInScope)[] = [];
  if (r.upper(first) === 'WITH') {
    const inner = readCommonTables(r, { first, end }, local);
    const select = findSelect(r, { first, end });
    return select === null ? [] : readItems(r, { first: select, end }, inner);
  }
  if (r.upper(first) !== 'SELECT') return items;
  for (let i = first + 1; i <= end; i++) {
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, end);
    const isEnd = i >= end - 1 || endsItems.has(r.upper(i + 1));
    const isLast = isEnd || r.id(i + 1) === op.comma;
    if (isLast && i < end && r.isName(i)) items.push(r.name(i).text);
    else if (isLast && i < end && r.id(i) === op.star) append(items, readStar(r, { first, end }, i, local));
    if (isEnd) break;
  }
  return items;
}

const endsItems = new Set([
  'FROM',
  'INTO',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'UNION',
  'EXCEPT',
  'INTERSECT',
]);

/** Returns the tables of `*`, or the one of `a.*`; none for the end of a multiplication. */
function readStar(r: TokenCursor, query: Range, star: number, local: LocalTables): readonly TableInScope[] {
  const isQualified = r.id(star - 1) === op.dot;
  if (!isQualified && r.upper(star - 1) !== 'SELECT' && r.id(star - 1) !== op.comma) return [];
  const alias = isQualified ? r.name(star - 2).text.toLowerCase() : null;
  return readLevel(r, query, local).filter((table) => alias === null || table.alias.toLowerCase() === alias);
}

/** Returns the first SELECT outside of parentheses. */
function findSelect(r: TokenCursor, { first, end }: Range): number | null {
  for (let i = first; i < end; i++) {
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, end);
    else if (r.upper(i) === 'SELECT') return i;
  }
  return null;
}

/** Adds the common table expressions of a query to the tables of the queries around it. */
export function readCommonTables(r: TokenCursor, { first, end }: Range, around: LocalTables): LocalTables {
  const tables = new Map(around);
  for (let i = first; i < end; i++) {
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, end);
    else if (r.upper(i) === 'WITH') {
      i += r.upper(i + 1) === 'RECURSIVE' ? 2 : 1;
      while (i < end && r.isName(i)) i = readCommonTable(r, { first: i, end }, tables);
    }
  }
  return tables;
}

/** Reads `name (a, b) AS (SELECT …)` and returns the token after it and its comma. */
function readCommonTable(r: TokenCursor, { first, end }: Range, tables: Map<string, TableInScope['items']>): number {
  const hasList = r.id(first + 1) === op.openParenthesis;
  const listEnd = hasList ? findClose(r, first + 2, end) : first;
  const open = listEnd + 2;
  if (r.upper(listEnd + 1) !== 'AS' || r.id(open) !== op.openParenthesis) return end;
  const close = findClose(r, open + 1, end);
  const items = hasList
    ? readNames(r, { first: first + 2, end: listEnd })
    : readItems(r, { first: open + 1, end: close }, tables);
  tables.set(r.name(first).text.toLowerCase(), items);
  return r.id(close + 1) === op.comma ? close + 2 : end;
}

/** Returns the first name of each item of a list in parentheses. */
export function readNames(r: TokenCursor, { first, end }: Range): readonly string[] {
  const names: string[] = [];
  for (let i = first; i < end; i++) {
    const isFirst = i === first || r.id(i - 1) === op.comma;
    if (isFirst && r.isName(i)) names.push(r.name(i).text);
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, end);
  }
  return names;
}
