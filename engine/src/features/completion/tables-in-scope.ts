/** The tables whose columns can be named at a place, by the tokens around it: the statement need not be finished. */
import type { Script } from '../../syntax/nodes';
import type { ParserOptions } from '../../syntax/dialect';
import { TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import {
  findClose,
  readCommonTables,
  readItems,
  readLevel,
  type LocalTables,
  type Range,
  type TableInScope,
} from './query-tables';
import { findTemporaryTables } from './temporary-tables';
import { startsStatement } from '../places/starts-statement';
import { firstToken, wordOfToken } from '../places/token-at';

/** Returns the tables of the innermost query first. Linear in the length of the statement. */
export function findTablesInScope(
  script: Script,
  parserOptions: ParserOptions,
  offset: number,
): readonly TableInScope[] {
  const { r, levels, local: made } = readPlace(script, parserOptions, offset);
  let local = made;
  const tables: (readonly TableInScope[])[] = [];
  for (const level of levels) {
    local = readCommonTables(r, level, local);
    tables.unshift(readLevel(r, level, local));
  }
  return tables.flat();
}

/** Returns the names of the temporary tables and common table expressions that a place can name, in lower case. */
export function findLocalTables(script: Script, parserOptions: ParserOptions, offset: number): readonly string[] {
  const { r, levels, local } = readPlace(script, parserOptions, offset);
  return [...levels.reduce((known, level) => readCommonTables(r, level, known), local).keys()];
}

/** Returns the names of the items of the query at a place; a name of a column is one, too. */
export function findSelectItems(script: Script, parserOptions: ParserOptions, offset: number): readonly string[] {
  const { r, levels, token } = readPlace(script, parserOptions, offset);
  const level = levels.at(-1);
  let select: number | null = null;
  for (let i = level?.first ?? token; i < token; i++) {
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, token);
    else if (r.upper(i) === 'SELECT') select = i;
  }
  if (select === null) return [];
  return readItems(r, { first: select, end: token }, new Map()).filter((item) => typeof item === 'string');
}

/** Returns the windows that the query at a place names after it. */
export function findWindows(script: Script, parserOptions: ParserOptions, offset: number): readonly string[] {
  const { r, levels, token } = readPlace(script, parserOptions, offset);
  const end = levels.at(-1)?.end ?? token;
  const windows: string[] = [];
  let isNamed = false;
  for (let i = token; i < end; i++) {
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, end);
    else if (r.upper(i) === 'WINDOW') isNamed = true;
    else if (isNamed && r.isName(i) && r.upper(i + 1) === 'AS') windows.push(r.name(i).text);
  }
  return windows;
}

interface Place {
  readonly r: TokenCursor;
  readonly token: number;
  /** The statement and the parentheses around the place, the innermost last. */
  readonly levels: readonly Range[];
  readonly local: LocalTables;
}

function readPlace(script: Script, parserOptions: ParserOptions, offset: number): Place {
  const r = new TokenCursor(script.text, script.tokens, parserOptions);
  const token = firstToken(script, offset);
  const first = findStart(script, token);
  const end = findEnd(script, token, offset);
  return { r, token, levels: findLevels(r, { first, token, end }), local: findTemporaryTables(r, first) };
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

/** Returns the statement and the parentheses around the token, the innermost last. */
function findLevels(r: TokenCursor, { first, token, end }: Range & { readonly token: number }): readonly Range[] {
  const open: number[] = [];
  for (let i = first; i < token; i++) {
    if (r.id(i) === op.openParenthesis) open.push(i + 1);
    else if (r.id(i) === op.closeParenthesis) open.pop();
  }
  const closes: number[] = [];
  for (let i = token; i < end && closes.length < open.length; i++) {
    if (r.id(i) === op.openParenthesis) i = findClose(r, i + 1, end);
    else if (r.id(i) === op.closeParenthesis) closes.unshift(i);
  }
  const unclosed = open.length - closes.length;
  return [{ first, end }, ...open.map((from, i) => ({ first: from, end: closes[i - unclosed] ?? end }))];
}
