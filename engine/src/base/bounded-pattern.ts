/** A regular expression that a person gave, held against lines of text for a limited time (decision 26). */
import { createContext, Script, type Context } from 'node:vm';
import { fail, succeed, type Result } from './result';

export interface PatternWords {
  readonly pattern: string;
  /** The pattern is the text itself. */
  readonly isFixed?: boolean;
  readonly ignoresCase?: boolean;
  /** True to find only the first line that matches. */
  readonly isFirstOnly?: boolean;
}

interface Limits {
  readonly total: number;
  readonly each: number;
}

export interface FoundLine {
  /** Counts from 1, as the column does. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

export interface FoundLines {
  readonly lines: readonly FoundLine[];
  /** The reason why the rest of the text was not searched, as a phrase that follows its name; null if all of it was. */
  readonly whyNot: string | null;
}

interface Globals {
  readonly source: string;
  readonly flags: string;
  readonly isFirstOnly: boolean;
  lines: readonly string[];
  found: (readonly [number, number])[];
}

/** Milliseconds for all texts together, and for one: a single line must not take the time of all others. */
const limits: Limits = { total: 20_000, each: 5_000 };

/** The search that runs under the limit. It keeps what it has found even when it is interrupted. */
const search = new Script(`'use strict';
  (() => {
    const pattern = new RegExp(source, flags);
    for (let i = 0; i < lines.length; i++) {
      const at = lines[i].search(pattern);
      if (at < 0) continue;
      found.push([i, at]);
      if (isFirstOnly) return;
    }
  })()`);

export class BoundedPattern {
  readonly #globals: Globals;
  readonly #context: Context;
  /** True if the pattern could match a character beyond ASCII by its code. */
  readonly #namesOthers: boolean;
  readonly #eachMs: number;
  #leftMs: number;

  private constructor(globals: Globals, { total, each }: Limits) {
    this.#globals = globals;
    this.#context = createContext(globals);
    // eslint-disable-next-line no-control-regex
    this.#namesOthers = /[^\u0000-\u007f]|\\[uxpP]/.test(globals.source);
    this.#eachMs = each;
    this.#leftMs = total;
  }

  /** Returns the compiled pattern, or the error message of JavaScript. */
  static make(words: PatternWords, within: Limits = limits): Result<BoundedPattern, string> {
    const { pattern, isFixed = false, ignoresCase = false, isFirstOnly = false } = words;
    const source = isFixed ? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : pattern;
    const flags = ignoresCase ? 'iu' : 'u';
    const made = new BoundedPattern({ source, flags, isFirstOnly, lines: [''], found: [] }, within);
    const error = made.#run();
    return error === null || error === tooSlow ? succeed(made) : fail(error);
  }

  /** Returns the lines of the text that match, in their order. */
  find(text: string): FoundLines {
    const lines = splitLines(text);
    this.#globals.lines = lines;
    this.#globals.found = [];
    const error = this.#run();
    const why = error === null ? null : `was not searched completely: ${error}`;
    const whyNot = why ?? (this.#namesOthers && !text.isWellFormed() ? notUtf8 : null);
    return {
      lines: this.#globals.found.map(([i, at]) => ({ line: i + 1, column: at + 1, text: lines[i] ?? '' })),
      whyNot,
    };
  }

  /** Returns why it ended early, or null. */
  #run(): string | null {
    if (this.#leftMs < 1) return tooSlow;
    const start = performance.now();
    try {
      search.runInContext(this.#context, { timeout: Math.ceil(Math.min(this.#leftMs, this.#eachMs)) });
      return null;
    } catch (error) {
      return explain(error);
    } finally {
      this.#leftMs -= performance.now() - start;
    }
  }
}

const tooSlow = 'the pattern takes too long';
const notUtf8 = 'contains bytes that are not UTF-8, which are not searched';

/** Returns the reason of a failure. Errors of another context are not instances of this one's Error. */
function explain(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return tooSlow;
  return message ?? String(error);
}

/**
 * Splits a text as editors count lines: a final line break begins no further line, and a byte order mark is not part of
 * the first.
 */
function splitLines(text: string): readonly string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
