/** Writes to the journal: rows with what they name, the row that accepts a broken chain, and what is pruned. */
import { advise } from '../base/advice';
import { failure, type Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { holdsUndecoded } from '../base/well-formed';
import { couldNot } from '../database/connection/could-not';
import { ownTable } from '../database/own-tables';
import type { Row } from '../database/connection/session';
import { chainRow, emptyHead, makeGaps } from './chain';
import { explainLedger, type LedgerPlace } from './ledger-place';
import type { Accepted, ChainHead, LedgerRecord, Pruning, RecordedEntry } from './ledger';
import { readLinksHere } from './read-links';
import { renderAppend, renderHead, renderPrune, type JournalRow } from './render-append';
import { digestLinks } from './verify-chain';

/** The format of a moment by the server's clock. */
export const momentFormat = '%Y-%m-%dT%H:%i:%s.%fZ';

/** Appends rows; `also` runs in the same transaction. */
export async function appendRows(
  place: LedgerPlace,
  records: readonly LedgerRecord[],
  also: readonly string[] = [],
): Promise<Result<readonly RecordedEntry[], Failure>> {
  if (records.some(({ entry }) => holdsUndecoded(JSON.stringify(entry)))) return rejectUndecoded(place);
  const locked = await lockHead(place);
  if (!locked.ok) return locked;
  const { head, at } = locked.value;
  if (head === null) {
    await place.session.query('ROLLBACK');
    return failure(
      'bad-input',
      nameMissingHead(place),
      advise`Run ${{ id: 'history', environment: place.environment, verify: true }} to see what is left.`,
    );
  }
  const rows = chainRows(
    place,
    { head, at },
    records.map((record) => addProject(record, place)),
  );
  return write(place, rows, [...also, ...renderAppend(place.schema, rows, place.key)]);
}

function rejectUndecoded({ environment }: LedgerPlace): Result<never, Failure> {
  return failure(
    'bad-input',
    `A record for the ledger of ${environment} has characters that could not be decoded, so it was not written.`,
    'Save the sources as UTF-8, and remove broken characters from reasons.',
  );
}

function nameMissingHead({ schema, environment }: Pick<LedgerPlace, 'schema' | 'environment'>): string {
  return `The row of ${schema}.chain_head that notes the last entry of the ledger of ${environment} is missing.`;
}

async function write(
  place: LedgerPlace,
  rows: readonly JournalRow[],
  statements: readonly string[],
): Promise<Result<readonly RecordedEntry[], Failure>> {
  const written = await place.session.query([...statements, 'COMMIT']);
  const { account } = place.session.server;
  if (written.ok)
    return succeed(
      rows.map(({ sequence, at, previous, hash, entry }) => ({ sequence, at, previous, hash, account, entry })),
    );
  await place.session.query('ROLLBACK');
  return fail(explainLedger(place, written.error, couldNot.writeLedger));
}

interface Locked {
  /** The end of the chain; null if it is not recorded. */
  readonly head: ChainHead | null;
  readonly at: string;
}

/** Adds the project's id to the rows from which a reader concludes whose deployment it was. */
function addProject(record: LedgerRecord, { project }: LedgerPlace): LedgerRecord {
  const { entry } = record;
  if (project === undefined || !('type' in entry)) return record;
  return { ...record, entry: { ...entry, project } };
}

/** Locks the end of the chain. Only the owner of this lock appends. */
async function lockHead(place: LedgerPlace): Promise<Result<Locked, Failure>> {
  const locked = await place.session.query([
    'START TRANSACTION',
    `SELECT h.sequence, h.hash, DATE_FORMAT(UTC_TIMESTAMP(6), '${momentFormat}') AS at
      FROM (SELECT 1 AS one) o LEFT JOIN ${ownTable(place.schema, 'chain_head')} h ON h.id = 1 FOR UPDATE`,
  ]);
  if (!locked.ok) {
    await place.session.query('ROLLBACK');
    return fail(explainLedger(place, locked.error, couldNot.writeLedger));
  }
  return succeed({ head: toHead(locked.value[0]), at: String(locked.value[0]?.['at']) });
}

function toHead(row: Row | undefined): ChainHead | null {
  return row?.['sequence'] == null ? null : { sequence: Number(row['sequence']), hash: String(row['hash']) };
}

function chainRows(
  { session, key }: LedgerPlace,
  { head, at }: { readonly head: ChainHead; readonly at: string },
  records: readonly LedgerRecord[],
): readonly JournalRow[] {
  const { account } = session.server;
  let before = head;
  return records.map((record) => {
    const row = { ...record, ...chainRow(before, { at, account, isSigned: key !== null, entry: record.entry }) };
    before = row;
    return row;
  });
}

/** Appends the acceptance after the last existing row, or after the one recorded as the last. */
export async function acceptRows(
  place: LedgerPlace,
  entry: Omit<Accepted, 'rows' | 'digest'>,
): Promise<Result<RecordedEntry, Failure>> {
  if (holdsUndecoded(JSON.stringify(entry))) return rejectUndecoded(place);
  const locked = await lockHead(place);
  if (!locked.ok) return locked;
  const read = await readLinksHere(place);
  if (!read.ok) {
    await place.session.query('ROLLBACK');
    return fail(explainLedger(place, read.error, couldNot.readLedger));
  }
  const { links } = read.value;
  const noted = locked.value.head ?? emptyHead;
  const last = links.at(-1) ?? noted;
  const head = { sequence: Math.max(last.sequence, noted.sequence), hash: last.hash };
  const accepted: Accepted = { ...entry, rows: links.length, digest: digestLinks(links) };
  const rows = chainRows(place, { head, at: locked.value.at }, [{ entry: accepted, definitions: [] }]);
  const end = rows.at(-1) ?? head;
  const written = await write(place, rows, [
    ...renderAppend(place.schema, rows, place.key),
    renderHead(place.schema, end),
  ]);
  if (!written.ok) return written;
  const [row] = written.value;
  if (row === undefined) throw new Error('One row was written.');
  return succeed(row);
}

export async function pruneRows(
  place: LedgerPlace,
  { entry, rows, definitions }: Pruning,
): Promise<Result<void, Failure>> {
  const gaps = makeGaps(rows);
  const deletions = renderPrune(place.schema, gaps, definitions);
  const appended = await appendRows(place, [{ entry: { ...entry, gaps }, definitions: [] }], deletions);
  return appended.ok ? succeed(undefined) : appended;
}
