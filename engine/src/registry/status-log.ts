/** `status.jsonl`: one line for each change of a version's status, oldest first, never rewritten. */
import { fail, succeed, type Result } from '../base/result';
import type { StatusChange } from './registry';

export function renderChange({ version, from, to, by, at, reason }: StatusChange): string {
  return JSON.stringify({ version, from, to, by, at, reason });
}

/** A line that stands twice counts once. The error is the number of the first line that says nothing, from 1. */
export function parseStatusLog(text: string): Result<readonly StatusChange[], number> {
  const changes: StatusChange[] = [];
  const seen = new Set<string>();
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '' || seen.has(line)) continue;
    seen.add(line);
    const change = parseChange(line);
    if (change === null) return fail(i + 1);
    changes.push(change);
  }
  return succeed(changes);
}

const statuses: readonly unknown[] = ['DEVELOPMENT', 'TESTING', 'PRODUCTION', 'DEPRECATED', 'RETIRED'];

function parseChange(line: string): StatusChange | null {
  try {
    const { version, from, to, by, at, reason } = JSON.parse(line) as Partial<StatusChange>;
    const isKnown = statuses.includes(to) && (from === null || statuses.includes(from));
    const areTexts = [version, by, at, reason].every((value) => typeof value === 'string');
    return isKnown && areTexts ? ({ version, from, to, by, at, reason } as StatusChange) : null;
  } catch {
    return null;
  }
}

/** What has to be written behind the log so that it holds the lines; appending twice is appending once. */
export function lackingLines(log: string, lines: readonly string[]): string {
  const known = new Set(log.split('\n'));
  const fresh = lines.filter((line) => !known.has(line));
  if (fresh.length === 0) return '';
  const start = log === '' || log.endsWith('\n') ? '' : '\n';
  return `${start}${fresh.join('\n')}\n`;
}

/** Without a last line that was cut off while it was written: who wrote it, or who finishes it, writes it again. */
export function withoutTornLine(log: string): string {
  const end = log.lastIndexOf('\n') + 1;
  const last = log.slice(end);
  return last === '' || parseChange(last) !== null ? log : log.slice(0, end);
}
