/** `status.jsonl`: the lines of a routine's status log, oldest first; grows at its end. */
import { fail, succeed, type Result } from '../../base/result';
import { splitGitConflict, type SideLine } from './git-conflict';
import { parseLine, type LineFault, type LogLine } from './status-line';

/** A line with its place. */
export interface NumberedLine {
  /** The line's number, from 1. */
  readonly number: number;
  readonly raw: string;
  readonly line: LogLine;
}

export interface StatusLog {
  readonly ours: readonly NumberedLine[];
  /** The lines of the other side; null without git's conflict markers. */
  readonly theirs: readonly NumberedLine[] | null;
}

export interface LogFault {
  readonly line: number;
  readonly what: LineFault;
}

export function parseStatusLog(text: string): Result<StatusLog, LogFault> {
  const conflict = splitGitConflict(text);
  const whole = text.split('\n').map((line, i) => ({ number: i + 1, text: line }));
  const ours = parseLines(conflict?.ours ?? whole);
  if (!ours.ok) return ours;
  if (conflict === null) return succeed({ ours: ours.value, theirs: null });
  const theirs = parseLines(conflict.theirs);
  return theirs.ok ? succeed({ ours: ours.value, theirs: theirs.value }) : theirs;
}

function parseLines(lines: readonly SideLine[]): Result<readonly NumberedLine[], LogFault> {
  const parsed: NumberedLine[] = [];
  for (const { number, text } of lines) {
    const raw = text.replace(/\r$/, '');
    if (raw.trim() === '') continue;
    const line = parseLine(raw);
    if (!line.ok) return fail({ line: number, what: line.error });
    parsed.push({ number, raw, line: line.value });
  }
  return succeed(parsed);
}

/** Returns the text to append so that the log contains the lines; appending twice has the effect of once. */
export function lackingLines(log: string, lines: readonly string[]): string {
  const known = new Set(log.split('\n').map((line) => line.replace(/\r$/, '')));
  const fresh = lines.filter((line) => !known.has(line));
  if (fresh.length === 0) return '';
  const start = log === '' || log.endsWith('\n') ? '' : '\n';
  return `${start}${fresh.join('\n')}\n`;
}

/**
 * Removes a last line that was cut off while it was written: the interrupted writer, or the one that completes it,
 * writes it again.
 */
export function withoutTornLine(log: string): string {
  const end = log.lastIndexOf('\n') + 1;
  const last = log.slice(end);
  return last === '' || parseLine(last).ok ? log : log.slice(0, end);
}
