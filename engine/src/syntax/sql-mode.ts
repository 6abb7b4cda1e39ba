/** The effect of a SET sql_mode in a file. */
import type { Span } from '../base/text';
import type { Dialect, ParserOptions } from './dialect';
import { kw } from './keywords';
import { ModeExpression, type ModeValue } from './sql-mode-value';
import { op } from './tokens';
import type { TokenBuffer } from './token-buffer';

/** Modes that include several others (manual: "Combination SQL Modes"), limited to those that affect reading. */
const combined: Readonly<Record<string, readonly string[]>> = {
  ANSI: ['REAL_AS_FLOAT', 'PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'ONLY_FULL_GROUP_BY'],
  ORACLE: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'NO_KEY_OPTIONS', 'NO_TABLE_OPTIONS', 'NO_FIELD_OPTIONS'],
  MSSQL: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  DB2: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  MAXDB: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  POSTGRESQL: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
};

/** Returns the modes of a comma-separated list, upper case, with combined ones expanded and without duplicates. */
function parseSqlMode(list: string): readonly string[] {
  const modes = list
    .split(',')
    .map((mode) => mode.trim().toUpperCase())
    .filter((mode) => mode !== '');
  return expandSqlMode(modes);
}

/** Adds to each combined mode those that it includes. */
export function expandSqlMode(modes: readonly string[]): readonly string[] {
  return [...new Set(modes.flatMap((mode) => [mode, ...(combined[mode] ?? [])]))];
}

/** The modes by the bits of a number, as each server shows them; empty for bits that it rejects. */
const bits: Readonly<Record<Dialect, readonly string[]>> = {
  mysql: (
    'REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,NOT_USED,ONLY_FULL_GROUP_BY,NO_UNSIGNED_SUBTRACTION,' +
    'NO_DIR_IN_CREATE,,,,,,,,,,,ANSI,NO_AUTO_VALUE_ON_ZERO,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES,STRICT_ALL_TABLES,' +
    'NO_ZERO_IN_DATE,NO_ZERO_DATE,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO,TRADITIONAL,,HIGH_NOT_PRECEDENCE,' +
    'NO_ENGINE_SUBSTITUTION,PAD_CHAR_TO_FULL_LENGTH,TIME_TRUNCATE_FRACTIONAL,INTERPRET_UTF8_AS_UTF8MB4'
  ).split(','),
  mariadb: (
    'REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,IGNORE_BAD_TABLE_OPTIONS,ONLY_FULL_GROUP_BY,' +
    'NO_UNSIGNED_SUBTRACTION,NO_DIR_IN_CREATE,POSTGRESQL,ORACLE,MSSQL,DB2,MAXDB,NO_KEY_OPTIONS,NO_TABLE_OPTIONS,' +
    'NO_FIELD_OPTIONS,MYSQL323,MYSQL40,ANSI,NO_AUTO_VALUE_ON_ZERO,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES,' +
    'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO,TRADITIONAL,' +
    'NO_AUTO_CREATE_USER,HIGH_NOT_PRECEDENCE,NO_ENGINE_SUBSTITUTION,PAD_CHAR_TO_FULL_LENGTH,EMPTY_STRING_IS_NULL,' +
    'SIMULTANEOUS_ASSIGNMENT,TIME_ROUND_FRACTIONAL'
  ).split(','),
};

/** Returns the modes of a number; null if the server rejects it. */
function readBits(value: number, dialect: Dialect): readonly string[] | null {
  const names = bits[dialect];
  if (value >= 2 ** names.length) return null;
  const set = names.filter((_, bit) => Math.floor(value / 2 ** bit) % 2 === 1);
  return set.includes('') ? null : expandSqlMode(set);
}

/** Follows the SET statements of one file: the mode in force, and the user variables that keep one for later. */
export class SqlModeTracker {
  modes: readonly string[];
  /** False after a SET whose value cannot be computed. */
  isKnown = true;
  /** The positions of these SETs. */
  readonly unknown: Span[] = [];
  /** The mode of the server, which DEFAULT gives to the session; undefined where it is not known. */
  #server: readonly string[] | undefined;
  readonly #dialect: Dialect;
  readonly #kept = new Map<string, ModeValue>();
  readonly #text: string;

  constructor(text: string, options: ParserOptions) {
    this.#text = text;
    this.#dialect = options.dialect;
    this.modes = expandSqlMode(options.sqlMode);
    this.#server = this.modes;
  }

  /** Reads the tokens of one SET statement. True where it gives the session another sql_mode. */
  read(tokens: TokenBuffer, first: number, end: number): boolean {
    let changed = false;
    let from = first + 1;
    let depth = 0;
    for (let i = from; i <= end; i++) {
      const id = tokens.id[i] ?? 0;
      if (id === op.openParenthesis) depth++;
      if (id === op.closeParenthesis) depth--;
      if (i < end && (id !== op.comma || depth > 0)) continue;
      if (this.#readAssignment(tokens, from, i)) changed = true;
      from = i + 1;
    }
    return changed;
  }

  #readAssignment(tokens: TokenBuffer, first: number, end: number): boolean {
    let i = first;
    const scope = tokens.id[i] ?? 0;
    const ofServer = scope === kw.GLOBAL || scope === kw.PERSIST;
    if (scope === kw.PERSIST_ONLY) return false;
    if (ofServer || scope === kw.SESSION || scope === kw.LOCAL) i++;
    const assign = tokens.id[i + 1] ?? 0;
    if (assign !== op.equals && assign !== op.assign) return false;
    const target = this.#word(tokens, i);
    const range = { first: i + 2, end };
    const value = new ModeExpression(this.#text, tokens, range, (name) => this.#find(name)).evaluate();
    if (target.startsWith('@') && !target.startsWith('@@')) {
      this.#kept.set(target, value);
      return false;
    }
    const match = /^(?:@@(global\.|persist\.|session\.|local\.)?)?sql_mode$/.exec(target);
    if (match === null) return false;
    const path = match[1];
    const isDefault = tokens.id[i + 2] === kw.DEFAULT && end === i + 3;
    if (ofServer || path === 'global.' || path === 'persist.') {
      this.#server = isDefault ? undefined : this.#parse(value, this.#server);
      return false;
    }
    const modes = isDefault ? this.#server : this.#parse(value, this.modes);
    if (modes === undefined) this.unknown.push({ start: tokens.start[i] ?? 0, end: tokens.end[end - 1] ?? 0 });
    this.isKnown = modes !== undefined;
    this.modes = modes ?? this.modes;
    return true;
  }

  /** Returns the modes of a value; the previous ones if the server rejects it, and undefined if it is unknown. */
  #parse(value: ModeValue, before: readonly string[] | undefined): readonly string[] | undefined {
    if (value === undefined) return undefined;
    if (value === null) return before;
    return typeof value === 'string' ? parseSqlMode(value) : (readBits(value, this.#dialect) ?? before);
  }

  #find(variable: string): ModeValue {
    if (!variable.startsWith('@@')) return this.#kept.get(variable);
    if (/^@@(session\.|local\.)?sql_mode$/.test(variable)) return this.isKnown ? this.modes.join(',') : undefined;
    return variable === '@@global.sql_mode' ? this.#server?.join(',') : undefined;
  }

  #word(tokens: TokenBuffer, index: number): string {
    return this.#text.slice(tokens.start[index], tokens.end[index]).replaceAll('`', '').toLowerCase();
  }
}
