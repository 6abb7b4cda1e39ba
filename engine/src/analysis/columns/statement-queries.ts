/** A statement split into the columns that it assigns, from its own words, and queries for the parser. */
import { kw } from '../../syntax/keywords';
import { wordIds, type TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import { findClose, findEnclosingEnd, outerTokens, splitAtCommas } from '../program/levels';
import type { TokenRange } from '../program/routine-body';
import { ParserText } from './parser-text';

export interface StatementQueries {
  readonly queries: readonly ParserText[];
  /** The table that INSERT, REPLACE and their ON DUPLICATE KEY UPDATE change; null for other statements. */
  readonly target: TargetTable | null;
  /** Columns that the rows of INSERT or REPLACE give a value to, each with the tokens of its name. */
  readonly given: readonly TokenRange[];
  /** Columns that UPDATE or ON DUPLICATE KEY UPDATE assigns. */
  readonly changed: readonly TokenRange[];
  /** INSERT or REPLACE without a list of columns: it gives a value to each. */
  readonly givesAll: boolean;
}

/** Tokens of the name, with its schema where one is written. */
export type TargetTable = TokenRange;

/** Returns null for a statement that changes or reads rows and is not analysed: LOAD DATA, HANDLER. */
export function takeApart(t: TokenCursor, range: TokenRange): StatementQueries | null {
  const verb = findVerb(t, range);
  // REPLACE and INSERT are functions, too.
  if (t.id(verb + 1) === op.openParenthesis && t.id(verb) !== kw.SELECT) return only(queriesIn(t, range));
  switch (t.id(verb)) {
    case kw.INSERT:
    case kw.REPLACE:
      return takeInsert(t, { first: verb, end: range.end });
    case kw.UPDATE:
      return takeUpdate(t, range, verb);
    case kw.DELETE:
      return takeDelete(t, range, verb);
    case kw.SELECT:
      return only([new ParserText(t).range(range)]);
    case kw.LOAD:
    case kw.HANDLER:
      return null;
    case kw.GRANT:
    case kw.REVOKE:
      return only([]);
    default:
      return only(queriesIn(t, range));
  }
}

const nothing = { target: null, given: [], changed: [], givesAll: false };

function only(queries: readonly ParserText[]): StatementQueries {
  return { ...nothing, queries };
}

/** Returns the statement's own verb, which follows WITH …. */
function findVerb(t: TokenCursor, { first, end }: TokenRange): number {
  if (t.id(first) !== kw.WITH) return first;
  for (const i of outerTokens(t, { first, end })) if (verbs.has(t.id(i))) return i;
  return first;
}

const verbs = wordIds('SELECT UPDATE DELETE');
const modifiers = wordIds('LOW_PRIORITY HIGH_PRIORITY DELAYED IGNORE QUICK INTO');

function skipModifiers(t: TokenCursor, first: number): number {
  let i = first;
  while (t.id(i) !== 0 && modifiers.has(t.id(i))) i++;
  return i;
}

function queriesIn(t: TokenCursor, range: TokenRange): readonly ParserText[] {
  return findQueries(t, range).map((query) => new ParserText(t).range(query));
}

/** Returns the outermost queries of an expression, or of CREATE TABLE … SELECT. */
function findQueries(t: TokenCursor, { first, end }: TokenRange): readonly TokenRange[] {
  const found: TokenRange[] = [];
  for (let i = first; i < end; i++) {
    if (t.id(i) !== kw.SELECT && t.id(i) !== kw.WITH) continue;
    if (t.id(i) === kw.WITH && t.id(i + 2) !== kw.AS && t.id(i + 1) !== kw.RECURSIVE) continue;
    const close = findEnclosingEnd(t, i, end);
    found.push({ first: i, end: close });
    i = close;
  }
  return found;
}

/** Converts UPDATE tables SET a = x, b = y WHERE … to SELECT x, y FROM tables WHERE …. */
function takeUpdate(t: TokenCursor, { first, end }: TokenRange, verb: number): StatementQueries | null {
  const from = skipModifiers(t, verb + 1);
  const set = findOuter(t, { first: from, end }, (i) => t.id(i) === kw.SET);
  if (set === end) return null;
  const tail = findOuter(t, { first: set + 1, end }, (i) => endsAssignments(t, i));
  const assignments = splitAssignments(t, { first: set + 1, end: tail });
  const query = new ParserText(t).range({ first, end: verb }).add('SELECT');
  addList(
    query,
    assignments.map(({ value }) => value),
  );
  query.add('FROM').range({ first: from, end: set }).range({ first: tail, end });
  return { ...nothing, queries: [query], changed: assignments.map(({ name }) => name) };
}

/** Converts DELETE FROM t WHERE …, DELETE a FROM a JOIN b …, DELETE FROM a USING a JOIN b to SELECT 1 FROM …. */
function takeDelete(t: TokenCursor, { first, end }: TokenRange, verb: number): StatementQueries | null {
  const range = { first: verb + 1, end };
  const from = findOuter(t, range, (i) => t.id(i) === kw.FROM);
  const using = findOuter(t, range, (i) => t.id(i) === kw.USING && t.id(i + 1) !== op.openParenthesis);
  const tables = using === end ? from : using;
  if (tables === end) return null;
  const returning = findOuter(t, range, (i) => t.id(i) === kw.RETURNING);
  const query = new ParserText(t).range({ first, end: verb }).add('SELECT');
  if (returning === end) query.add('1');
  else query.range({ first: returning + 1, end });
  query.add('FROM').range({ first: tables + 1, end: returning });
  return only([query]);
}

function takeInsert(t: TokenCursor, { first, end }: TokenRange): StatementQueries | null {
  const name = skipModifiers(t, first + 1);
  if (!t.isName(name)) return null;
  const target = { first: name, end: t.id(name + 1) === op.dot ? name + 3 : name + 1 };
  let next = target.end;
  if (t.id(next) === kw.PARTITION) next = findClose(t, next + 1, end) + 1;
  const hasList = t.id(next) === op.openParenthesis && !opensQuery(t, next);
  const close = hasList ? findClose(t, next, end) : next;
  const listed = hasList ? splitAtCommas(t, { first: next + 1, end: close }) : [];
  const body = hasList ? close + 1 : next;
  const duplicate = findOuter(t, { first: body, end }, (i) => t.id(i) === kw.ON && t.id(i + 1) === kw.DUPLICATE);
  const returning = findOuter(t, { first: body, end }, (i) => t.id(i) === kw.RETURNING);
  const alias = findRowAlias(t, { first: body, end: Math.min(duplicate, returning) });
  const updates =
    duplicate === end ? [] : splitAssignments(t, { first: duplicate + 4, end: Math.max(duplicate, returning) });
  const rows = takeRows(t, { first: body, end: alias?.first ?? Math.min(duplicate, returning) }, target);
  const behind = updates.map(({ value }) => value);
  if (returning < end) behind.push({ first: returning + 1, end });
  const tail = behind.length === 0 ? [] : [selectFrom(t, behind, target, alias)];
  // After INSERT … SELECT the tables of the query may be meant, too: a table that may have any column.
  if (rows.isQuery) tail[0]?.add(',').add('(').add('SELECT').add('1').add(')').add('AS').add('`another table`');
  return {
    queries: [...rows.queries, ...tail],
    target,
    given: [...listed, ...rows.given],
    changed: updates.map((update) => update.name),
    givesAll: listed.length === 0 && rows.given.length === 0,
  };
}

/** Splits the text between the columns and ON DUPLICATE KEY UPDATE: rows, a query, or SET. */
function takeRows(
  t: TokenCursor,
  range: TokenRange,
  target: TargetTable,
): Pick<StatementQueries, 'queries' | 'given'> & { readonly isQuery: boolean } {
  const { first, end } = range;
  if (t.id(first) === kw.SET) {
    const assignments = splitAssignments(t, { first: first + 1, end });
    const values = assignments.map(({ value }) => value);
    const queries = [selectFrom(t, values, target, null)];
    return { queries, given: assignments.map(({ name }) => name), isQuery: false };
  }
  if (t.id(first) !== kw.VALUES && t.id(first) !== kw.VALUE)
    return { queries: queriesIn(t, range), given: [], isQuery: true };
  const values: TokenRange[] = [];
  for (let open = first + 1; open < end; open++) {
    if (t.id(open) !== op.openParenthesis) continue;
    const close = findClose(t, open, end);
    for (const value of splitAtCommas(t, { first: open + 1, end: close })) if (mayName(t, value)) values.push(value);
    open = close;
  }
  return { queries: values.length === 0 ? [] : [selectFrom(t, values, target, null)], given: [], isQuery: false };
}

/** Returns true unless the row has only literals, which need no analysis. */
function mayName(t: TokenCursor, { first, end }: TokenRange): boolean {
  for (let i = first; i < end; i++) if (t.isName(i)) return true;
  return false;
}

/** The alias of the new row: its AS, its name, and the columns that `AS new (a, b)` names; null for those of the table. */
interface RowAlias {
  readonly first: number;
  readonly name: number;
  readonly columns: readonly TokenRange[] | null;
}

/** Returns the alias after VALUES or SET, by which ON DUPLICATE KEY UPDATE reads the new row (MySQL). */
function findRowAlias(t: TokenCursor, { first, end }: TokenRange): RowAlias | null {
  if (!isWordOfRows(t.id(first))) return null;
  const as = findOuter(t, { first, end }, (i) => t.id(i) === kw.AS && t.isName(i + 1));
  if (as === end) return null;
  const open = as + 2;
  const hasColumns = open < end && t.id(open) === op.openParenthesis;
  const columns = hasColumns ? splitAtCommas(t, { first: open + 1, end: findClose(t, open, end) }) : null;
  return { first: as, name: as + 1, columns };
}

function isWordOfRows(id: number): boolean {
  return id === kw.VALUES || id === kw.VALUE || id === kw.SET;
}

function selectFrom(
  t: TokenCursor,
  values: readonly TokenRange[],
  target: TargetTable,
  alias: RowAlias | null,
): ParserText {
  const query = new ParserText(t).add('SELECT');
  addList(query, values);
  query.add('FROM').range(target);
  if (alias !== null) addRow(query.add(','), target, alias);
  return query;
}

/** Adds the new row: the table by its alias, or a query with the columns that the alias names. */
function addRow(query: ParserText, target: TargetTable, { name, columns }: RowAlias): void {
  if (columns === null) query.range(target);
  else {
    query.add('(').add('SELECT');
    for (const [i, column] of columns.entries()) {
      if (i > 0) query.add(',');
      query.add('1').add('AS').range(column);
    }
    query.add(')');
  }
  query.add('AS').name(name);
}

function addList(query: ParserText, ranges: readonly TokenRange[]): void {
  if (ranges.length === 0) query.add('1');
  for (const [i, range] of ranges.entries()) {
    if (i > 0) query.add(',');
    query.range(range);
  }
}

interface AssignedValue {
  readonly name: TokenRange;
  readonly value: TokenRange;
}

/** Splits `a = 1, t.b = 2` into assignments, each with the tokens of its name and of its value. */
function splitAssignments(t: TokenCursor, range: TokenRange): readonly AssignedValue[] {
  return splitAtCommas(t, range).flatMap(({ first, end }) => {
    let equals = first;
    while (equals < end && t.id(equals) !== op.equals && t.id(equals) !== op.assign) equals++;
    if (equals >= end || !t.isName(equals - 1)) return [];
    return [{ name: { first, end: equals }, value: { first: equals + 1, end } }];
  });
}

function endsAssignments(t: TokenCursor, i: number): boolean {
  const id = t.id(i);
  if (t.isAfterDot(i)) return false;
  return id === kw.WHERE || id === kw.LIMIT || (id === kw.ORDER && t.id(i + 1) === kw.BY);
}

function opensQuery(t: TokenCursor, open: number): boolean {
  let i = open;
  while (t.id(i) === op.openParenthesis) i++;
  return t.id(i) === kw.SELECT || t.id(i) === kw.WITH;
}

/** Returns the first matching token outside all parentheses; the end if there is none. */
function findOuter(t: TokenCursor, range: TokenRange, fits: (token: number) => boolean): number {
  for (const i of outerTokens(t, range)) if (fits(i)) return i;
  return range.end;
}
