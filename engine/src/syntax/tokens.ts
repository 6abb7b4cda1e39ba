/**
 * Tokens in parallel arrays: one number each for kind, start, end and id. Objects would cost ten times the time and
 * memory on large files. Whitespace and comments are not tokens but the gaps between them, so tokens and gaps joined
 * are the text.
 */
import type { SyntaxError } from './syntax-error';

export const tokenKind = {
  word: 1,
  quotedName: 2,
  string: 3,
  number: 4,
  operator: 5,
  userVariable: 6,
  systemVariable: 7,
  delimiter: 8,
  /** A whole line that the client reads itself, as DELIMITER, \d or SOURCE; or a statement that \c clears, or all after QUIT. */
  delimiterCommand: 9,
  /** A $tag$ … $tag$ text. */
  dollarText: 10,
} as const;

/** Ids of operators: the char code of single ones, from 128 those of two and three characters. Ids of words begin at 256. */
export const op = {
  exclamation: 33,
  percent: 37,
  openParenthesis: 40,
  closeParenthesis: 41,
  star: 42,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  colon: 58,
  semicolon: 59,
  less: 60,
  equals: 61,
  greater: 62,
  question: 63,
  at: 64,
  backslash: 92,
  openBrace: 123,
  closeBrace: 125,
  assign: 128,
  nullSafeEquals: 129,
  lessOrEqual: 130,
  notEqual: 131,
  shiftLeft: 132,
  greaterOrEqual: 133,
  shiftRight: 134,
  or: 135,
  and: 136,
  arrow: 137,
  doubleArrow: 138,
  range: 139,
} as const;

/**
 * The start or end of an executable comment, the whole of one that this server does not execute, or text that the
 * client drops from a statement before it sends it: the backslash at the end of a line, `\p`.
 */
export interface CommentMark {
  readonly kind: 'open' | 'close' | 'inactive' | 'dropped';
  readonly start: number;
  readonly end: number;
}

/** A SET sql_mode of the file: in force from this token on. */
export interface ModeChange {
  readonly token: number;
  readonly modes: readonly string[];
}

export interface Tokens {
  /** The number of tokens. The arrays are longer, with zeros after the last token. */
  readonly count: number;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The keyword id of a word or 0, or the code of an operator; `;` as delimiter has the code of `;`. */
  readonly id: Uint16Array;
  /**
   * The indices of names that a server may reject because of their form: empty, with a blank at their end, or long.
   * Ascending.
   */
  readonly oddNames: readonly number[];
  readonly marks: readonly CommentMark[];
  /** Each `;` that is the delimiter inside an open executable comment, which the client cuts there. */
  readonly cuts: ReadonlySet<number>;
  readonly modeChanges: readonly ModeChange[];
  readonly errors: readonly SyntaxError[];
  /** Text that is read as intended, although it has a fault. */
  readonly warnings: readonly SyntaxError[];
  /** The differences between the command line clients. */
  readonly notes: readonly SyntaxError[];
}
