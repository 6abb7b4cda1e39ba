/** Line ends do not make a version: a checkout may turn `\n` into `\r\n`, and the text stays the one that was registered. */
import { checksum } from '../../base/checksum';
import type { Routine } from '../../routine/routine';
import { readStoredRoutine } from './read-stored-routine';
import type { RoutineRecord, Version } from './registry';

export type LineEnds = 'LF' | 'CRLF' | 'mixed';

/** Returns the checksum of a text, whatever its line ends. */
export function textChecksum(text: string): string {
  return checksum(toUnix(text));
}

export function lineEndsOf(text: string): LineEnds {
  const windows = text.split('\r\n').length - 1;
  if (windows === 0) return 'LF';
  return windows === text.split('\n').length - 1 ? 'CRLF' : 'mixed';
}

/** Returns the text with the line ends that it was registered with; mixed ones remain. */
export function withLineEnds(text: string, ends: LineEnds): string {
  if (ends === 'mixed') return text;
  return ends === 'LF' ? toUnix(text) : toUnix(text).replaceAll('\n', '\r\n');
}

function toUnix(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Returns true if two routines differ in the line ends of their texts only. */
export function isSameButLineEnds(a: Routine, b: Routine): boolean {
  if (a.checksums.exact === b.checksums.exact) return true;
  if (!a.text.includes('\r\n') && !b.text.includes('\r\n')) return false;
  return exactOfUnix(a) === exactOfUnix(b);
}

function exactOfUnix(routine: Routine): string {
  const { key, text, modes, origin } = routine;
  const { dialect, serverVersion, sqlMode } = origin.parserOptions;
  const reading = { dialect, serverVersion, sqlMode: origin.definition.sqlMode ?? sqlMode };
  const stored = readStoredRoutine({ text: toUnix(text), schema: key.schema, parserOptions: reading, modes });
  return (stored ?? routine).checksums.exact;
}

/** Returns the newest version of exactly that text, otherwise the newest that differs in line ends only. */
export function findEqualVersion(record: RoutineRecord | null | undefined, routine: Routine): Version | null {
  const versions = record?.versions ?? [];
  return (
    versions.findLast((version) => version.routine.checksums.exact === routine.checksums.exact) ??
    versions.findLast((version) => isSameButLineEnds(version.routine, routine)) ??
    null
  );
}
