/** The names of a view's columns, as far as its text determines them. */
import { append } from '../../base/long-lists';
import { kw } from '../../syntax/keywords';
import type { ParserOptions } from '../../syntax/dialect';
import type { Definition, Reference, Script } from '../../syntax/nodes';
import { firstTokenFrom } from '../../syntax/find-token';
import { TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';

/** A view with the file that defines it. */
export interface ViewText {
  readonly key: { readonly schema: string };
  readonly origin: { readonly script: Script; readonly definition: Definition; readonly parserOptions: ParserOptions };
}

/** Returns the columns of a table or view, in lower case; null if they are unknown. */
export type ColumnsOf = (schema: string, table: string) => readonly string[] | null;

/**
 * Returns a test whether a view may have a column of that name; null if its text does not determine its columns. An
 * expression without an alias has every name that occurs in it.
 */
export function findViewColumns(view: ViewText, columnsOf: ColumnsOf): ((column: string) => boolean) | null {
  const columns = readColumns(view, columnsOf);
  if (columns === null) return null;
  const names = new Set(columns.flat().map((name) => name.toLowerCase()));
  return (column) => names.has(column.toLowerCase()) || names.has(withoutBlanks(column));
}

/**
 * Returns the columns of a view in lower case and in their order, as far as its text alone determines them; null for a
 * star, or an expression that has no name.
 */
export function listViewColumns(view: ViewText): readonly string[] | null {
  const names: string[] = [];
  for (const possible of readColumns(view, () => null) ?? [[]]) {
    const [name] = possible;
    if (name === undefined || possible.length > 1) return null;
    names.push(name.toLowerCase());
  }
  return names;
}

/** Returns the possible names of each column; null if the text does not determine how many there are. */
function readColumns(view: ViewText, columnsOf: ColumnsOf): readonly (readonly string[])[] | null {
  const { script, definition, parserOptions } = view.origin;
  if (definition.body === null) return null;
  const r = new TokenCursor(script.text, script.tokens, parserOptions);
  const body = firstTokenFrom(script.tokens, definition.body.start);
  const listed = readList(r, firstTokenFrom(script.tokens, definition.name.span.end), body);
  if (listed !== null) return listed.map((name) => [name]);
  const columns: (readonly string[])[] = [];
  for (const item of splitItems(r, body) ?? [null]) {
    const found = item === null ? null : readItem(r, item, { view, columnsOf });
    if (found === null) return null;
    columns.push(found);
  }
  return columns;
}

/** Reads the list of names before AS; null if there is none. */
function readList(r: TokenCursor, first: number, end: number): readonly string[] | null {
  if (r.id(first) !== op.openParenthesis) return null;
  const names: string[] = [];
  for (let i = first + 1; i < end && r.id(i) !== op.closeParenthesis; i++)
    if (r.isName(i)) names.push(r.name(i).text.toLowerCase());
  return names;
}

/** The tokens of an item of a SELECT; `end` is exclusive. */
interface Item {
  readonly first: number;
  readonly end: number;
}

/** Splits the list of the first SELECT; null for WITH, VALUES and TABLE. */
function splitItems(r: TokenCursor, body: number): readonly Item[] | null {
  let first = body;
  while (r.id(first) === op.openParenthesis) first++;
  if (r.id(first) !== kw.SELECT) return null;
  first++;
  while (modifiers.has(r.raw(first).toUpperCase())) first++;
  const items: Item[] = [];
  let depth = 0;
  let i = first;
  for (; r.kind(i) !== 0 && r.kind(i) !== tokenKind.delimiter; i++) {
    const id = r.id(i);
    if (id === op.openParenthesis) depth++;
    if (id === op.closeParenthesis && --depth < 0) break;
    if (depth > 0) continue;
    if (r.kind(i) === tokenKind.word && !r.isAfterDot(i) && ends.has(r.raw(i).toUpperCase())) break;
    if (id !== op.comma) continue;
    items.push({ first, end: i });
    first = i + 1;
  }
  return [...items, { first, end: i }];
}

const modifiers: ReadonlySet<string> = new Set([
  ...['ALL', 'DISTINCT', 'DISTINCTROW', 'HIGH_PRIORITY', 'STRAIGHT_JOIN'],
  ...['SQL_SMALL_RESULT', 'SQL_BIG_RESULT', 'SQL_BUFFER_RESULT', 'SQL_NO_CACHE', 'SQL_CACHE', 'SQL_CALC_FOUND_ROWS'],
]);

/** The words that end the list of a SELECT. */
const ends: ReadonlySet<string> = new Set([
  ...['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'INTO', 'WITH'],
]);

/** Returns the possible names of an item; null if a star means unknown columns. */
function readItem(
  r: TokenCursor,
  { first, end }: Item,
  scope: { readonly view: ViewText; readonly columnsOf: ColumnsOf },
): readonly string[] | null {
  const last = end - 1;
  const isBareStar = first === last && r.id(last) === op.star;
  if (isBareStar || (r.id(last) === op.star && r.id(last - 1) === op.dot))
    return expandStar(isBareStar ? null : r.name(last - 2).text, scope);
  if (r.isName(last) && (r.id(last - 1) === kw.AS || (r.isAfterDot(last) && isChain(r, first, last))))
    return [r.name(last).text];
  if (first === last && r.isName(first)) return [r.name(first).text];
  const names: string[] = [withoutBlanks(r.text.slice(r.start(first), r.end(last)))];
  for (let i = first; i < end; i++)
    if (r.isName(i)) names.push(r.name(i).text);
    else if (r.kind(i) === tokenKind.string) names.push(r.raw(i).slice(1, -1));
  return names;
}

function isChain(r: TokenCursor, first: number, last: number): boolean {
  for (let i = first; i <= last; i++) if ((i - first) % 2 === 0 ? !r.isName(i) : r.id(i) !== op.dot) return false;
  return (last - first) % 2 === 0;
}

/** Returns the columns of the table or alias; those of every table that is read for null, or an unknown alias. */
function expandStar(
  table: string | null,
  { view, columnsOf }: { readonly view: ViewText; readonly columnsOf: ColumnsOf },
): readonly string[] | null {
  const { key, origin } = view;
  const tables = origin.definition.references.filter(({ kind }) => kind === 'read');
  const named = tables.filter((one) => table !== null && isNamed(one, table, origin.script.text));
  const names: string[] = [];
  for (const { schema, name } of named.length > 0 ? named : tables) {
    const columns = columnsOf(schema ?? key.schema, name);
    if (columns === null) return null;
    append(names, columns);
  }
  return names;
}

/** Returns true if a table has this name, or this alias after it. */
function isNamed({ name, span }: Reference, table: string, text: string): boolean {
  const alias = /^\s+(?:AS\s+)?[`"]?([\w$]+)/i.exec(text.slice(span.end))?.[1];
  const wanted = table.toLowerCase();
  return alias?.toLowerCase() === wanted || name.toLowerCase() === wanted;
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase();
}
