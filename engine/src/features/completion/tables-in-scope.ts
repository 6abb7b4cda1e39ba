/** The tables whose columns can be named at a place, by the tokens around it: the statement need not be finished. */
import { append } from '../../base/long-lists';
import type { Script } from '../../syntax/nodes';
import type { ParserOptions } from '../../syntax/dialect';
import { TokenCursor } from '../../syntax/token-cursor';
import { readTableName, readTableSuffix } from '../../syntax/table-names';
import { op, tokenKind } from '../../syntax/tokens';
import { startsStatement } from '../places/starts-statement';
import { firstToken, wordOfToken } from '../places/token-at';

/** A table or, without `name`, a query in FROM with the names of its items; by its alias where it has one. */
export interface TableInScope {
  readonly schema: string | null;
  readonly name: string | null;
  readonly alias: string;
  /** The columns of a query; empty for a table. */
  readonly items: readonly string[];
  /** True for the new row of `VALUES (…) AS new`, which is read by its alias and not assigned. */
  readonly isNewRow?: true;
}

/** Returns the tables of the innermost query first. Linear in the length of the statement. */
export function findTablesInScope(
  script: Script,
  parserOptions: ParserOptions,
  offset: number,
): readonly TableInScope[] {
  const r = new TokenCursor(script.text, script.tokens, parserOptions);
  const token = firstToken(script, offset);
  const first = findStart(script, token);
  const end = findEnd(script, token, offset);
  const tables: TableInScope[] = [];
  for (const level of findLevels(r, { first, token, end })) append(tables, readLevel(r, level));
  return tables;
}

interface Range {
  readonly first: number;
  readonly end: number;
}

/** Returns the token after the delimiter, or after the control-flow word, that precedes the statement. */
function findStart(script: Script, token: number): number {
  let i = token - 1;
  while (i >= 0 && !isBoundary(script, i)) i--;
  return i + 1;
}

function isBoundary(script: Script, i: number): boolean {
  const { kind, id } = script.tokens;
  if (id[i] === op.semicolon || kind[i] === tokenKind.delimiter || kind[i] === tokenKind.delimiterCommand) return true;
  return opening.has(wordOfToken(script, i)) && startsStatement(script, i);
}

const opening = new Set(['BEGIN', 'THEN', 'ELSE', 'DO', 'LOOP', 'REPEAT']);

/** Returns the delimiter, or a line that begins with another statement: an unfinished one has no delimiter yet. */
function findEnd(script: Script, token: number, offset: number): number {
  const { count, kind, id, end, start } = script.tokens;
  let i = token;
  for (; i < count; i++) {
    if (id[i] === op.semicolon || kind[i] === tokenKind.delimiter || kind[i] === tokenKind.delimiterCommand) return i;
    const gap = script.text.slice(Math.max(end[i - 1] ?? 0, offset), start[i]);
    if (gap.includes('\n') && nextStatement.has(wordOfToken(script, i))) return i;
  }
  return i;
}

const nextStatement = new Set([
  'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'CALL', 'DECLARE', 'IF', 'WHILE', 'OPEN', 'FETCH', 'CLOSE', 'RETURN', 'LEAVE',
  'ITERATE', 'END', 'ELSE', 'ELSEIF', 'COMMIT', 'ROLLBACK', 'PREPARE', 'EXECUTE', 'BEGIN', 'CREATE',
]); // prettier-ignore

/** Returns the parentheses around the token, the innermost first, and the statement. */
function findLevels(r: TokenCursor, { first, token, end }: Range & { readonly token: number }): readonly Range[] {
  const open: number[] = [];
  for (let i = first; i < token; i++) {
    if (r.id(i) === op.openParenthesis) open.push(i + 1);
    else if (r.id(i) === op.closeParenthesis) open.pop();
  }
  return [first, ...open].map((from) => ({ first: from, end: findClose(r, Math.max(from, token), end) })).reverse();
}

/** Returns the enclosing closing parenthesis; the end if there is none. */
function findClose(r: TokenCursor, from: number, end: number): number {
  let depth = 0;
  let i = from;
  for (; i < end; i++) {
    if (r.id(i) === op.openParenthesis) depth++;
    else if (r.id(i) === op.closeParenthesis && depth-- === 0) break;
  }
  return i;
}

/** Returns the tables after FROM, JOIN, UPDATE, INSERT INTO and the commas between, outside inner parentheses. */
function readLevel(r: TokenCursor, { first, end }: Range): readonly TableInScope[] {
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
      const table = readTable(r, i + 1, end);
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
  const open = at + 1;
  if (open >= end || r.id(open) !== op.openParenthesis)
    return { schema: target?.schema ?? null, name: target?.name ?? null, alias, items: [], isNewRow: true };
  const items: string[] = [];
  for (let i = open + 1; i < end && r.id(i) !== op.closeParenthesis; i++) if (r.isName(i)) items.push(r.name(i).text);
  return { schema: null, name: null, alias, items, isNewRow: true };
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

function readTable(r: TokenCursor, at: number, end: number): TableInScope | null {
  if (at >= end) return null;
  if (r.id(at) === op.openParenthesis) {
    const close = findClose(r, at + 1, end);
    r.position = close + 1;
    const alias = readAlias(r, end);
    return alias === null
      ? null
      : { schema: null, name: null, alias, items: readItems(r, { first: at + 1, end: close }) };
  }
  r.position = at;
  const name = readTableName(r);
  if (name === null) return null;
  const alias = readAlias(r, end);
  return { schema: name.schema?.text ?? null, name: name.name.text, alias: alias ?? name.name.text, items: [] };
}

/** Reads an alias; text after an unfinished statement is not one. */
function readAlias(r: TokenCursor, end: number): string | null {
  return r.position < end ? readTableSuffix(r) : null;
}

/** Returns the names of a query's columns: the last word of each item. */
function readItems(r: TokenCursor, { first, end }: Range): readonly string[] {
  const items: string[] = [];
  if (r.upper(first) !== 'SELECT') return items;
  for (let i = first + 1; i <= end; i++) {
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, end);
    const isLast = i >= end - 1 || r.id(i + 1) === op.comma || r.upper(i + 1) === 'FROM';
    if (isLast && i < end && r.isName(i)) items.push(r.name(i).text);
    if (r.upper(i + 1) === 'FROM') break;
  }
  return items;
}
