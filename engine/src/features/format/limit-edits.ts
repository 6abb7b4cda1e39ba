/** The part of a formatting that belongs to a selection: the lines and statements that it touches, whole. */
import { largest, smallest } from '../../base/long-lists';
import type { Span } from '../../base/text';
import type { TextEdit } from '../../routine/naming';

/** Returns the lines that a selection touches; one that ends where a line begins does not include that line. */
export function wholeLines(text: string, { start, end }: Span): Span {
  const last = end > start && text[end - 1] === '\n' ? end - 1 : end;
  const lineEnd = text.indexOf('\n', last);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: lineEnd < 0 ? text.length : lineEnd };
}

/** Returns the lines with all lines of the statements that are partly in them: half a query would be torn. */
export function growToStatements(text: string, lines: Span, statements: readonly Span[]): Span {
  const touched = statements.filter(({ start, end }) => start <= lines.end && lines.start <= end);
  const start = smallest(
    touched.map((statement) => statement.start),
    lines.start,
  );
  const end = largest(
    touched.map((statement) => statement.end),
    lines.end,
  );
  if (start === lines.start && end === lines.end) return lines;
  const grown = wholeLines(text, { start, end });
  return growToStatements(text, grown, statements);
}

/** Returns what of the edits lies in the lines. An edit is the gap before a token, which may begin lines before it. */
export function limitEdits(text: string, edits: readonly TextEdit[], lines: Span): readonly TextEdit[] {
  return edits.flatMap((edit) => {
    const { start, end } = edit.span;
    if (end < lines.start || start > lines.end) return [];
    return isBetween(edit.span, lines) ? [edit] : splitByLine(text, edit).filter(({ span }) => isBetween(span, lines));
  });
}

function isBetween({ start, end }: Span, lines: Span): boolean {
  return lines.start <= start && end <= lines.end;
}

/** Returns an edit for each line that begins in the gap; only for the last one where lines come or go. */
function splitByLine(text: string, { span, text: added }: TextEdit): readonly TextEdit[] {
  const before = text.slice(span.start, span.end).split('\n');
  const after = added.split('\n');
  const edits: TextEdit[] = [];
  for (let i = before.length - 1, end = span.end; i > 0 && after.length > 1; i--) {
    const old = before[i] ?? '';
    const start = end - old.length;
    const line = i === before.length - 1 ? after.at(-1) : before.length === after.length ? after[i] : old;
    if (line !== undefined && line !== old) edits.push({ span: { start, end }, text: line });
    end = start - 1;
  }
  return edits.reverse();
}
