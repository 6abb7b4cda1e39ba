/** Every word that means something, with an id, and what each dialect makes of it; found by hash, without substrings. */
import {
  callableWordsOfMariadb,
  callableWordsOfMysql,
  functionsBeforeMysql8,
  functionsOfBoth,
  functionsOfMariadb,
  functionsOfMysql,
} from './built-in-functions';
import type { Dialect } from './dialect';
import { kw } from './keywords';
import {
  rejectedLabelsOnBoth,
  rejectedLabelsOnMariadb,
  rejectedCallsOnBoth,
  rejectedCallsOnMariadb,
  rejectedCallsOnMysql,
  rejectedDeclaredInOracleMode,
  rejectedLabelsInOracleMode,
  rejectedLabelsOnMysql,
  rejectedTargetsInOracleMode,
  reservedInOracleMode,
  reservedOnBoth,
  reservedOnMariadb,
  reservedOnMysql,
  reservedSince,
  reservedValues,
  valuesOfOracleMode,
} from './reserved-words';
import { uncallableInOracleMode, uncallableOnBoth, uncallableOnMariadb, uncallableOnMysql } from './uncallable-words';

/** The owner of a vocabulary: a server, or MariaDB in ORACLE mode. */
export type Grammar = Dialect | 'oracle';

/**
 * The places in which a word may be rejected as a name. A variable is also a parameter, a cursor, a condition, an alias
 * or any other new name; a routine is one directly before its parenthesis. The last two are of ORACLE mode: the first
 * name of a declaration, and cursors, exceptions, variables of FOR and targets of `:=`.
 */
export const place = { routine: 1, variable: 2, label: 4, table: 8, column: 16, declared: 1024, target: 2048 } as const;

/** A word that a `(` can follow without calling a stored function. */
const builtIn = 32;
/** The name of a function, though the word may be reserved. */
const callable = 128;
/** The same as built in, on MySQL before 8.0 only. */
const builtInBefore8 = 64;

/** No call begins with the word: on every version, or since the one that was asked. */
const uncallable = 256;
const uncallableSince = 512;

/** The version of MySQL whose words were asked. */
const askedVersion = 90700;

const windowFunctions =
  'CUME_DIST DENSE_RANK FIRST_VALUE LAG LAST_VALUE LEAD NTH_VALUE NTILE PERCENT_RANK RANK ROW_NUMBER GROUPING';

const anyName = place.routine | place.variable | place.label | place.table | place.declared | place.target;
const everywhere = anyName | place.column;
const slots = 8192;

/** The first id of a word; smaller ids are operators. */
export const firstWordId = 256;

const names: string[] = [];
const idOf = new Map<string, number>(Object.entries(kw));
const firstInSlot = new Int16Array(slots);
const nextInSlot: number[] = [];
for (const [name, id] of Object.entries(kw)) addWord(name, id);

const flags: Readonly<Record<Grammar, Uint16Array>> = {
  mysql: makeFlags('mysql'),
  mariadb: makeFlags('mariadb'),
  oracle: makeFlags('oracle'),
};
const sinceOf = new Map(Object.entries(reservedSince).map(([name, version]) => [wordId(name), version]));

/** Returns the next step of the hash of a word; letters count the same in either case. */
export function hashStep(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code | 32)) | 0;
}

/** Returns the id of the word between two offsets with this hash, or 0. */
export function findWord(text: string, start: number, end: number, hash: number): number {
  let id = firstInSlot[hash & (slots - 1)] ?? 0;
  while (id !== 0) {
    if (equalsWord(text, start, end, names[id - firstWordId] ?? '')) return id;
    id = nextInSlot[id - firstWordId] ?? 0;
  }
  return 0;
}

/** Returns the id of a word in any case, or 0. */
export function findWordId(word: string): number {
  return idOf.get(word.toUpperCase()) ?? 0;
}

/** Returns the word in upper case. */
export function wordName(id: number): string {
  return names[id - firstWordId] ?? '';
}

/** Returns true if a server of this dialect and version rejects the word, unquoted, as a name in this place. */
export function isRejected(id: number, where: number, grammar: Grammar, serverVersion: number): boolean {
  if (((flags[grammar][id] ?? 0) & where) === 0) return false;
  return grammar !== 'mysql' || serverVersion >= (sinceOf.get(id) ?? 0);
}

/** Returns true if `word(` is an error although the word is a name elsewhere. */
export function isUncallable(id: number, grammar: Grammar, serverVersion: number): boolean {
  const flag = flags[grammar][id] ?? 0;
  return (flag & uncallable) !== 0 || ((flag & uncallableSince) !== 0 && serverVersion >= askedVersion);
}

/** Returns true if any dialect rejects the word as the name of a column. */
export function isReservedAnywhere(id: number): boolean {
  return (((flags.mysql[id] ?? 0) | (flags.mariadb[id] ?? 0)) & place.column) !== 0;
}

/** Returns true if `word(` is never a call of a stored function. */
export function isBuiltIn(id: number, dialect: Dialect, serverVersion: number): boolean {
  const flag = flags[dialect][id] ?? 0;
  return (flag & builtIn) !== 0 || ((flag & builtInBefore8) !== 0 && serverVersion < 80000);
}

/** Returns true if a call can begin with the word although it is reserved: `LEFT(`, `IF(`, `RANK(`. */
export function isCallable(id: number, dialect: Dialect): boolean {
  return ((flags[dialect][id] ?? 0) & callable) !== 0;
}

function equalsWord(text: string, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) {
    if ((text.charCodeAt(start + i) | 32) !== (name.charCodeAt(i) | 32)) return false;
  }
  return true;
}

function addWord(name: string, id: number): void {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = hashStep(hash, name.charCodeAt(i));
  const slot = hash & (slots - 1);
  names[id - firstWordId] = name;
  nextInSlot[id - firstWordId] = firstInSlot[slot] ?? 0;
  firstInSlot[slot] = id;
  idOf.set(name, id);
}

function wordId(name: string): number {
  const known = idOf.get(name);
  if (known !== undefined) return known;
  const id = firstWordId + names.length;
  addWord(name, id);
  return id;
}

function makeFlags(grammar: Grammar): Uint16Array {
  const made = new Uint16Array(4096);
  const mark = (words: string, flag: number): void => {
    for (const name of words.trim().split(/\s+/)) {
      const id = wordId(name);
      made[id] = (made[id] ?? 0) | flag;
    }
  };
  const mysql = grammar === 'mysql';
  mark(reservedOnBoth, everywhere | builtIn);
  mark(mysql ? reservedOnMysql : reservedOnMariadb, everywhere | builtIn);
  mark(reservedValues, anyName | builtIn);
  mark(rejectedLabelsOnBoth, place.label);
  mark(mysql ? rejectedLabelsOnMysql : rejectedLabelsOnMariadb, place.label);
  mark(rejectedCallsOnBoth, place.routine);
  mark(mysql ? rejectedCallsOnMysql : rejectedCallsOnMariadb, place.routine);
  mark(functionsOfBoth, builtIn | callable);
  mark(mysql ? functionsOfMysql : functionsOfMariadb, builtIn | callable);
  mark(windowFunctions, callable);
  mark(mysql ? callableWordsOfMysql : callableWordsOfMariadb, builtIn);
  if (mysql) mark(functionsBeforeMysql8, builtInBefore8);
  mark(uncallableOnBoth, uncallable);
  mark(mysql ? uncallableOnMysql : uncallableOnMariadb, mysql ? uncallableSince : uncallable);
  if (grammar === 'oracle') markOracleMode(made, mark);
  unmark(made, 'DUAL', place.table);
  if (mysql) unmark(made, 'CURRENT_ROLE', everywhere);
  return made;
}

/** Marks the additional words of ORACLE mode, and those that it lacks. */
function markOracleMode(made: Uint16Array, mark: (words: string, flag: number) => void): void {
  mark(reservedInOracleMode, everywhere | builtIn);
  mark(valuesOfOracleMode, anyName);
  mark(rejectedLabelsInOracleMode, place.label);
  mark(rejectedDeclaredInOracleMode, place.declared);
  mark(rejectedTargetsInOracleMode, place.target);
  mark(uncallableInOracleMode, uncallable);
  unmark(made, 'ELSEIF', everywhere);
  unmark(made, 'COMPRESSED', place.label);
}

function unmark(made: Uint16Array, name: string, flag: number): void {
  const id = wordId(name);
  made[id] = (made[id] ?? 0) & ~flag;
}
