/** Comments: where they end, and which executable ones a server executes. */
import { isDigitCode, isSpaceCode } from './characters';
import type { ParserOptions } from './dialect';
import { op } from './tokens';

/** The head of an executable comment, such as the mark with a version before the text that may be executed. */
export interface CommentHead {
  readonly active: boolean;
  /** Behind the mark and the version. */
  readonly end: number;
}

/** The head of an executable comment that begins here, or null where it is a plain comment, as MariaDB's are to MySQL. */
export function readCommentHead(text: string, start: number, options: ParserOptions): CommentHead | null {
  const forMariadb = text.charCodeAt(start + 2) === 77 && text.charCodeAt(start + 3) === op.exclamation;
  if (forMariadb ? options.dialect === 'mysql' : text.charCodeAt(start + 2) !== op.exclamation) return null;
  const digits = start + (forMariadb ? 4 : 3);
  const count = countVersionDigits(text, digits, options);
  const version = count === 0 ? 0 : Number(text.slice(digits, digits + count));
  return { active: isActive(version, forMariadb, options), end: digits + count };
}

/** Behind the end of a comment that begins here; -1 where it has none. One that is not executed may hold others. */
export function endOfComment(text: string, start: number, mayHoldOthers: boolean): number {
  let close = text.indexOf('*/', start + 2);
  if (!mayHoldOthers || close < 0) return close < 0 ? -1 : close + 2;
  let open = text.indexOf('/*', start + 2);
  let depth = 1;
  while (close >= 0) {
    if (open >= 0 && open < close) {
      depth++;
      open = text.indexOf('/*', open + 2);
      continue;
    }
    depth--;
    if (depth === 0) return close + 2;
    close = text.indexOf('*/', close + 2);
  }
  return -1;
}

/** The kinds of the comments between two statements, in their order. */
export function findCommentOrder(gap: string): readonly ('line' | 'block' | 'executable')[] {
  return [...gap.matchAll(/\/\*[^]*?\*\/|#[^\n]*|--[^\n]*/g)].map(([comment]) => {
    if (!comment.startsWith('/*')) return 'line';
    return /^\/\*M?!/.test(comment) ? 'executable' : 'block';
  });
}

/** The offset of the line feed that ends this line, or of the end of the text. */
export function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

/** Five digits are a version, six too: on MariaDB always, on MySQL where white space follows. Fewer are none. */
function countVersionDigits(text: string, start: number, options: ParserOptions): number {
  let count = 0;
  while (count < 6 && isDigitCode(text.charCodeAt(start + count))) count++;
  if (count < 5) return 0;
  if (count === 6 && options.dialect === 'mysql' && !isSpaceCode(text.charCodeAt(start + 6))) return 5;
  return count;
}

/** MariaDB leaves to MySQL what is marked for MySQL 5.7 and later (manual: "Comment Syntax"). */
function isActive(version: number, forMariadb: boolean, options: ParserOptions): boolean {
  if (options.dialect === 'mysql') return version <= options.serverVersion;
  if (!forMariadb && version >= 50700 && version <= 99999) return false;
  return version <= options.serverVersion;
}
