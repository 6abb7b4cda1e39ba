/** The CREATE statement of a definition as a separate text. */
import type { Span } from '../base/text';
import type { Definition, Script } from '../syntax/nodes';
import type { CommentMark } from '../syntax/tokens';

/**
 * Returns the statement as written. If it begins or ends inside an executable comment, as in dumps that wrap CREATE,
 * DEFINER and body in one each, the marks of those comments are removed, because half of them would change the meaning.
 */
export function statementText({ text, tokens }: Script, { span }: Pick<Definition, 'span'>): string {
  let open = 0;
  let isWhole = true;
  const marks = marksWithin(tokens, span);
  for (const { kind } of marks) {
    if (kind === 'open') open++;
    if (kind === 'close') open--;
    if (open < 0) isWhole = false;
  }
  const dropped = marks.filter(({ kind }) => kind === 'dropped');
  if (isWhole && open === 0) return cutOut(text, span, dropped);
  return withoutMarks({ text, tokens }, { span }).trimEnd();
}

/** Returns true if the client drops a part of the statement, such as a backslash at the end of a line. */
export function isSentOtherwise({ tokens }: Pick<Script, 'tokens'>, { span }: Pick<Definition, 'span'>): boolean {
  return tokens.marks.length > 0 && marksWithin(tokens, span).some(({ kind }) => kind === 'dropped');
}

/** Returns true if an executable comment begins in the statement; it may end after it. */
export function holdsExecutableComment({
  script,
  definition,
}: {
  readonly script: Pick<Script, 'text'>;
  readonly definition: Pick<Definition, 'span'>;
}): boolean {
  return /\/\*M?!/.test(script.text.slice(definition.span.start, definition.span.end));
}

/** Returns the statement without the marks of executable comments; their content remains. */
export function withoutMarks(
  { text, tokens }: Pick<Script, 'text' | 'tokens'>,
  { span }: Pick<Definition, 'span'>,
): string {
  return cutOut(text, span, marksWithin(tokens, span));
}

function cutOut(text: string, span: Span, marks: readonly CommentMark[]): string {
  let rest = '';
  let from = span.start;
  for (const mark of marks) {
    rest += text.slice(from, mark.start);
    from = mark.end;
  }
  return rest + text.slice(from, span.end);
}

/**
 * Returns the marks within the span by a binary search: a dump has thousands, and a linear search for each routine
 * would be quadratic.
 */
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
