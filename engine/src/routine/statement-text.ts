/** The CREATE statement of a definition as a text that stands by itself. */
import type { Span } from '../base/text';
import type { Definition, Script } from '../syntax/nodes';
import type { CommentMark } from '../syntax/tokens';

/**
 * As written, unless the statement begins or ends inside an executable comment, as in dumps that wrap CREATE, DEFINER and
 * body in one each: then without the marks of those comments, since half of them would mean something else.
 */
export function statementText({ text, tokens }: Script, { span }: Pick<Definition, 'span'>): string {
  let open = 0;
  let isWhole = true;
  for (const { kind } of marksWithin(tokens, span)) {
    if (kind === 'open') open++;
    if (kind === 'close') open--;
    if (open < 0) isWhole = false;
  }
  if (isWhole && open === 0) return text.slice(span.start, span.end);
  return withoutMarks({ text, tokens }, { span }).trimEnd();
}

/** The statement without the marks of executable comments; what stands inside them stays. */
export function withoutMarks(
  { text, tokens }: Pick<Script, 'text' | 'tokens'>,
  { span }: Pick<Definition, 'span'>,
): string {
  let unwrapped = '';
  let from = span.start;
  for (const mark of marksWithin(tokens, span)) {
    unwrapped += text.slice(from, mark.start);
    from = mark.end;
  }
  return unwrapped + text.slice(from, span.end);
}

/** Marks stand in the order of the text: a dump has thousands, and looking at all of them for each routine would be quadratic. */
function marksWithin({ marks }: Script['tokens'], span: Span): readonly CommentMark[] {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.start ?? 0) < span.start) low = middle + 1;
    else high = middle;
  }
  const within: CommentMark[] = [];
  for (let mark = marks[low]; mark !== undefined && mark.end <= span.end; mark = marks[++low]) within.push(mark);
  return within;
}
