/** The saved definitions that an entry names. */
import type { LedgerEntry } from './ledger';

export function digestsOf(entry: LedgerEntry): readonly string[] {
  if (entry.kind === 'step-intended') return entry.before === null ? [] : [entry.before];
  if (entry.kind === 'step-finished') return [entry.before, entry.after].filter((digest) => digest !== null);
  return [];
}
