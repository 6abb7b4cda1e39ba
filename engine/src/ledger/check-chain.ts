/** Checks that the ledger is as it was written: its chain, the known heads, and the texts that it keeps. */
import { append } from '../base/long-lists';
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { couldNot } from '../database/connection/could-not';
import { isMissingTable, ownTable } from '../database/own-tables';
import type { ServerError } from '../database/connection/session';
import type { ChainHead, ChainState, KnownHead, NamedChange } from './ledger';
import { explainLedger, type LedgerPlace } from './ledger-place';
import { findChanged } from './read-definitions';
import { isSignedThere, readLinks, readPlainChain } from './read-links';
import { verifyChain } from './verify-chain';

/** Verifies the chain here, row by row. */
export async function verifyHere(
  place: LedgerPlace,
  known: readonly KnownHead[],
): Promise<Result<ChainState, Failure>> {
  const read = await readLinks(place, 'here');
  if (!read.ok) return explain(place, read.error);
  return succeed(verifyChain(read.value.links, read.value.head, { key: place.key, known }));
}

/** Verifies the chain on the server. Signatures are checked here, because the key is never sent. */
export async function checkThere(
  place: LedgerPlace,
  known: readonly KnownHead[],
): Promise<Result<ChainState, Failure>> {
  if (place.key === null) {
    const plain = await readPlainChain(place);
    if (!plain.ok && !isMissingTable(plain.error)) return explain(place, plain.error);
    if (plain.ok && plain.value !== null && !(plain.value.signed > 0 && (await lacksSignature(place))))
      return describePlain(place, plain.value.head, known);
  }
  const read = await readLinks(place, 'there');
  if (!read.ok) return explain(place, read.error);
  return succeed(verifyChain(read.value.links, read.value.head, { key: place.key, known }));
}

/** Returns true if a row claims to be signed and is not. */
async function lacksSignature({ session, schema }: LedgerPlace): Promise<boolean> {
  const rows = await session.query(
    `SELECT 1 AS one FROM ${ownTable(schema, 'journal')} j LEFT JOIN ${ownTable(schema, 'row_mac')} k
      ON k.sequence = j.sequence WHERE k.mac IS NULL AND ${isSignedThere} LIMIT 1`,
  );
  // If the server cannot answer this, the rows are checked one by one.
  return !rows.ok || rows.value.length > 0;
}

async function describePlain(
  place: LedgerPlace,
  head: ChainHead,
  known: readonly KnownHead[],
): Promise<Result<ChainState, Failure>> {
  const journal = ownTable(place.schema, 'journal');
  const rows =
    known.length === 0
      ? succeed([])
      : await place.session.query(
          `SELECT sequence, hash FROM ${journal} WHERE ${known.map(() => '(hash = ? AND sequence = COALESCE(?, sequence))').join(' OR ')}`,
          known.flatMap(({ sequence, hash }) => [hash, sequence]),
        );
  if (!rows.ok) return explain(place, rows.error);
  const there = new Set(rows.value.map((row) => String(row['hash'])));
  const strange = known.filter(({ hash }) => !there.has(hash));
  const keyed = await place.session.query(
    `SELECT COUNT(*) AS keyed FROM ${ownTable(place.schema, 'row_mac')}
      WHERE sequence >= (SELECT COALESCE(MAX(sequence), 0) FROM ${journal} WHERE kind = 'accepted')`,
  );
  if (!keyed.ok && !isMissingTable(keyed.error)) return explain(place, keyed.error);
  const signed = keyed.ok ? Number(keyed.value[0]?.['keyed']) : 0;
  const facts = { length: head.sequence, head, fault: null, accepted: null, anchored: new Set<string>() };
  return succeed({ kind: 'intact', ...facts, keyed: { rows: signed, areChecked: false }, strange });
}

/** Rows per answer: each holds a text. */
const pageRows = 200;

export async function changedDefinitions(place: LedgerPlace): Promise<Result<readonly NamedChange[], Failure>> {
  const changed: NamedChange[] = [];
  for (let after = ''; ;) {
    const page = await findChanged(place, after, pageRows);
    if (!page.ok) return isMissingTable(page.error) ? succeed([]) : explain(place, page.error);
    append(changed, page.value.changed);
    if (page.value.last === null) return succeed(changed);
    after = page.value.last;
  }
}

/** Returns true if every row from one to the other exists, both included. */
export async function isWhole(place: LedgerPlace, from: ChainHead, to: ChainHead): Promise<Result<boolean, Failure>> {
  const rows = await place.session.query(
    `SELECT COUNT(*) AS length, COALESCE(SUM(hash IN (?, ?)), 0) AS ends
      FROM ${ownTable(place.schema, 'journal')} WHERE sequence BETWEEN ? AND ?`,
    [from.hash, to.hash, from.sequence, to.sequence],
  );
  if (!rows.ok) return explain(place, rows.error);
  const ends = from.hash === to.hash ? 1 : 2;
  return succeed(
    Number(rows.value[0]?.['length']) === to.sequence - from.sequence + 1 && Number(rows.value[0]?.['ends']) === ends,
  );
}

function explain(place: LedgerPlace, error: ServerError): Result<never, Failure> {
  return fail(explainLedger(place, error, couldNot.readLedger));
}
