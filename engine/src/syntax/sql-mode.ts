/** What a SET sql_mode in a file puts in force. */
import type { ReadingOptions } from './dialect';
import { kw } from './keywords';
import { readText } from './literals';
import { op, tokenKind } from './tokens';
import type { TokenBuffer } from './token-buffer';

/** Modes that stand for several (manual: "Combination SQL Modes"). Only what changes reading is listed. */
const combined: Readonly<Record<string, readonly string[]>> = {
  ANSI: ['REAL_AS_FLOAT', 'PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'ONLY_FULL_GROUP_BY'],
  ORACLE: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'NO_KEY_OPTIONS', 'NO_TABLE_OPTIONS', 'NO_FIELD_OPTIONS'],
  MSSQL: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  DB2: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  MAXDB: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  POSTGRESQL: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
};

/** The modes of a comma list, upper case, combined ones spelled out, without doubles. */
function parseSqlMode(list: string): readonly string[] {
  const modes = list
    .split(',')
    .map((mode) => mode.trim().toUpperCase())
    .filter((mode) => mode !== '');
  return expandSqlMode(modes);
}

/** Adds to each combined mode those it stands for. */
export function expandSqlMode(modes: readonly string[]): readonly string[] {
  return [...new Set(modes.flatMap((mode) => [mode, ...(combined[mode] ?? [])]))];
}

/** Follows the SET statements of one file: the mode in force, and the user variables that keep one for later. */
export class SqlModeTracker {
  modes: readonly string[];
  readonly #initial: readonly string[];
  readonly #kept = new Map<string, string>();
  readonly #text: string;

  constructor(text: string, options: ReadingOptions) {
    this.#text = text;
    this.#initial = expandSqlMode(options.sqlMode);
    this.modes = this.#initial;
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
    if (scope === kw.GLOBAL || scope === kw.PERSIST || scope === kw.PERSIST_ONLY) return false;
    if (scope === kw.SESSION || scope === kw.LOCAL) i++;
    const assign = tokens.id[i + 1] ?? 0;
    if (assign !== op.equals && assign !== op.assign) return false;
    const target = this.#word(tokens, i);
    const value = this.#evaluate(tokens, i + 2, end);
    if (target.startsWith('@') && !target.startsWith('@@')) {
      if (value !== null) this.#kept.set(target, value);
      return false;
    }
    if (!/^(@@(session\.|local\.)?)?sql_mode$/.test(target)) return false;
    if (tokens.id[i + 2] === kw.DEFAULT) this.modes = this.#initial;
    else if (value === null) return false;
    else this.modes = parseSqlMode(value);
    return true;
  }

  /** The value of an expression made of literals, kept variables, CONCAT and REPLACE; null where it is anything else. */
  #evaluate(tokens: TokenBuffer, first: number, end: number): string | null {
    if (end - first === 1) return this.#evaluateOne(tokens, first);
    const id = tokens.id[first] ?? 0;
    if (tokens.id[first + 1] !== op.openParenthesis || tokens.id[end - 1] !== op.closeParenthesis) return null;
    const parts: string[] = [];
    for (let i = first + 2; i < end - 1; i += 2) {
      const part = this.#evaluateOne(tokens, i);
      if (part === null) return null;
      parts.push(part);
    }
    if (id === kw.CONCAT) return parts.join('');
    const [whole, from, to] = parts;
    if (id !== kw.REPLACE || whole === undefined || from === undefined || to === undefined) return null;
    return from === '' ? whole : whole.replaceAll(from, to);
  }

  #evaluateOne(tokens: TokenBuffer, index: number): string | null {
    const raw = this.#text.slice(tokens.start[index], tokens.end[index]);
    switch (tokens.kind[index]) {
      case tokenKind.string:
        return readText(raw, true);
      case tokenKind.word:
        return raw;
      case tokenKind.userVariable:
        return this.#kept.get(raw.toLowerCase()) ?? null;
      case tokenKind.systemVariable:
        return /^@@(session\.|local\.)?sql_mode$/i.test(raw) ? this.modes.join(',') : null;
      default:
        return null;
    }
  }

  #word(tokens: TokenBuffer, index: number): string {
    return this.#text.slice(tokens.start[index], tokens.end[index]).replaceAll('`', '').toLowerCase();
  }
}
