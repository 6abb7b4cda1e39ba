/** The ledger in tables on the target itself; MySQL and MariaDB alike. */
import { advise } from '../base/advice';
import { failure, type Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { couldNot } from '../database/connection/could-not';
import { explainTables, isMissingTable, ownTable, prepareTables } from '../database/own-tables';
import { readPages } from '../database/read-pages';
import { readPrivileges } from '../database/read-privileges';
import type { Row, ServerError, SqlValue } from '../database/connection/session';
import { settleOrders } from './settle-orders';
import { identify } from '../routine/routine';
import { acceptRows, appendRows, momentFormat, pruneRows } from './append-rows';
import type { StoredRow } from './chain';
import { changedDefinitions, checkThere, isWhole, verifyHere } from './check-chain';
import type { JournalQuery, Ledger, RecordedEntry, StepFinished } from './ledger';
import { explainLedger, inSequence, tablesOf, type LedgerPlace } from './ledger-place';
import { parsePayload } from './parse-entry';
import { readDefinitions, rejectChanged } from './read-definitions';

export function openMysqlLedger(place: LedgerPlace): Ledger {
  return {
    prepare: () => prepareTables(tablesOf(place)),
    append: (records) => inSequence(place.session, () => appendRows(place, records)),
    read: async (reading = {}) => {
      const rows = await readJournal(place, reading);
      return rows.ok ? readEntries(place, rows.value) : rows;
    },
    salvage: async (reading) => {
      const rows = await readJournal(place, reading);
      return rows.ok ? succeed(rows.value.map(readRow).filter((row) => row !== null)) : rows;
    },
    lastDone: () => lastDone(place),
    unfinished: (targetSchema) => unfinished(place, targetSchema),
    definitions: async (digests) => {
      const read = await readDefinitions(place, digests);
      return read.ok
        ? rejectChanged(place.schema, read.value)
        : fail(explainLedger(place, read.error, couldNot.readLedger));
    },
    verify: (known = []) => inSequence(place.session, () => verifyHere(place, known)),
    check: (known = []) => inSequence(place.session, () => checkThere(place, known)),
    changedDefinitions: () => changedDefinitions(place),
    isWhole: (from, to) => isWhole(place, from, to),
    accept: (entry) => inSequence(place.session, () => acceptRows(place, entry)),
    daysAgo: (days) => daysAgo(place, days),
    prune: (pruning) => inSequence(place.session, () => pruneRows(place, pruning)),
  };
}

async function daysAgo(place: LedgerPlace, days: number): Promise<Result<string, Failure>> {
  const rows = await place.session.query(
    `SELECT DATE_FORMAT(UTC_TIMESTAMP(6) - INTERVAL ? DAY, '${momentFormat}') AS at`,
    [days],
  );
  return rows.ok ? succeed(String(rows.value[0]?.['at'])) : fail(explainLedger(place, rows.error, couldNot.readLedger));
}

const journalColumns: Readonly<Record<keyof JournalQuery, string>> = {
  kind: 'kind',
  environment: 'environment',
  targetSchema: 'target_schema',
  deployment: 'deployment',
  routine: 'routine',
};

/** Returns the entries; fails and names a row that is not an entry, whose content is not guessed. */
function readEntries(
  { schema, environment }: LedgerPlace,
  rows: readonly JournalRow[],
): Result<readonly RecordedEntry[], Failure> {
  const entries: RecordedEntry[] = [];
  for (const row of rows) {
    const entry = readRow(row);
    if (entry === null)
      return failure(
        'bad-input',
        `Row ${row.sequence} of the journal in ${schema} (deployment ${row.deployment}) is corrupt: Sproc does not write such entries.`,
        advise`See the other entries with ${{ id: 'history', environment }}. Restore the row from a backup of the server.`,
      );
    entries.push(entry);
  }
  return succeed(entries);
}

interface JournalRow extends StoredRow {
  /** The separate column, which names the deployment even if the payload is unreadable. */
  readonly deployment: string;
}

function readRow({ sequence, at, previous, hash, payload }: JournalRow): RecordedEntry | null {
  const parsed = parsePayload(payload);
  return parsed === null ? null : { sequence, at, previous, hash, ...parsed };
}

async function readJournal(place: LedgerPlace, reading: JournalQuery): Promise<Result<readonly JournalRow[], Failure>> {
  const columns = Object.entries(reading) as readonly (readonly [keyof JournalQuery, string | readonly string[]])[];
  const listed = columns.map(([column, value]) => [column, typeof value === 'string' ? [value] : value] as const);
  const conditions = listed.map(([column, of]) => `${journalColumns[column]} IN (${of.map(() => '?').join(', ')})`);
  const values = listed.flatMap(([, of]) => of);
  return readRows(place, `WHERE ${['1 = 1', ...conditions].join(' AND ')}`, values);
}

/** Reads the rows page by page. The pages fit together because rows are only appended. */
async function readRows(
  place: LedgerPlace,
  which: string,
  values: readonly SqlValue[],
): Promise<Result<readonly JournalRow[], Failure>> {
  const behind = `${which.startsWith('WHERE') ? 'AND' : 'WHERE'} j.sequence > ? ORDER BY j.sequence LIMIT ${paging.pageSize}`;
  const sql = `SELECT j.sequence, j.at, j.previous, j.hash, j.deployment, j.payload FROM ${ownTable(place.schema, 'journal')} j ${which} ${behind}`;
  const rows = await readPages(paging, (before) => place.session.query(sql, [...values, before]));
  if (rows.ok) return succeed(rows.value.map(toStoredRow));
  return isMissingTable(rows.error) ? succeed([]) : fail(await explainUnread(place, rows.error));
}

const paging = { pageSize: 10_000, by: 'sequence', mostRows: 2_000_000 };

/** Names all privileges that the account lacks, so that they are not reported one after another. */
async function explainUnread(place: LedgerPlace, error: ServerError): Promise<Failure> {
  const tables = tablesOf(place);
  const privileges = await readPrivileges(place.session);
  const missing = privileges.ok
    ? neededFirst.filter((privilege) => !privileges.value.hasOnSchema(privilege, place.schema))
    : [];
  const lacking = missing.length === 0 ? tables.privileges : missing.join(', ');
  return explainTables({ ...tables, privileges: lacking }, error, couldNot.readLedger);
}

const neededFirst = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE'];

/** Reads the last steps with joins: MySQL runs the same subquery in IN once for each row. */
async function lastDone(place: LedgerPlace): Promise<Result<ReadonlyMap<string, StepFinished>, Failure>> {
  const table = ownTable(place.schema, 'journal');
  const rows = await readRows(
    place,
    `JOIN (SELECT MAX(f.sequence) AS sequence FROM ${table} f
      LEFT JOIN ${table} r ON r.deployment = f.deployment AND r.step = f.step AND r.kind = 'step-finished'
        AND r.routine = f.routine AND r.sequence > f.sequence
      WHERE f.kind = 'step-finished' AND f.outcome = 'done' AND r.sequence IS NULL GROUP BY f.routine) last
      ON last.sequence = j.sequence`,
    [],
  );
  const entries = rows.ok ? readEntries(place, rows.value) : rows;
  if (!entries.ok) return entries;
  const steps = entries.value.map(({ entry }) => entry).filter((entry) => entry.kind === 'step-finished');
  return succeed(new Map(settleOrders(steps).map((step) => [identify(step.key), step])));
}

async function unfinished(place: LedgerPlace, targetSchema: string): Promise<Result<readonly string[], Failure>> {
  const table = ownTable(place.schema, 'journal');
  const rows = await readRows(
    place,
    `WHERE j.kind = 'deployment-started' AND j.target_schema = ? AND NOT EXISTS
      (SELECT 1 FROM ${table} f WHERE f.deployment = j.deployment AND f.target_schema = j.target_schema
        AND f.kind = 'deployment-finished' AND f.outcome <> 'partial' AND f.sequence > j.sequence)`,
    [targetSchema],
  );
  const entries = rows.ok ? readEntries(place, rows.value) : rows;
  if (!entries.ok) return entries;
  // A recovery has no steps of its own: what it did not finish is open under the deployment that it recovers.
  const open = entries.value.filter(({ entry }) => entry.kind !== 'deployment-started' || entry.type !== 'recover');
  return succeed([...new Set(open.map(({ entry }) => entry.deployment))]);
}

function toStoredRow(row: Row): JournalRow {
  const text = (name: string): string => String(row[name]);
  return {
    sequence: Number(row['sequence']),
    at: text('at'),
    previous: text('previous'),
    hash: text('hash'),
    payload: text('payload'),
    deployment: text('deployment'),
  };
}
