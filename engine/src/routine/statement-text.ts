/** The CREATE statement of a definition as a text that stands by itself. */
import type { Definition, Script } from '../syntax/nodes';

/**
 * As written, unless the statement begins or ends inside an executable comment, as in dumps that wrap CREATE, DEFINER and
 * body in one each: then without the marks of those comments, since half of them would mean something else.
 */
export function statementText({ text, tokens }: Script, { span }: Pick<Definition, 'span'>): string {
  const marks = tokens.marks.filter(({ start, end }) => start >= span.start && end <= span.end);
  let open = 0;
  let isWhole = true;
  for (const { start } of marks) {
    open += text[start] === '/' ? 1 : -1;
    if (open < 0) isWhole = false;
  }
  if (isWhole && open === 0) return text.slice(span.start, span.end);
  let unwrapped = '';
  let from = span.start;
  for (const mark of marks) {
    unwrapped += text.slice(from, mark.start);
    from = mark.end;
  }
  return (unwrapped + text.slice(from, span.end)).trimEnd();
}
