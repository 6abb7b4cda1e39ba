/**
 * Comments that suppress a finding on their own line or the next: `-- sproc:ignore missing-routine made by the
 * installer`. The reason is required, because later readers have to evaluate it.
 */
import { Kept } from '../base/memory';
import type { Span } from '../base/text';
import type { Diagnostic } from './program/diagnostic';
import type { FileFacts } from './sources/source-index';

const comment = /(?:--|#|\/\*)\s*sproc:ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)\s+(?!\*\/)\S/d;

export function isSuppressed(facts: FileFacts, diagnostic: Diagnostic): boolean {
  if (!isEverSuppressed(facts)) return false;
  const { script, lines } = facts;
  const { line } = lines.place(diagnostic.span.start);
  return [line, line - 1].some((candidate) => {
    const codes = candidate < 1 ? null : findIgnoreComment(script.text, lines.offset({ line: candidate, column: 1 }));
    return codes !== null && silences(script.text.slice(codes.start, codes.end), diagnostic.code);
  });
}

const searched = new Kept<{ found: boolean | null }>(() => ({ found: null }));

/**
 * Returns true if the file has a suppressing comment: it is searched once for all of its findings, of which there may
 * be a hundred thousand.
 */
function isEverSuppressed({ text, memory }: FileFacts): boolean {
  const known = memory.of(searched);
  return (known.found ??= text.includes('sproc:ignore'));
}

/**
 * Returns the span of the codes in a comment with a reason, on the line that begins at `start`; null if there is none.
 */
export function findIgnoreComment(text: string, start: number): Span | null {
  const end = text.indexOf('\n', start);
  const found = comment.exec(text.slice(start, end < 0 ? text.length : end))?.indices?.[1];
  return found === undefined ? null : { start: start + found[0], end: start + found[1] };
}

function silences(codes: string, code: string): boolean {
  return codes.split(',').some((named) => named.trim() === code);
}
