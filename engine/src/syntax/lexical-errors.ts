/** What the tokenizer complains about. */
import type { Span } from '../base/text';
import type { SyntaxError } from './syntax-error';

export function notText(start: number): SyntaxError {
  const message = 'This is no text in UTF-8, but UTF-16 or none at all: save the file as UTF-8.';
  return { code: 'not-text', span: { start, end: start + 1 }, message };
}

export function unfinishedText(start: number, tag: string): SyntaxError {
  const message = `The text that ${tag} opens is never closed.`;
  return { code: 'unfinished-string', span: { start, end: start + tag.length }, message };
}

export function unfinishedQuote(code: string, span: Span, quote: string): SyntaxError {
  return { code, span, message: `The quote ${quote} that opens here is never closed.` };
}

export function unfinishedComment(start: number): SyntaxError {
  const message = 'This comment is not finished: */ is expected.';
  return { code: 'unfinished-comment', span: { start, end: start + 2 }, message };
}

export function unfinishedStatement(start: number, end: number, delimiter: string): SyntaxError {
  const message = `The statement before this DELIMITER line is not finished: ${delimiter} is expected.`;
  return { code: 'unfinished-statement', span: { start, end }, message };
}

export function badDelimiter(start: number, end: number, message: string): SyntaxError {
  return { code: 'bad-delimiter', span: { start, end }, message };
}

export function nulByte(start: number): SyntaxError {
  const message = 'A NUL byte: the client stops at this line and sends nothing from here on. Remove the byte.';
  return { code: 'nul-byte', span: { start, end: start + 1 }, message };
}

export function controlCharacter(start: number, code: number): SyntaxError {
  const message = `The text holds a control character (code ${code}) outside strings and comments.`;
  return { code: 'unexpected-character', span: { start, end: start + 1 }, message };
}
