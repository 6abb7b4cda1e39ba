/** The hash chain of the journal: what each row's hash is made from, and the proof that none was changed or taken out. */
import { checksum } from '../base/checksum';
import type { ChainState, Gap, LedgerEntry, RecordedEntry, SavedDefinition } from './ledger';

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

/** Null for a row whose payload is no entry any more: somebody changed it, and its hash tells. */
export function readRow({ sequence, at, previous, hash, payload }: StoredRow): RecordedEntry | null {
  const entry = parseEntry(payload);
  return entry === null ? null : { sequence, at, previous, hash, entry };
}

/** Rows in the order of their numbers, all of them. Where rows were pruned, a later row of the chain itself says so. */
export function verifyChain(rows: readonly StoredRow[], head: ChainHead): ChainState {
  let before = emptyHead;
  let gaps: ReadonlyMap<number, Gap> | null = null;
  for (const row of rows) {
    if (row.sequence !== before.sequence + 1) {
      gaps ??= collectGaps(rows);
      before = crossGaps(before, row, gaps);
    }
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

/** By the number of the first row that is missing. */
function collectGaps(rows: readonly StoredRow[]): ReadonlyMap<number, Gap> {
  const gaps = new Map<number, Gap>();
  for (const row of rows) {
    // Most rows are not parsed: none of another kind holds these characters unescaped.
    if (!row.payload.includes('"kind":"pruned"')) continue;
    const entry = parseEntry(row.payload);
    if (entry?.kind === 'pruned') for (const gap of entry.gaps) gaps.set(gap.from, gap);
  }
  return gaps;
}

function parseEntry(payload: string): LedgerEntry | null {
  try {
    const entry = JSON.parse(payload) as Partial<LedgerEntry> | null;
    return typeof entry?.kind === 'string' ? (entry as LedgerEntry) : null;
  } catch {
    return null;
  }
}

/** As far as gaps lead towards a row; each must begin behind the very row that stood there. */
function crossGaps(from: ChainHead, { sequence }: StoredRow, gaps: ReadonlyMap<number, Gap>): ChainHead {
  let before = from;
  while (before.sequence + 1 < sequence) {
    const gap = gaps.get(before.sequence + 1);
    if (gap?.previous !== before.hash || gap.to >= sequence || gap.to < gap.from) return before;
    before = { sequence: gap.to, hash: gap.hash };
  }
  return before;
}

/** The gaps that rows leave when they are removed; `rows` are in order. */
export function makeGaps(rows: readonly Pick<StoredRow, 'sequence' | 'previous' | 'hash'>[]): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const { sequence, previous, hash } of rows) {
    const last = gaps.at(-1);
    if (last?.to === sequence - 1) gaps[gaps.length - 1] = { ...last, to: sequence, hash };
    else gaps.push({ from: sequence, to: sequence, previous, hash });
  }
  return gaps;
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
  const known = digests.get(definition);
  if (known !== undefined) return known;
  const { key, text, sqlMode, characterSet, collation, databaseCollation, timeZone, triggerPlace, grants } = definition;
  const digest = checksum(
    ...[key.kind, key.schema, key.name, text, sqlMode, characterSet, collation],
    ...[databaseCollation ?? '', timeZone ?? '', triggerPlace ?? '', grants === null ? '-' : grants.join(';\n')],
  );
  digests.set(definition, digest);
  return digest;
}

/** It is compared, and written. */
const digests = new WeakMap<SavedDefinition, string>();
