/** The versions that rows of a ledger name, in one form for looking them up. Pure. */
import type { RecordedEntry } from '../../ledger/ledger';
import { identify, type RoutineKey } from '../../routine/routine';

export function nameVersion(key: RoutineKey, version: string): string {
  return `${identify(key)} ${version}`;
}

export function nameVersions(rows: readonly RecordedEntry[]): readonly string[] {
  const names = new Set<string>();
  for (const { entry } of rows) {
    if (entry.kind !== 'step-intended' && entry.kind !== 'step-finished') continue;
    for (const version of [entry.from, entry.to]) if (version !== null) names.add(nameVersion(entry.logical, version));
  }
  return [...names];
}
