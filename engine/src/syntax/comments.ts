/** Comments: where they end, and which executable ones a server executes. */
import { isDigitCode, isSpaceCode } from './characters';
import type { ParserOptions } from './dialect';
import { op } from './tokens';

/** The head of an executable comment: the mark and the optional version before the text that may be executed. */
export interface CommentHead {
  readonly active: boolean;
  /** The offset after the mark and the version. */
  readonly end: number;
}

/**
 * Returns the head of an executable comment at the offset, or null for a plain comment, which MariaDB's are for MySQL.
 */
export function readCommentHead(text: string, start: number, options: ParserOptions): CommentHead | null {
  const forMariadb = text.charCodeAt(start + 2) === 77 && text.charCodeAt(start + 3) === op.exclamation;
  if (forMariadb ? options.dialect === 'mysql' : text.charCodeAt(start + 2) !== op.exclamation) return null;
  const digits = start + (forMariadb ? 4 : 3);
  const count = countVersionDigits(text, digits, options);
  const version = count === 0 ? 0 : Number(text.slice(digits, digits + count));
  return { active: isActive(version, forMariadb, options), end: digits + count };
}

/**
 * Returns the offset after a comment that begins here; -1 if it is unfinished. One that is not executed may contain
 * others.
 */
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

/**
 * Returns where the client finds its delimiter, or `\g`, in an executable comment: outside the strings, quoted names and
 * comments in it. -1 if there is none.
 */
export function findDelimiterOutside(text: string, delimiter: string): number {
  if (!text.includes(delimiter) && !/\\[gG]/.test(text)) return -1;
  const passedOver = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|#[^\n]*|--(?=\s)[^\n]*|\/\*.*?\*\/|\\[gG]/sy;
  for (let at = 0; at < text.length;) {
    passedOver.lastIndex = at;
    if (text.startsWith(delimiter, at)) return at;
    const [passed] = passedOver.exec(text) ?? [];
    if (passed?.charAt(0) === '\\') return at;
    at += passed?.length ?? 1;
  }
  return -1;
}

/** Returns the kinds of the comments between two statements, in their order. */
export function findCommentOrder(gap: string): readonly ('line' | 'block' | 'executable')[] {
  return [...gap.matchAll(/\/\*[^]*?\*\/|#[^\n]*|--[^\n]*/g)].map(([comment]) => {
    if (!comment.startsWith('/*')) return 'line';
    return /^\/\*M?!/.test(comment) ? 'executable' : 'block';
  });
}

/** Returns the offset of the line feed that ends this line, or of the end of the text. */
export function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

/**
 * Returns the number of digits in the version: five, or six, on MariaDB always and on MySQL before whitespace. Fewer
 * than five are not a version.
 */
function countVersionDigits(text: string, start: number, options: ParserOptions): number {
  let count = 0;
  while (count < 6 && isDigitCode(text.charCodeAt(start + count))) count++;
  if (count < 5) return 0;
  if (count === 6 && options.dialect === 'mysql' && !isSpaceCode(text.charCodeAt(start + 6))) return 5;
  return count;
}

/**
 * Returns true if the server executes the comment. MariaDB ignores those for MySQL 5.7 and later (manual: "Comment
 * Syntax").
 */
function isActive(version: number, forMariadb: boolean, options: ParserOptions): boolean {
  if (options.dialect === 'mysql') return version <= options.serverVersion;
  if (!forMariadb && version >= 50700 && version <= 99999) return false;
  return version <= options.serverVersion;
}
