/** The CREATE statement of a definition as a separate text. */
import { firstTokenFrom } from '../syntax/find-token';
import type { Definition, Script } from '../syntax/nodes';
import { cutMarks, marksWithin } from '../syntax/stored-text';

/**
 * Returns the statement as written. If it begins or ends inside an executable comment, as in dumps that wrap CREATE,
 * DEFINER and body in one each, the marks of those comments are removed, because half of them would change the meaning.
 */
export function statementText({ text, tokens }: Script, definition: Pick<Definition, 'span' | 'kind'>): string {
  const span = { start: definition.span.start, end: endOfStatement({ text, tokens }, definition) };
  let open = 0;
  let isWhole = true;
  const marks = marksWithin(tokens, span);
  for (const { kind } of marks) {
    if (kind === 'open') open++;
    if (kind === 'close') open--;
    if (open < 0) isWhole = false;
  }
  const dropped = marks.filter(({ kind }) => kind === 'dropped');
  if (isWhole && open === 0) return cutMarks({ text, tokens }, span, { marks: dropped, spacesAfterClose: false });
  return withoutMarks({ text, tokens }, { span }).trimEnd();
}

/**
 * Returns the end of what the client sends for a definition: after the comments between its last token and the delimiter.
 * The servers store most of them. No checksum includes them, because MySQL drops those after the END of a block.
 */
export function endOfStatement(
  { text, tokens }: Pick<Script, 'text' | 'tokens'>,
  { span, kind }: Pick<Definition, 'span' | 'kind'>,
): number {
  if (kind === 'view') return span.end;
  const next = firstTokenFrom(tokens, span.end);
  const [mark] = marksWithin(tokens, { start: span.end, end: text.length });
  const end = Math.min(next < tokens.count ? (tokens.start[next] ?? 0) : text.length, mark?.start ?? text.length);
  const [comments = ''] = /^(?:\s*(?:\/\*[^]*?\*\/|#[^\n]*|--[^\n]*))*/.exec(text.slice(span.end, end)) ?? [];
  return span.end + comments.trimEnd().length;
}

/** Returns the text followed by the delimiter, which has a line of its own where a line comment might include it. */
export function withDelimiter(text: string, delimiter: string): string {
  const mayEndInComment = /#|--/.test(text.slice(text.lastIndexOf('\n') + 1));
  return mayEndInComment ? `${text}\n${delimiter}` : text + delimiter;
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
function withoutMarks({ text, tokens }: Pick<Script, 'text' | 'tokens'>, { span }: Pick<Definition, 'span'>): string {
  return cutMarks({ text, tokens }, span, { marks: marksWithin(tokens, span), spacesAfterClose: false });
}
