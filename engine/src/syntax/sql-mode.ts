/** The effect of a SET sql_mode in a file. */
import { append } from '../base/long-lists';
import type { Span } from '../base/text';
import type { ParserOptions, ServerVersion } from './dialect';
import { kw } from './keywords';
import * as lexicalError from './lexical-errors';
import { expandSqlMode, readModeBits, readModeList, type ReadModes } from './sql-mode-names';
import { ModeExpression, type ModeValue } from './sql-mode-value';
import type { SyntaxError } from './syntax-error';
import { op } from './tokens';
import type { TokenBuffer } from './token-buffer';

/** Follows the SET statements of one file: the mode in force, and the user variables that keep one for later. */
export class SqlModeTracker {
  modes: readonly string[];
  /** False after a SET whose value cannot be computed. */
  isKnown = true;
  /** The positions of these SETs. */
  readonly unknown: Span[] = [];
  /** The SETs that the server rejects. */
  readonly rejected: SyntaxError[] = [];
  /** The mode of the server, which DEFAULT gives to the session; undefined where it is not known. */
  #server: readonly string[] | undefined;
  readonly #options: ServerVersion;
  readonly #kept = new Map<string, ModeValue>();
  readonly #text: string;

  constructor(text: string, options: ParserOptions) {
    this.#text = text;
    this.#options = options;
    this.modes = expandSqlMode(options.sqlMode, options.dialect);
    this.#server = this.modes;
  }

  /** Reads the tokens of one SET statement. Returns true if it gives the session another sql_mode. */
  read(tokens: TokenBuffer, first: number, end: number): boolean {
    const changes: Change[] = [];
    let from = first + 1;
    let depth = 0;
    for (let i = from; i <= end; i++) {
      const id = tokens.id[i] ?? 0;
      if (id === op.openParenthesis) depth++;
      if (id === op.closeParenthesis) depth--;
      if (i < end && (id !== op.comma || depth > 0)) continue;
      const change = this.#readAssignment(tokens, from, i);
      if (change !== null) changes.push(change);
      from = i + 1;
    }
    return this.#apply(changes);
  }

  /** Applies all assignments of a SET, or none: the servers compute all values first, and assign none if they reject one. */
  #apply(changes: readonly Change[]): boolean {
    const rejected = changes.flatMap(({ span, value }) =>
      value !== undefined && 'rejected' in value ? [lexicalError.rejectedSqlMode(span, value.rejected)] : [],
    );
    append(this.rejected, rejected);
    if (rejected.length > 0) return false;
    for (const change of changes) this.#applyOne(change);
    return changes.some(({ target }) => target === 'session');
  }

  #applyOne({ target, span, value }: Change): void {
    if (typeof target !== 'string') {
      this.#kept.set(target.variable, target.value);
      return;
    }
    const modes = value !== undefined && 'modes' in value ? value.modes : undefined;
    if (target === 'server') {
      this.#server = modes;
      return;
    }
    if (modes === undefined) this.unknown.push(span);
    this.isKnown = modes !== undefined;
    this.modes = modes ?? this.modes;
  }

  #readAssignment(tokens: TokenBuffer, first: number, end: number): Change | null {
    let i = first;
    const scope = tokens.id[i] ?? 0;
    const ofServer = scope === kw.GLOBAL || scope === kw.PERSIST;
    if (scope === kw.PERSIST_ONLY) return null;
    if (ofServer || scope === kw.SESSION || scope === kw.LOCAL) i++;
    const assign = tokens.id[i + 1] ?? 0;
    if (assign !== op.equals && assign !== op.assign) return null;
    const name = this.#word(tokens, i);
    const range = { first: i + 2, end };
    const value = new ModeExpression(this.#text, tokens, range, (variable) => this.#find(variable)).evaluate();
    const span = { start: tokens.start[i] ?? 0, end: tokens.end[end - 1] ?? 0 };
    if (name.startsWith('@') && !name.startsWith('@@'))
      return { target: { variable: name, value }, span, value: undefined };
    const match = /^(?:@@(global\.|persist\.|session\.|local\.)?)?sql_mode$/.exec(name);
    if (match === null) return null;
    const target = ofServer || match[1] === 'global.' || match[1] === 'persist.' ? 'server' : 'session';
    const isDefault = tokens.id[i + 2] === kw.DEFAULT && end === i + 3;
    return { target, span, value: isDefault ? this.#readDefault(target) : this.#parse(value) };
  }

  #readDefault(target: 'server' | 'session'): ReadModes | undefined {
    return target === 'server' || this.#server === undefined ? undefined : { modes: this.#server };
  }

  #parse(value: ModeValue): ReadModes | undefined {
    if (value === undefined) return undefined;
    if (value === null) return { rejected: 'NULL' };
    return typeof value === 'string' ? readModeList(value, this.#options) : readModeBits(value, this.#options.dialect);
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

/** One assignment of a SET; its value is undefined if it cannot be computed. */
interface Change {
  readonly target: 'session' | 'server' | { readonly variable: string; readonly value: ModeValue };
  readonly span: Span;
  readonly value: ReadModes | undefined;
}
