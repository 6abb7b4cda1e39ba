/** A piece of a source without its executable comments: as the server stores it, or as it can be sent. */
import type { Span } from '../base/text';
import { defaultParserOptions, type ParserOptions } from './dialect';
import { firstTokenFrom } from './find-token';
import type { Script } from './nodes';
import { tokenize } from './tokenizer';
import type { CommentMark } from './tokens';

type Source = Pick<Script, 'text' | 'tokens'>;

/**
 * Returns the text of a span without the marks of executable comments, and without those comments that this server does
 * not execute. Plain comments and whitespace remain, as both servers keep them. The sql_mode of the options is the one in
 * force at the span. The span is read again, because a client cuts a file otherwise than the server reads a statement.
 */
export function renderStored({ text, tokens }: Source, span: Span, options: ParserOptions): string {
  const piece = text.slice(span.start, span.end);
  if (!piece.includes('/')) return piece;
  const before = isInside(tokens, span.start) ? '/*! ' : '';
  const read = tokenize(before + piece, { ...options, client: false });
  const marks = read.marks.filter(({ start }) => start >= before.length);
  // What follows decides whether a space is put after a comment.
  const source = { text: before + piece + text.charAt(span.end), tokens: read };
  const own = { start: before.length, end: before.length + piece.length };
  return cutMarks(source, own, { marks, spacesAfterClose: options.dialect === 'mysql' });
}

/** Returns true if an executable comment is open at the offset. */
function isInside({ marks }: Script['tokens'], offset: number): boolean {
  return marks[firstMarkFrom(marks, offset) - 1]?.kind === 'open';
}

interface Cut {
  readonly marks: readonly CommentMark[];
  /** MySQL puts a space where a comment was closed, unless there is one already; MariaDB does not. */
  readonly spacesAfterClose: boolean;
}

/** Returns the text of a span without these marks. */
export function cutMarks(source: Source, span: Span, { marks, spacesAfterClose }: Cut): string {
  if (marks.length === 0) return source.text.slice(span.start, span.end);
  let rest = '';
  let from = span.start;
  let before = span.start;
  for (const { kind, start, end } of [...marks, { kind: 'end', start: span.end, end: span.end }]) {
    if (start > from) {
      if (/\S$/.test(rest) && before < from && merges(source, before, from)) rest += ' ';
      rest += source.text.slice(from, start);
      before = start;
    }
    from = end;
    if (kind === 'close' && spacesAfterClose && /\S$/.test(rest) && /\S/.test(source.text.charAt(from))) rest += ' ';
  }
  return rest;
}

/**
 * Returns true if the tokens before and after a comment would be others without a space between them. Both servers store
 * them without one, and then cannot read the routine again.
 */
function merges({ text, tokens }: Source, end: number, start: number): boolean {
  const next = firstTokenFrom(tokens, start);
  if (next === 0 || next === tokens.count || tokens.start[next] !== start || tokens.end[next - 1] !== end) return false;
  const left = withoutContent(text.slice(tokens.start[next - 1], end));
  const right = withoutContent(text.slice(start, tokens.end[next]));
  const joined = tokenize(left + right, { ...defaultParserOptions, client: false });
  return joined.count !== 2 || joined.end[0] !== left.length;
}

/** Returns the quotes of a text or name, and what precedes them; anything else as it is. */
function withoutContent(token: string): string {
  return token.replace(/(['"`])[^]*$/, '$1$1');
}

/** Returns the marks within the span. */
export function marksWithin({ marks }: Script['tokens'], span: Span): readonly CommentMark[] {
  const within: CommentMark[] = [];
  let low = firstMarkFrom(marks, span.start);
  for (let mark = marks[low]; mark !== undefined && mark.end <= span.end; mark = marks[++low]) within.push(mark);
  return within;
}

/**
 * Returns the number of the first mark at or after the offset by a binary search: a dump has thousands, and a linear
 * search for each routine would be quadratic.
 */
function firstMarkFrom(marks: readonly CommentMark[], offset: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
