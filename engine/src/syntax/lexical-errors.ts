/** The errors that the tokenizer finds. */
import type { Span } from '../base/text';
import type { SyntaxError } from './syntax-error';
import type { Tokens } from './tokens';

export function notText(start: number): SyntaxError {
  const message = 'The file is not UTF-8 (UTF-16 or binary). Save it as UTF-8.';
  return { code: 'not-text', span: { start, end: start + 1 }, message };
}

export function unfinishedText(start: number, tag: string): SyntaxError {
  const message = `Unterminated string: the closing \`${tag}\` is missing.`;
  return { code: 'unfinished-string', span: { start, end: start + tag.length }, message };
}

export function unfinishedQuote(code: string, span: Span, quote: string): SyntaxError {
  return { code, span, message: `Unterminated quote: the closing ${quote} is missing.` };
}

export function unfinishedComment(start: number): SyntaxError {
  const message = 'Unterminated comment: the closing `*/` is missing.';
  return { code: 'unfinished-comment', span: { start, end: start + 2 }, message };
}

export function cutComment(span: Span, delimiter: string): SyntaxError {
  const message = `The client ends the statement at this \`${delimiter}\`, inside an executable comment. Move it after the comment.`;
  return { code: 'delimiter-in-comment', span, message };
}

/** Returns the same for a `;` that is a token. */
export function delimiterInComment({ start, end }: Pick<Tokens, 'start' | 'end'>, index: number): SyntaxError {
  return cutComment({ start: start[index] ?? 0, end: end[index] ?? 0 }, ';');
}

export function rejectedSqlMode(span: Span, mode: string): SyntaxError {
  const name = mode.trim();
  const problem = name === mode ? 'This server has no sql_mode' : 'The server rejects white space around the sql_mode';
  const message = `${problem} \`${name}\`. The SET fails, and the previous sql_mode stays in effect. Remove it.`;
  return { code: 'rejected-sql-mode', span, message };
}

export function unfinishedStatement(start: number, end: number, delimiter: string): SyntaxError {
  const message = `Expected \`${delimiter}\` to end the statement before this DELIMITER line.`;
  return { code: 'unfinished-statement', span: { start, end }, message };
}

export function badDelimiter(start: number, end: number, message: string): SyntaxError {
  return { code: 'bad-delimiter', span: { start, end }, message };
}

export function nulByte(start: number): SyntaxError {
  const message = 'NUL byte. The client stops at this line and sends nothing from here on. Remove the byte.';
  return { code: 'nul-byte', span: { start, end: start + 1 }, message };
}

export function controlCharacter(start: number, code: number): SyntaxError {
  const message = `Control character (code ${code}) outside strings and comments. Remove it.`;
  return { code: 'unexpected-character', span: { start, end: start + 1 }, message };
}
