/** Quick fix: a comment above the line that suppresses a rule there, once a person has added the reason. */
import { findIgnoreComment } from '../../analysis/suppression';
import type { FileFacts } from '../../analysis/sources/source-index';
import type { TextEdit } from '../../routine/naming';
import type { FileEdit } from '../file-edit';
import { spanOfToken, firstToken } from '../places/token-at';
import type { FixContext, QuickFix } from './fix';

/** Offers the suppression, except for errors of the parser, which are errors for the server too. */
export function suppress({ facts, diagnostic }: FixContext): QuickFix | null {
  const { script, file } = facts;
  const { code, span } = diagnostic;
  if (code === '' || script.errors.some((error) => error.code === code)) return null;
  const edit = extendComment(facts, diagnostic.code, span.start) ?? addComment(facts, diagnostic.code, span.start);
  if (edit === null) return null;
  return { title: `Ignore ${code} here, with a reason`, diagnostic, isPreferred: false, edits: [{ file, ...edit }] };
}

/**
 * Adds the rule to an existing comment on the line or the one before, which another comment would separate from its
 * line.
 */
function extendComment({ script, lines }: FileFacts, code: string, offset: number): TextEdit | null {
  const { line } = lines.place(offset);
  for (const candidate of [line, line - 1]) {
    const known = candidate < 1 ? null : findIgnoreComment(script.text, lines.offset({ line: candidate, column: 1 }));
    if (known !== null) return { span: { start: known.end, end: known.end }, text: `, ${code}` };
  }
  return null;
}

/** Returns null if the line begins inside a string, of which a comment would become a part. */
function addComment({ script, lines }: FileFacts, code: string, offset: number): Omit<FileEdit, 'file'> | null {
  const { text } = script;
  const start = lines.offset({ line: lines.place(offset).line, column: 1 });
  const before = firstToken(script, start) - 1;
  if (before >= 0 && spanOfToken(script, before).end > start) return null;
  const indent = /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const comment = `${indent}-- sproc:ignore ${code} `;
  return { span: { start, end: start }, text: `${comment}${lineEnd}`, cursor: comment.length };
}
