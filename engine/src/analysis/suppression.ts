/**
 * Comments that silence a finding on their own line or the next: `-- sproc:ignore missing-routine made by the installer`.
 * The reason is demanded, since whoever reads the comment later has to judge it.
 */
import type { Diagnostic } from './diagnostic';
import type { FileFacts } from './source-index';

const comment = /(?:--|#|\/\*)\s*sproc:ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)\s+(?!\*\/)\S/;

export function isSuppressed({ script, lines }: FileFacts, diagnostic: Diagnostic): boolean {
  if (!script.text.includes('sproc:ignore')) return false;
  const { line } = lines.place(diagnostic.span.start);
  return [line, line - 1].some((candidate) =>
    silences(readLine(script.text, lines.offset({ line: candidate, column: 1 }), candidate), diagnostic.code),
  );
}

function readLine(text: string, start: number, line: number): string {
  if (line < 1) return '';
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end);
}

function silences(line: string, code: string): boolean {
  const codes = comment.exec(line)?.[1];
  return codes !== undefined && codes.split(',').some((named) => named.trim() === code);
}
