/** `status.jsonl`: one line for each change of a version's status, oldest first, never rewritten. */
import { fail, succeed, type Result } from '../base/result';
import type { StatusChange } from './registry';

export function renderChange({ version, from, to, by, at, reason }: StatusChange): string {
  return JSON.stringify({ version, from, to, by, at, reason });
}

/** The error is the number of the first line that says nothing, from 1. */
export function parseStatusLog(text: string): Result<readonly StatusChange[], number> {
  const changes: StatusChange[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
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

/** The log with the lines at its end that it does not hold yet, so that appending twice is appending once. */
export function appendLines(log: string, lines: readonly string[]): string {
  const known = new Set(log.split('\n'));
  const fresh = lines.filter((line) => !known.has(line));
  if (fresh.length === 0) return log;
  const start = log === '' || log.endsWith('\n') ? log : `${log}\n`;
  return `${start}${fresh.join('\n')}\n`;
}
