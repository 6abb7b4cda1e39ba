/** The hash chain of the journal: what each row's hash is made from, and the proof that none was changed. */
import { checksum } from '../base/checksum';
import type { ChainState, LedgerEntry, RecordedEntry, SavedDefinition } from './ledger';

/** Stands before the first row. */
const chainStart = '0'.repeat(64);

/** The end of the chain as it is noted beside it, so that rows cut off the end are missed. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const emptyHead: ChainHead = { sequence: 0, hash: chainStart };

/** A row as it is stored: `payload` is the entry in JSON. */
export interface StoredRow {
  readonly sequence: number;
  readonly at: string;
  readonly previous: string;
  readonly hash: string;
  readonly payload: string;
}

/** The next row of the chain. `at` is ISO 8601. */
export function chainRow(head: ChainHead, at: string, entry: LedgerEntry): StoredRow {
  const sequence = head.sequence + 1;
  const payload = JSON.stringify(entry);
  return { sequence, at, previous: head.hash, payload, hash: hashRow(sequence, at, head.hash, payload) };
}

export function readRow({ sequence, at, previous, hash, payload }: StoredRow): RecordedEntry {
  return { sequence, at, previous, hash, entry: JSON.parse(payload) as LedgerEntry };
}

/** Rows in the order of their numbers, all of them. */
export function verifyChain(rows: readonly StoredRow[], head: ChainHead): ChainState {
  let before = emptyHead;
  for (const row of rows) {
    const why = findBreak(before, row);
    if (why !== null) return { kind: 'broken', at: before.sequence + 1, why };
    before = row;
  }
  if (before.hash !== head.hash || before.sequence !== head.sequence)
    return {
      kind: 'broken',
      at: before.sequence + 1,
      why: `the journal ends at row ${before.sequence}, but its head is row ${head.sequence}`,
    };
  return { kind: 'intact', length: rows.length };
}

function findBreak(before: ChainHead, row: StoredRow): string | null {
  const number = before.sequence + 1;
  if (row.sequence !== number) return `row ${number} is missing`;
  if (row.previous !== before.hash) return `row ${number} does not follow the row before it`;
  if (row.hash !== hashRow(row.sequence, row.at, row.previous, row.payload)) return `row ${number} was changed`;
  return null;
}

function hashRow(sequence: number, at: string, previous: string, payload: string): string {
  return checksum(String(sequence), at, previous, payload);
}

/** Names a saved definition by all that it holds. */
export function digestDefinition(definition: SavedDefinition): string {
  const { key, text, sqlMode, characterSet, collation, databaseCollation, timeZone, triggerPlace, grants } = definition;
  return checksum(
    ...[key.kind, key.schema, key.name, text, sqlMode, characterSet, collation],
    ...[databaseCollation ?? '', timeZone ?? '', triggerPlace ?? '', grants === null ? '-' : grants.join(';\n')],
  );
}
