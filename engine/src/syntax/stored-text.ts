/** A piece of a source as the server stores it. */
import type { Span } from '../base/text';
import type { ParserOptions } from './dialect';
import { tokenize } from './tokenizer';

/**
 * Returns the text of a span without the marks of executable comments, and without those comments that this server does
 * not execute. Plain comments and whitespace remain, as both servers keep them. The sql_mode of the options is the one
 * in force at the span.
 */
export function renderStored(text: string, span: Span, options: ParserOptions): string {
  const piece = text.slice(span.start, span.end);
  if (!piece.includes('/*')) return piece;
  const { marks } = tokenize(piece, { ...options, client: false });
  let stored = '';
  let from = 0;
  for (const mark of marks) {
    stored += piece.slice(from, mark.start);
    from = mark.end;
    // MySQL puts a space where a comment was closed, unless there is one already; MariaDB does not.
    const parts =
      mark.kind === 'close' && options.dialect === 'mysql' && /\S$/.test(stored) && /\S/.test(piece.charAt(from));
    if (parts) stored += ' ';
  }
  return stored + piece.slice(from);
}
