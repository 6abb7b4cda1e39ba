/**
 * The references of expressions and queries, found by a small state machine for each level of parentheses. It knows
 * only where tables and calls can occur, so a mistake elsewhere never costs a reference.
 */
import { append } from '../base/long-lists';
import { endsTables, stop, stopsAt } from './clause-words';
import { closesBlock } from './end-alias';
import { kw } from './keywords';
import { makeArguments } from './make-arguments';
import { isNativeFunction } from './native-functions';
import type { Argument, Name, QualifiedName } from './nodes';
import { deepest, type TokenCursor } from './token-cursor';
import { readSequence } from './read-sequence';
import { isNoTable, readTableName, readTableSuffix } from './table-names';
import { op, tokenKind } from './tokens';
import { findWordId, firstWordId, isBuiltIn, isRejected, place } from './vocabulary';

/** The names of the visible common table expressions, lower case. */
export type Scope = ReadonlySet<string>;

/** A table named where UPDATE or DELETE decides later whether it is read or written. */
export interface TableReference {
  readonly name: QualifiedName;
  readonly alias: string | null;
  readonly isCte: boolean;
}

/** One level of parentheses, or a statement outside of any. */
class Level {
  readonly scope: Scope;
  stops = 0;
  /** The list that receives the tables; null adds them to the references. */
  sink: TableReference[] | null = null;
  /** The list that receives the names after INTO. */
  assigns: Name[] | null = null;
  /** Token indices of the commas, where the arguments of a call are wanted. */
  commas: number[] | null = null;
  query = false;
  /** True between FROM, JOIN or UPDATE and the next clause. */
  tables = false;
  /** A table comes next. */
  expecting = false;
  fresh = true;
  /** True if the level was opened where a table is expected: `(SELECT …) d JOIN e` may be a list of tables. */
  atTable = false;
  /** CASE … END that are open. */
  cases = 0;
  scopeInside: Scope;

  constructor(scope: Scope, query = false) {
    this.scope = scope;
    this.scopeInside = scope;
    this.query = query;
  }
}

const noScope: Scope = new Set();
/** LIKE 'x' ESCAPE ('|') calls nothing; MariaDB takes the word for a function elsewhere. */
const escape = findWordId('ESCAPE');

/** Reads on to `)`, `;`, the end, or one of the stops. */
export function scanExpression(r: TokenCursor, stops = 0, scope: Scope = noScope): void {
  const level = new Level(scope);
  level.stops = stops;
  scanLevel(r, level);
}

/** Reads a SELECT, WITH, VALUES or TABLE; returns the names after its INTO. */
export function scanQuery(r: TokenCursor, scope: Scope = noScope, stops = 0): Name[] {
  const assigns: Name[] = [];
  const level = new Level(scope, true);
  level.stops = stops;
  level.assigns = assigns;
  scanLevel(r, level);
  return assigns;
}

/** Reads the tables of an UPDATE or DELETE up to SET, WHERE or the end. */
export function scanTables(r: TokenCursor, scope: Scope): TableReference[] {
  const sink: TableReference[] = [];
  const level = new Level(scope);
  level.stops = stop.where;
  level.sink = sink;
  level.tables = level.expecting = true;
  scanLevel(r, level);
  return sink;
}

/** Reads `( … )` after the name of a routine; returns the arguments. */
export function scanArguments(r: TokenCursor, scope: Scope = noScope): Argument[] {
  const first = r.position + 1;
  const commas: number[] = [];
  const level = new Level(scope);
  level.commas = commas;
  scanParentheses(r, level);
  const end = r.id(r.position - 1) === op.closeParenthesis ? r.position - 1 : r.position;
  return makeArguments(r, first, end, commas);
}

/** Reads WITH a AS (…), b AS (…); returns the scope of the following query. The position is after WITH. */
export function scanWith(r: TokenCursor, scope: Scope = noScope): Scope {
  const recursive = r.accept(kw.RECURSIVE);
  let visible = scope;
  for (;;) {
    if (!r.isName(r.position)) {
      r.reportExpected('expected-name', 'a name for the common table expression');
      return visible;
    }
    const withOwn = new Set(visible).add(r.name(r.position++).text.toLowerCase());
    if (r.at(op.openParenthesis)) r.skipParentheses();
    r.expect(kw.AS, 'expected-as', 'AS');
    if (r.at(op.openParenthesis)) scanParentheses(r, new Level(recursive ? withOwn : visible, true));
    visible = withOwn;
    if (r.isWord(r.position, 'CYCLE')) skipCycle(r);
    if (!r.accept(op.comma)) return visible;
  }
}

/** Skips CYCLE a, b RESTRICT (MariaDB). */
function skipCycle(r: TokenCursor): void {
  while (!r.isEnd(r.position) && !r.isWord(r.position, 'RESTRICT') && !r.at(kw.SELECT)) r.position++;
  if (r.isWord(r.position, 'RESTRICT')) r.position++;
}

/** Returns true if the parentheses from here on open a query. */
export function startsQuery(r: TokenCursor, index: number): boolean {
  let i = index;
  while (r.id(i) === op.openParenthesis) i++;
  const id = r.id(i);
  if (id === kw.TABLE) return r.isName(i + 1);
  return id === kw.SELECT || id === kw.WITH || id === kw.VALUES;
}

function scanLevel(r: TokenCursor, level: Level): void {
  readLevel(r, level);
  if (level.cases > 0) r.reportExpected('unfinished-case', '`END` for the CASE');
}

function readLevel(r: TokenCursor, level: Level): void {
  for (;;) {
    const index = r.position;
    const id = r.id(index);
    if (id >= firstWordId) {
      if (r.isAfterDot(index) && index > 0) readWord(r, level, index);
      else if (!readKeyword(r, level, id)) return;
      level.fresh = false;
    } else if (id !== 0) {
      if (id === op.closeParenthesis || r.isEnd(index)) return;
      if (!readOperator(r, level, id)) return;
    } else {
      if (r.isHardEnd(index)) return;
      readWord(r, level, index);
      level.fresh = false;
    }
  }
}

/** Reads an operator; false if the level ends. */
function readOperator(r: TokenCursor, level: Level, id: number): boolean {
  if (id === op.openParenthesis) return readParentheses(r, level);
  if (id === op.comma) {
    if ((level.stops & stop.comma) !== 0) return false;
    if (level.tables) level.expecting = true;
    level.commas?.push(r.position);
  }
  if (id === op.dot && level.expecting && r.isName(r.position + 1)) {
    // MariaDB takes a dot before a table without a schema.
    r.position++;
    readTable(r, level);
    return true;
  }
  // ODBC: { OJ t1 LEFT OUTER JOIN t2 ON … }
  if (id === op.openBrace) r.position++;
  r.position++;
  return true;
}

function readParentheses(r: TokenCursor, level: Level): boolean {
  const atTable = level.tables && level.expecting;
  const query = startsQuery(r, r.position + 1);
  const tables = atTable && !query;
  const inner = new Level(level.scopeInside, query);
  inner.tables = inner.expecting = tables;
  inner.atTable = atTable;
  if (atTable) inner.sink = level.sink;
  const closed = scanParentheses(r, inner);
  if (!closed) return false;
  if (atTable) {
    level.expecting = false;
    readTableSuffix(r);
  } else if (level.fresh && level.atTable && query && !goesOnAsQuery(r)) {
    level.tables = true;
    level.expecting = false;
    readTableSuffix(r);
  }
  level.fresh = false;
  return true;
}

function goesOnAsQuery(r: TokenCursor): boolean {
  switch (r.id(r.position)) {
    case op.closeParenthesis:
    case kw.UNION:
    case kw.EXCEPT:
    case kw.INTERSECT:
    case kw.ORDER:
    case kw.LIMIT:
      return true;
    default:
      return false;
  }
}

/** Reads from `(` to its `)`, included; false if that is missing. */
function scanParentheses(r: TokenCursor, level: Level): boolean {
  if (r.depth >= deepest) {
    r.report(
      'nested-too-deeply',
      r.position,
      `Parentheses are nested more than ${deepest} levels deep. Deeper ones are not read.`,
    );
    r.skipParentheses();
    return true;
  }
  const open = r.position++;
  r.depth++;
  scanLevel(r, level);
  r.depth--;
  if (r.accept(op.closeParenthesis)) return true;
  r.report(
    'expected-close-parenthesis',
    open,
    `Unclosed parenthesis: expected \`)\`, found ${r.describe(r.position)}.`,
  );
  return false;
}

/** Reads a word that is not a keyword here, or any other token without an id. */
function readWord(r: TokenCursor, level: Level, index: number): void {
  if (!r.isName(index)) {
    if (r.kind(index) === tokenKind.userVariable && r.id(index + 1) === op.assign) r.assignInside(index);
    r.position++;
    return;
  }
  if (level.expecting && !r.isAfterDot(index)) return readTable(r, level);
  if (!r.isAfterDot(index) && readSequence(r)) return;
  if (r.id(index + 1) === op.openParenthesis) readCall(r, level, index);
  else r.position++;
}

/** Reads `name(`: a stored function unless the name is built in; always one with a schema before it. */
function readCall(r: TokenCursor, level: Level, index: number): void {
  const before = r.id(index - 1);
  const qualified = before === op.dot && r.isName(index - 2);
  const packaged = qualified && r.id(index - 3) === op.dot && r.isName(index - 4);
  const id = r.id(index);
  if (before === kw.AS || (before === op.dot && !qualified) || (id === escape && followsOperand(r, index))) {
    r.position++;
    return;
  }
  if (!qualified && id !== 0 && isBuiltIn(id, r.options.dialect, r.options.serverVersion)) {
    r.position++;
    return;
  }
  const name = r.name(index);
  if (!qualified && r.kind(index) === tokenKind.quotedName && isNativeFunction(name.text, r.options)) {
    r.position++;
    return;
  }
  const owner = qualified ? r.name(index - 2) : null;
  const schema = packaged ? r.name(index - 4) : owner;
  const span = { start: (schema ?? name).span.start, end: name.span.end };
  r.position++;
  const args: Argument[] = [];
  // The call is recorded before its arguments, so that references are in the order of the text.
  r.refer('function', { schema, name, span, ...(packaged && owner !== null && { package: owner }) }, null, args);
  append(args, scanArguments(r, level.scopeInside));
}

function readTable(r: TokenCursor, level: Level): void {
  level.expecting = false;
  const index = r.position;
  if (r.id(index + 1) === op.openParenthesis) {
    // A table function: JSON_TABLE(…) and the like.
    r.position++;
    scanParentheses(r, new Level(level.scopeInside));
    readTableSuffix(r);
    return;
  }
  const name = readTableName(r);
  if (name === null) return;
  if (r.at(op.dot) && r.next(op.star)) r.position += 2;
  const alias = readTableSuffix(r);
  const isCte =
    name.schema === null && level.scopeInside.size > 0 && level.scopeInside.has(name.name.text.toLowerCase());
  if (level.sink !== null) level.sink.push({ name, alias, isCte });
  else if (!isCte) r.refer('read', name);
}

/** Reads a keyword; false if it ends the level. */
function readKeyword(r: TokenCursor, level: Level, id: number): boolean {
  if (id === kw.END && followsOperand(r, r.position)) {
    if (level.cases > 0) level.cases--;
    else if (!(level.query || level.tables) || closesBlock(r)) return false;
    r.position++;
    return true;
  }
  if (id === kw.CASE) {
    level.cases++;
    r.position++;
    return true;
  }
  if (level.cases > 0) {
    readWord(r, level, r.position);
    return true;
  }
  if (stopsAt(r, id, level.stops)) return false;
  if (id === kw.SELECT) {
    level.query = true;
    level.tables = level.expecting = false;
    r.position++;
    return true;
  }
  if (level.tables) return readTableKeyword(r, level, id);
  return readQueryKeyword(r, level, id);
}

/**
 * Returns true if END follows an operand. END is not reserved: after an operator, a comma or a word that needs a value
 * it is a name.
 */
function followsOperand(r: TokenCursor, index: number): boolean {
  const id = r.id(index - 1);
  if (id === op.closeParenthesis) return true;
  if (id < firstWordId) return id === 0 && r.kind(index - 1) !== tokenKind.operator;
  if (r.isAfterDot(index - 1) || id === kw.NULL || id === kw.TRUE || id === kw.FALSE || id === kw.END) return true;
  return !isRejected(id, place.column, r.options.dialect, r.options.serverVersion);
}

/** Reads a word between FROM and the next clause. */
function readTableKeyword(r: TokenCursor, level: Level, id: number): boolean {
  switch (id) {
    case kw.JOIN:
    case kw.STRAIGHT_JOIN:
      level.expecting = true;
      break;
    case kw.LEFT:
    case kw.RIGHT:
    case kw.LATERAL:
    case kw.INNER:
    case kw.CROSS:
    case kw.OUTER:
    case kw.NATURAL:
    case kw.USING:
      break;
    case kw.ON:
      if (r.next(kw.DUPLICATE)) level.tables = level.expecting = false;
      break;
    case kw.DUAL:
      if (!level.expecting) break;
      level.expecting = false;
      break;
    case kw.IGNORE:
    case kw.LOW_PRIORITY:
    case kw.QUICK:
      if (level.expecting) break;
      readWord(r, level, r.position);
      return true;
    case kw.VALUES:
      if (level.expecting && r.next(op.openParenthesis)) break;
      return readClauseWord(r, level, id);
    case kw.SET:
      if (level.sink !== null) return false;
      return readClauseWord(r, level, id);
    default:
      return readClauseWord(r, level, id);
  }
  r.position++;
  return true;
}

/** Reads a word that ends the list of tables, or names a table or a function. */
function readClauseWord(r: TokenCursor, level: Level, id: number): boolean {
  if (level.expecting && isNoTable(r)) {
    r.reportExpected('expected-table', 'a table');
    level.expecting = false;
  }
  if (!level.expecting && endsTables(id)) {
    level.tables = false;
    if (id === kw.INTO) return readQueryKeyword(r, level, id);
    r.position++;
    return true;
  }
  readWord(r, level, r.position);
  return true;
}

function readQueryKeyword(r: TokenCursor, level: Level, id: number): boolean {
  if (id === kw.FROM) {
    r.position++;
    if (level.query && opensTables(r)) level.tables = level.expecting = true;
    return true;
  }
  if (id === kw.INTO && level.query) {
    r.position++;
    readTargets(r, level);
    return true;
  }
  if (id === kw.WITH && (level.fresh || level.query) && isCteHead(r, r.position + 1)) {
    r.position++;
    level.scopeInside = scanWith(r, level.scopeInside);
    return true;
  }
  if (id === kw.TABLE && level.query && r.isName(r.position + 1)) {
    r.position++;
    level.expecting = true;
    readTable(r, level);
    return true;
  }
  readWord(r, level, r.position);
  return true;
}

/**
 * Returns true if FROM begins a list of tables, unlike that of IS DISTINCT FROM and NTH_VALUE(…) FROM FIRST. The
 * position is after FROM.
 */
function opensTables(r: TokenCursor): boolean {
  const before = r.id(r.position - 2);
  if (before === kw.DISTINCT) return r.id(r.position - 3) !== kw.IS && r.id(r.position - 3) !== kw.NOT;
  return !((r.at(kw.FIRST) || r.at(kw.LAST)) && (r.next(kw.OVER) || r.next(kw.RESPECT) || r.next(kw.IGNORE)));
}

function isCteHead(r: TokenCursor, index: number): boolean {
  if (!r.isName(index)) return false;
  return r.id(index) === kw.RECURSIVE || r.id(index + 1) === kw.AS || r.id(index + 1) === op.openParenthesis;
}

/** Reads `INTO a, @b`; INTO OUTFILE and INTO DUMPFILE name no variable. The position is after INTO. */
function readTargets(r: TokenCursor, level: Level): void {
  if (r.at(kw.OUTFILE) || r.at(kw.DUMPFILE)) return;
  do {
    const index = r.position;
    if (r.kind(index) !== tokenKind.userVariable && !r.isName(index)) return;
    const name = readTarget(r);
    level.assigns?.push(name);
  } while (r.accept(op.comma));
}

/** Reads an assigned variable: `a`, `NEW.a`, `@a`. */
export function readTarget(r: TokenCursor): Name {
  const first = r.name(r.position++);
  if (!r.at(op.dot) || !r.isName(r.position + 1)) return first;
  const second = r.name(r.position + 1);
  r.position += 2;
  return { text: `${first.text}.${second.text}`, span: { start: first.span.start, end: second.span.end } };
}
