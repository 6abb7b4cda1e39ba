/** The hash chain of the journal: what each row's hash is made from, and what names a saved definition. */
import { createHmac } from 'node:crypto';
import { checksum } from '../base/checksum';
import type { ChainHead, Gap, LedgerEntry, SavedDefinition } from './ledger';
import { renderPayload } from './parse-entry';
import { renderGrants } from './saved-grants';

/** The hash before the first row. */
const chainStart = '0'.repeat(64);

export const emptyHead: ChainHead = { sequence: 0, hash: chainStart };

/** A row as it is stored: `payload` is the entry in JSON. */
export interface StoredRow {
  readonly sequence: number;
  readonly at: string;
  readonly previous: string;
  readonly hash: string;
  readonly payload: string;
}

export interface NewRow {
  /** ISO 8601. */
  readonly at: string;
  readonly account: string;
  readonly isSigned: boolean;
  readonly entry: LedgerEntry;
}

/** Returns the next row of the chain. */
export function chainRow(head: ChainHead, { at, account, isSigned, entry }: NewRow): StoredRow {
  const sequence = head.sequence + 1;
  const payload = renderPayload(entry, { account, isSigned });
  return { sequence, at, previous: head.hash, payload, hash: hashRow({ sequence, at, previous: head.hash, payload }) };
}

/** Returns the gaps that the removed rows leave; `rows` are in order. */
export function makeGaps(rows: readonly Pick<StoredRow, 'sequence' | 'previous' | 'hash'>[]): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const { sequence, previous, hash } of rows) {
    const last = gaps.at(-1);
    if (last?.to === sequence - 1) gaps[gaps.length - 1] = { ...last, to: sequence, hash };
    else gaps.push({ from: sequence, to: sequence, previous, hash });
  }
  return gaps;
}

export function hashRow({ sequence, at, previous, payload }: Omit<StoredRow, 'hash'>): string {
  return checksum(String(sequence), at, previous, payload);
}

/** Returns the proof that the writer of the row had the key. */
export function signRow(hash: string, key: string): string {
  return createHmac('sha256', key).update(hash).digest('hex');
}

/** Returns the digest of a saved definition with its whole content. */
export function digestDefinition(definition: SavedDefinition): string {
  return digestParts(definition, definition.grants === null ? null : renderGrants(definition));
}

/**
 * Returns the checksum. It takes the grants as statements, as the first version of Sproc stored them, so that digests
 * are equal however they are stored.
 */
export function digestParts(definition: Omit<SavedDefinition, 'grants'>, statements: readonly string[] | null): string {
  const { key, text, sqlMode, characterSet, collation, databaseCollation, timeZone, triggerPlace } = definition;
  return checksum(
    ...[key.kind, key.schema, key.name, text, sqlMode, characterSet, collation],
    ...[
      databaseCollation ?? '',
      timeZone ?? '',
      triggerPlace ?? '',
      statements === null ? '-' : statements.join(';\n'),
    ],
  );
}
