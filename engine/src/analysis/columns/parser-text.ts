/**
 * A statement in a form that node-sql-parser can read: constructs that the parser does not support are left out or
 * written differently, none of which concerns a column. Each word records the token from which it comes.
 */
import { kw } from '../../syntax/keywords';
import { readName } from '../../syntax/literals';
import { wordIds, type TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import { isRejected, place } from '../../syntax/vocabulary';
import { findClose, outerTokens } from '../program/levels';
import type { TokenRange } from '../program/routine-body';

export class ParserText {
  readonly #tokens: TokenCursor;
  readonly #words: string[] = [];
  readonly #places: number[] = [];
  readonly #offsets: number[] = [];
  #length = 0;
  #last = '';
  #readable = true;
  /** The closing tokens of parentheses around joins, which are left out because the parser supports no nested joins. */
  readonly #left = new Set<number>();
  /** True, for each open parenthesis, if the last join has its ON. */
  readonly #joined = [false];

  constructor(tokens: TokenCursor) {
    this.#tokens = tokens;
  }

  /** The text; null if a name contains characters that the parser cannot read. */
  get text(): string | null {
    return this.#readable ? this.#words.join('') : null;
  }

  /** The source token of each word, by the word's number; -1 if there is none. */
  get places(): readonly number[] {
    return this.#places;
  }

  /** Returns the number of the word that begins at an offset of the text. */
  wordAt(offset: number): number {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#offsets[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Adds a word, by default one that is not in the source. */
  add(word: string, token = -1): this {
    const gap = word === '.' || word === '(' || this.#last === '.' ? '' : ' ';
    this.#words.push(gap + word);
    this.#last = word;
    this.#places.push(token);
    this.#offsets.push(this.#length + gap.length);
    this.#length += gap.length + word.length;
    return this;
  }

  range({ first, end }: TokenRange): this {
    let i = first;
    while (i < end) i = this.#take(i, end);
    return this;
  }

  /** Converts a token; returns the index of the next one. */
  #take(i: number, end: number): number {
    const t = this.#tokens;
    switch (t.kind(i)) {
      case tokenKind.string:
        // Literals side by side are one.
        if (t.kind(i - 1) !== tokenKind.string || this.#last !== "'s'") this.add("'s'", i);
        return i + 1;
      case tokenKind.number:
      case tokenKind.systemVariable:
        this.add('1', i);
        return i + 1;
      case tokenKind.userVariable:
        if (t.id(i + 1) === op.assign) return i + 2;
        this.add('@v', i);
        return i + 1;
      case tokenKind.quotedName:
        this.name(i);
        return i + 1;
      case tokenKind.word:
        return t.isAfterDot(i) || t.id(i + 1) === op.dot ? this.#takeName(i) : this.#takeWord(i, end);
      default:
        return this.#takeOperator(i, end);
    }
  }

  #takeOperator(i: number, end: number): number {
    const t = this.#tokens;
    const id = t.id(i);
    if (id === op.openParenthesis) {
      if (followsJoin(t, i, this.#left) && opensJoins(t, i, end)) {
        this.#left.add(i).add(findClose(t, i, end));
        return i + 1;
      }
      this.#joined.push(false);
    }
    if (this.#left.has(i)) return i + 1;
    if (id === op.closeParenthesis) this.#joined.pop();
    // JSON paths: `doc -> '$.a'`.
    if ((t.raw(i) === '->' || t.raw(i) === '->>') && t.kind(i + 1) === tokenKind.string) return i + 2;
    this.add(id === op.assign || id === op.nullSafeEquals ? '=' : t.raw(i), i);
    return i + 1;
  }

  #takeName(i: number): number {
    const t = this.#tokens;
    const isCalled = t.id(i + 1) === op.openParenthesis || t.id(i + 3) === op.openParenthesis;
    if (isCalled) this.add(t.raw(i), i);
    else this.name(i);
    return i + 1;
  }

  /** Adds a name, whatever follows it in the source. */
  name(i: number): this {
    const name = readName(this.#tokens.raw(i));
    if (/[`\\]/.test(name)) this.#readable = false;
    // The parser accepts no empty name.
    return this.add(`\`${name === '' ? ' ' : name}\``, i);
  }

  #takeWord(i: number, end: number): number {
    const t = this.#tokens;
    switch (t.id(i)) {
      case kw.SELECT:
        this.add('SELECT', i);
        return skipWords(t, i + 1, selectModifiers);
      case kw.INTO:
        return skipTo(t, i, end, behindTargets);
      case kw.NATURAL:
        return skipWords(t, i + 1, joinWords);
      case kw.LIMIT:
        return this.#takeLimit(i, end);
      case kw.FOR:
        if (t.id(i + 1) !== kw.UPDATE && t.upper(i + 1) !== 'SHARE') break;
        return skipTo(t, i, end, behindLock);
      case kw.LOCK:
        if (t.id(i + 1) !== kw.IN) break;
        return skipTo(t, i, end, behindLock);
      case kw.USE:
      case kw.FORCE:
      case kw.IGNORE:
        if (t.id(i + 1) !== kw.INDEX && t.id(i + 1) !== kw.KEY) break;
        return skipHint(t, i, end);
      case kw.PARTITION:
        if (t.id(i + 1) !== op.openParenthesis) break;
        return findClose(t, i + 1, end) + 1;
      case kw.USING:
        if (t.id(i + 1) !== op.openParenthesis) break;
        return this.#takeUsing(i, end);
      case kw.JOIN:
      case kw.STRAIGHT_JOIN:
        this.#joined[this.#joined.length - 1] = false;
        break;
      case kw.ON: {
        // In `a JOIN (b JOIN c ON x) ON y` without its parentheses this is the second ON.
        const isSecond = this.#joined.at(-1) === true;
        this.#joined[this.#joined.length - 1] = true;
        this.add(isSecond ? 'AND' : 'ON', i);
        return i + 1;
      }
      case kw.DEFAULT:
        if (t.id(i + 1) === op.openParenthesis) break;
        this.add('1', i);
        return i + 1;
    }
    return this.#takePlainWord(i, end);
  }

  #takePlainWord(i: number, end: number): number {
    const t = this.#tokens;
    const isCalled = t.id(i + 1) === op.openParenthesis;
    if (isCalled && t.upper(i) === 'JSON_TABLE') return this.#takeJsonTable(i, end);
    if (isCalled && t.upper(i) === 'AGAINST') {
      // Its parentheses contain no column, but a string and further keywords.
      this.add('AGAINST', i).add('(').add("'s'").add(')');
      return findClose(t, i + 1, end) + 1;
    }
    if (!isCalled && constants.has(t.upper(i))) {
      this.add('1', i);
      return i + 1;
    }
    if (t.upper(i) === 'MEMBER' && t.id(i + 1) === kw.OF) {
      this.add('IN', i);
      return i + 2;
    }
    // A character set before a literal, _utf8mb4'a', and the operator BINARY before a name.
    const isLiteral = t.kind(i + 1) === tokenKind.string || t.kind(i + 1) === tokenKind.number;
    if (isLiteral && t.raw(i).startsWith('_')) return i + 1;
    if (t.id(i) === kw.BINARY && t.kind(i - 1) === tokenKind.operator && t.isName(i + 1)) return i + 1;
    // The columns of `(SELECT …) d (a, b)` cannot be distinguished from a call.
    if (isCalled && t.id(i) === 0 && (t.id(i - 1) === op.closeParenthesis || t.id(i - 1) === kw.AS))
      this.#readable = false;
    if (!isCalled && isSurelyName(t, i)) this.name(i);
    else this.add(t.raw(i), i);
    return i + 1;
  }

  /** Rewrites USING (a, b) of a join as ON a AND b, because the parser does not report the positions of its columns. */
  #takeUsing(i: number, end: number): number {
    const t = this.#tokens;
    const close = findClose(t, i + 1, end);
    this.add('ON', i);
    for (let name = i + 2; name < close; name++) {
      if (t.id(name) === op.comma) this.add('AND', name);
      else this.name(name);
    }
    return close + 1;
  }

  /** Leaves out variables after LIMIT, which the parser does not support. */
  #takeLimit(i: number, end: number): number {
    const t = this.#tokens;
    this.add('LIMIT', i);
    let next = i + 1;
    while (next < end) {
      if (t.id(next) === op.comma || t.id(next) === kw.OFFSET) this.add(t.raw(next), next);
      else if (t.isName(next) && isWordOf(behindLimit, t.id(next))) break;
      else if (!isCount(t, next)) break;
      else if (!t.isAfterDot(next) && t.id(next) !== op.dot) this.add('1', next);
      next++;
    }
    return next;
  }

  /**
   * Rewrites `JSON_TABLE(doc, path COLUMNS (…))`, which reads `doc` and has columns of its own, as `LATERAL (SELECT *,
   * doc)`.
   */
  #takeJsonTable(i: number, end: number): number {
    const t = this.#tokens;
    const close = findClose(t, i + 1, end);
    const inside = { first: i + 2, end: close };
    const comma = [...outerTokens(t, inside)].find((token) => t.id(token) === op.comma) ?? close;
    this.add('LATERAL').add('(').add('SELECT').add('*').add(',');
    this.range({ first: i + 2, end: comma });
    this.add(')');
    return close + 1;
  }
}

const selectModifiers = new Set([
  'HIGH_PRIORITY', 'STRAIGHT_JOIN', 'SQL_SMALL_RESULT', 'SQL_BIG_RESULT', 'SQL_BUFFER_RESULT', 'SQL_CALC_FOUND_ROWS',
  'SQL_CACHE', 'SQL_NO_CACHE', 'ALL',
]); // prettier-ignore
const joinWords = new Set(['LEFT', 'RIGHT', 'OUTER', 'INNER']);
const hintWords = new Set(['INDEX', 'KEY', 'FOR', 'JOIN', 'ORDER', 'GROUP', 'BY']);

const behindTargets = wordIds('FROM WHERE GROUP HAVING ORDER LIMIT FOR LOCK UNION EXCEPT INTERSECT');
const behindLock = wordIds('UNION EXCEPT INTERSECT INTO');
const behindLimit = wordIds('FOR LOCK INTO UNION EXCEPT INTERSECT ROWS PROCEDURE');

function followsJoin(t: TokenCursor, i: number, left: ReadonlySet<number>): boolean {
  const before = t.id(i - 1);
  return before === kw.FROM || before === kw.JOIN || before === kw.STRAIGHT_JOIN || left.has(i - 1);
}

/** Returns true if the parentheses contain joined tables, not a query. */
function opensJoins(t: TokenCursor, open: number, end: number): boolean {
  const next = open + 1;
  if (t.id(next) !== op.openParenthesis) return !isWordOf(queryWords, t.id(next));
  if (opensJoins(t, next, end)) return true;
  const behind = t.id(findClose(t, next, end) + 1);
  return behind !== op.closeParenthesis && !isWordOf(behindQuery, behind);
}

const queryWords = wordIds('SELECT WITH VALUES TABLE');
const behindQuery = wordIds('UNION EXCEPT INTERSECT ORDER LIMIT');

/** Words that are values by themselves. */
const constants = new Set([
  'NULL', 'TRUE', 'FALSE', 'UNKNOWN', 'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'LOCALTIME', 'LOCALTIMESTAMP',
  'UTC_DATE', 'UTC_TIME', 'UTC_TIMESTAMP', 'CURRENT_USER', 'CURRENT_ROLE', 'DEFAULT',
]); // prettier-ignore

/** Returns true at a number, a variable, a field of one, or `?`. */
function isCount(t: TokenCursor, i: number): boolean {
  const kind = t.kind(i);
  if (t.id(i) === op.dot || t.id(i) === op.question) return true;
  return t.isName(i) || kind === tokenKind.number || kind === tokenKind.userVariable;
}

function isWordOf(words: ReadonlySet<number>, id: number): boolean {
  return id !== 0 && words.has(id);
}

function skipWords(t: TokenCursor, first: number, words: ReadonlySet<string>): number {
  let i = first;
  while (t.kind(i) === tokenKind.word && words.has(t.upper(i))) i++;
  return i;
}

/** Skips to one of the words, or to the parenthesis that closes the query. */
function skipTo(t: TokenCursor, from: number, end: number, words: ReadonlySet<number>): number {
  let i = from + 1;
  while (i < end && t.id(i) !== op.closeParenthesis && (t.isAfterDot(i) || !isWordOf(words, t.id(i)))) i++;
  return i;
}

/** Skips USE INDEX FOR ORDER BY (a, b), IGNORE KEY (c). */
function skipHint(t: TokenCursor, from: number, end: number): number {
  const open = skipWords(t, from + 1, hintWords);
  const next = findClose(t, open, end) + 1;
  const goesOn = t.id(next) === op.comma && (t.id(next + 2) === kw.INDEX || t.id(next + 2) === kw.KEY);
  return goesOn ? next + 1 : next;
}

/** Returns true at a word that can only be a name: the parser reserves more words than the server does. */
function isSurelyName(t: TokenCursor, i: number): boolean {
  const id = t.id(i);
  const before = t.id(i - 1);
  if (id === 0) return !isWordOf(beforeCharacterSet, before);
  if (constants.has(t.upper(i)) || isRejected(id, place.column, t.options.dialect, t.options.serverVersion))
    return false;
  if (before === op.openParenthesis && takesUnit.test(t.upper(i - 2))) return false;
  const after = t.id(i + 1);
  if (before === op.comma && after === op.closeParenthesis && isType.test(t.upper(i))) return false;
  return opensValue(before, t.kind(i - 1)) && closesValue(after, t.kind(i + 1));
}

const takesUnit = /^(?:TIMESTAMPDIFF|TIMESTAMPADD|EXTRACT|GET_FORMAT|TRIM|MATCH)$/;
const isType =
  /^(?:DATE|TIME|DATETIME|SIGNED|UNSIGNED|JSON|BINARY|DECIMAL|YEAR|NCHAR|CHAR|FLOAT|DOUBLE|REAL|INTEGER|INT)$/;
const beforeCharacterSet = wordIds('COLLATE USING CHARSET SET');
const opening = wordIds(
  'SELECT WHERE AND OR ON BY WHEN THEN ELSE HAVING FROM JOIN DISTINCT CASE XOR NOT BETWEEN IN LIKE',
);
const closing = wordIds('FROM WHERE AND OR ON THEN ELSE WHEN HAVING GROUP ORDER UNION IS IN BETWEEN LIKE AS NOT XOR');

function opensValue(id: number, kind: number): boolean {
  if (kind === tokenKind.operator) return id !== op.closeParenthesis && id !== op.dot;
  return isWordOf(opening, id);
}

function closesValue(id: number, kind: number): boolean {
  if (kind === tokenKind.operator) return id !== op.openParenthesis;
  return kind === 0 || kind === tokenKind.delimiter || isWordOf(closing, id);
}
