/**
 * The search for definitions, including those whose first words are misspelt: nothing that looks like a routine is
 * skipped.
 */
import { didYouMean, nearestWord } from '../base/nearest-word';
import type { Dialect } from './dialect';
import { kw } from './keywords';
import type { Name, RoutineKind } from './nodes';
import { findCreatedKind, skipToKind, type Misspelling } from './parse-head';
import { isStatementStart } from './read-sql';
import type { TokenCursor } from './token-cursor';
import { op, tokenKind } from './tokens';

/** Returns `right` at the head of a definition, the mistake at one that was meant to be a head, or null otherwise. */
export function findHead(r: TokenCursor): Misspelling | 'right' | null {
  if (r.at(kw.CREATE)) return findCreatedKind(r) === null ? findMisspelling(r) : 'right';
  return isStatementStart(r, r.position) || r.kind(r.position) !== tokenKind.word ? null : findMisspeltCreate(r);
}

/** Reports a CREATE of something that no server creates. */
export function reportUnknownCreate(r: TokenCursor): void {
  const at = findWrongWord(r);
  if (at < 0) return;
  if (r.isEnd(at))
    return r.report('unknown-statement', at, `Expected a kind of object after CREATE, found ${r.describe(at)}.`);
  r.report('unknown-statement', at, describe(r, at, nearest(r, at)));
}

/** Reports a DROP of something that no server drops. */
export function reportUnknownDrop(r: TokenCursor): void {
  const at = r.position + 1;
  if (r.kind(at) !== tokenKind.word) return;
  if (kinds[r.upper(at)] !== undefined) return checkDropped(r, at);
  if (dropped.includes(r.upper(at))) return;
  const near = nearestWord(r.upper(at), dropped);
  r.report('unknown-statement', at, `Unexpected ${r.describe(at)} after DROP.${didYouMean(near)}`);
}

/** Checks that only `[IF EXISTS] name` follows DROP of a procedure, function, trigger or event. */
function checkDropped(r: TokenCursor, kindAt: number): void {
  let at = kindAt + 1;
  if (r.id(at) === kw.IF) {
    if (r.id(at + 1) !== kw.EXISTS)
      return r.report('expected-exists', at + 1, `Expected \`EXISTS\`, found ${r.describe(at + 1)}.`);
    at += 2;
  }
  if (!r.isName(at)) return r.report('expected-name', at, `Expected a name, found ${r.describe(at)}.`);
  const end = r.id(at + 1) === op.dot && r.isName(at + 2) ? at + 3 : at + 1;
  if (r.isEnd(end)) return;
  r.report('expected-delimiter', end, `Expected a delimiter after DROP ${r.upper(kindAt)}, found ${r.describe(end)}.`);
}

/** The words after DROP on either server. */
const dropped = (
  'CATALOG DATABASE EVENT FUNCTION INDEX LIBRARY LOGFILE MASKING MATERIALIZED OFFLINE ONLINE PACKAGE PREPARE PROCEDURE ' +
  'RESOURCE ROLE SCHEMA SEQUENCE SERVER SPATIAL TABLE TABLES TABLESPACE TEMPORARY TRIGGER UNDO USER VIEW VIEWS'
).split(' ');

/** The words that the servers accept after CREATE, determined by trying each of their words there. */
const made: Readonly<Record<Dialect, readonly string[]>> = {
  mysql: (
    'AGGREGATE ALGORITHM DATABASE DEFINER EVENT EXTERNAL FULLTEXT FUNCTION INDEX JSON LIBRARY LOGFILE MASKING MATERIALIZED ' +
    'OFFLINE ONLINE OR PACKAGE PROCEDURE RESOURCE ROLE SCHEMA SERVER SPATIAL SQL TABLE TABLESPACE TEMPORARY TRIGGER UNDO ' +
    'UNIQUE USER VIEW'
  ).split(' '),
  mariadb: (
    'AGGREGATE ALGORITHM CATALOG DATABASE DEFINER EVENT FULLTEXT FUNCTION INDEX OFFLINE ONLINE OR PACKAGE PROCEDURE ROLE ' +
    'SCHEMA SEQUENCE SERVER SPATIAL SQL TABLE TEMPORARY TRIGGER UNIQUE USER VECTOR VIEW'
  ).split(' '),
};

const kinds: Readonly<Record<string, RoutineKind>> = {
  PROCEDURE: 'procedure',
  FUNCTION: 'function',
  TRIGGER: 'trigger',
  EVENT: 'event',
};

/** The maximum number of tokens from a wrong word to the kind: `DEFINER = a @ b`, misspelt. */
const farthest = 8;

function findMisspelling(r: TokenCursor): Misspelling | null {
  const at = findWrongWord(r);
  if (at < 0 || r.isEnd(at)) return null;
  const span = r.span(at, at + 1);
  const joined = splitAtSpace(r, at);
  if (joined !== null) {
    const kind = kinds[joined.word];
    return kind === undefined
      ? null
      : { kind, span: joined.span, message: joined.message, at: at + 1, name: joined.name };
  }
  const near = nearest(r, at);
  const later = near === null || near === 'REPLACE' || near === 'DEFINER' ? findLaterKind(r, at + 1) : null;
  const kind = later === null ? kinds[near ?? ''] : kinds[r.upper(later)];
  if (kind === undefined) return null;
  const message = later === null || near !== null ? describe(r, at, near) : describeStray(r, at, later);
  return { kind, span, message, at: (later ?? at) + 1, name: null };
}

/** Returns the token after CREATE, or after its options, that no server accepts there; -1 if all are valid. */
function findWrongWord(r: TokenCursor): number {
  const start = r.position;
  skipToKind(r);
  const at = r.position;
  r.position = start;
  if (at === start + 1 && r.id(at) === kw.OR) return r.id(at + 1) === kw.REPLACE ? -1 : at + 1;
  return r.kind(at) === tokenKind.word && made[r.options.dialect].includes(r.upper(at)) ? -1 : isRead(r, at) ? -1 : at;
}

/** Returns true if the words up to there were read completely: the kind itself is the last of them. */
function isRead(r: TokenCursor, at: number): boolean {
  const before = r.upper(at - 1);
  return kinds[before] !== undefined || before === 'VIEW' || before === 'PACKAGE' || before === 'BODY';
}

/** Finds a misspelt CREATE: `CRAETE PROCEDURE`. */
function findMisspeltCreate(r: TokenCursor): Misspelling | null {
  const first = r.position;
  const joined = splitAtSpace(r, first);
  const isNear = joined === null ? nearestWord(r.raw(first), ['CREATE']) !== null : joined.word === 'CREATE';
  const later =
    joined !== null && kinds[joined.rest] !== undefined ? first : isNear ? findLaterKind(r, first + 1) : null;
  const kind = kinds[later === first ? (joined?.rest ?? '') : r.upper(later ?? -1)];
  if (later === null || kind === undefined) return null;
  const message = joined?.message ?? `Unknown statement: ${r.describe(first)}. Did you mean \`CREATE\`?`;
  return { kind, span: joined?.span ?? r.span(first, first + 1), message, at: later + 1, name: null };
}

function findLaterKind(r: TokenCursor, from: number): number | null {
  for (let i = from; i < from + farthest && !r.isEnd(i) && r.id(i) !== op.openParenthesis; i++)
    if (r.kind(i) === tokenKind.word && kinds[r.upper(i)] !== undefined && r.isName(i + 1)) return i;
  return null;
}

/** Returns the intended word: one with nearly the same spelling or the same beginning. */
function nearest(r: TokenCursor, at: number): string | null {
  if (r.kind(at) !== tokenKind.word) return null;
  const typed = r.upper(at);
  if (r.id(at - 1) === kw.OR) return nearestWord(typed, ['REPLACE']);
  const known = made[r.options.dialect];
  return (
    nearestWord(typed, known) ??
    (typed.length > 2 ? (routineWords.find((word) => word.startsWith(typed)) ?? null) : null)
  );
}

const routineWords = Object.keys(kinds);

function describe(r: TokenCursor, at: number, near: string | null): string {
  const start = r.id(at - 1) === kw.OR ? 'CREATE OR' : 'CREATE';
  return `Unexpected ${r.describe(at)} after ${start}.${didYouMean(near)}`;
}

function describeStray(r: TokenCursor, at: number, kind: number): string {
  return `Unexpected ${r.describe(at)} between CREATE and ${r.upper(kind)}. Remove it.`;
}

/**
 * Splits a word of the language from a character that looks like a space but is a letter to the servers, and from the
 * rest.
 */
function splitAtSpace(
  r: TokenCursor,
  at: number,
): (Pick<Misspelling, 'span' | 'message' | 'name'> & { readonly word: string; readonly rest: string }) | null {
  const [, first = '', space = '', last = ''] = /^([a-z]+)([^\S -~]|\u200b)(.*)$/is.exec(r.raw(at)) ?? [];
  const word = first.toUpperCase();
  if (word !== 'CREATE' && !made[r.options.dialect].includes(word)) return null;
  const start = r.start(at) + first.length;
  const code = (space.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `Unexpected character U+${code} after ${word}. The server reads it as a letter. Replace it with a space.`;
  const name: Name | null = last === '' ? null : { text: last, span: { start: start + 1, end: r.end(at) } };
  return { word, rest: last.toUpperCase(), span: { start, end: start + 1 }, message, name };
}
