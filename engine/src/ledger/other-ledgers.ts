/** Other ledgers of a server that know of the same target schema: neither sees the leases and the journal of the other. */
import { ownTable } from '../database/own-tables';
import type { Session } from '../database/connection/session';
import { readLeaseHolder, type LeaseHolder } from './mysql-lease';

export interface OtherLedger {
  readonly schema: string;
  /** The deployment that uses it now; null if there is none, or if it is unreadable. */
  readonly holder: LeaseHolder | null;
}

/** Returns the ledgers that have deployed to the schema and that this account can see. */
export async function findOtherLedgers(
  session: Session,
  { ledgerSchema, targetSchema }: { readonly ledgerSchema: string; readonly targetSchema: string },
): Promise<readonly OtherLedger[]> {
  const rows = await session.query(
    `SELECT h.TABLE_SCHEMA AS name FROM information_schema.TABLES h JOIN information_schema.TABLES j
      ON j.TABLE_SCHEMA = h.TABLE_SCHEMA AND j.TABLE_NAME = 'journal'
      WHERE h.TABLE_NAME = 'chain_head' AND h.TABLE_SCHEMA <> ? LIMIT ${mostLedgers}`,
    [ledgerSchema],
  );
  const found: OtherLedger[] = [];
  for (const row of rows.ok ? rows.value : []) {
    const schema = String(row['name']);
    const known = await session.query(
      `SELECT 1 AS one FROM ${ownTable(schema, 'journal')} WHERE kind = 'deployment-started' AND target_schema = ? LIMIT 1`,
      [targetSchema],
    );
    if (!known.ok || known.value.length === 0) continue;
    found.push({ schema, holder: await readLeaseHolder({ session, schema, environment: '' }) });
  }
  return found;
}

/** A server has a handful of them. */
const mostLedgers = 50;
