/** Checks that a routine's versions and its status log match: a version removed by hand is noticed. */
import type { Replay } from './replay-log';
import type { StatusLog } from './status-log';

/** A version without the line that registered it, or lines about a version that is gone. */
export interface Gap {
  readonly missing: 'line' | 'version';
  readonly version: string;
}

/**
 * Finds a missing version. Every version is registered with a line. The lines of a version that `gc` has removed
 * remain, and it removes only RETIRED ones; after a merge of branches the line with that status need not be the last
 * one.
 */
export function findGap(log: StatusLog, { breach }: Pick<Replay, 'breach'>, numbers: Iterable<string>): Gap | null {
  const there = new Set(numbers);
  const all = [...log.ours, ...(log.theirs ?? [])].map(({ line }) => line);
  const wereJoined = breach !== null || all.some(({ kind }) => kind === 'resolution');
  const said = new Map<string, boolean>();
  for (const line of all) {
    if (line.kind !== 'status') continue;
    const isRetired = line.to === 'RETIRED';
    said.set(line.version, isRetired || (wereJoined && said.get(line.version) === true));
  }
  for (const version of there) if (!said.has(version)) return { missing: 'line', version };
  for (const [version, mayBeGone] of said)
    if (!there.has(version) && !mayBeGone) return { missing: 'version', version };
  return null;
}
