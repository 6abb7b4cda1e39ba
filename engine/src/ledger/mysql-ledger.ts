/** The ledger in tables on the target itself; MySQL and MariaDB alike. */
import { failure, type Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { holdsUndecoded } from '../base/well-formed';
import { explainTables, isMissingTable, ownTable, prepareTables, type OwnTables } from '../database/own-tables';
import { readPrivileges } from '../database/read-privileges';
import type { Row, ServerError, Session, SqlValue } from '../database/session';
import { identify } from '../routine/routine';
import { chainRow, emptyHead, makeGaps, readRow, verifyChain, type ChainHead, type StoredRow } from './chain';
import type { JournalReading, Ledger, LedgerRecord, Pruning, RecordedEntry, StepFinished } from './ledger';
import { migrations } from './ledger-tables';
import { readDefinitions, refuseChanged } from './read-definitions';
import { renderAppend, renderPrune, type JournalRow } from './render-append';

export interface LedgerPlace {
  /** The ledger's own session: its transactions must not mix with the deployment's DDL. */
  readonly session: Session;
  readonly schema: string;
  /** Named in messages. */
  readonly environment: string;
}

export function openMysqlLedger(place: LedgerPlace): Ledger {
  return {
    prepare: () => prepareTables(tablesOf(place)),
    append: (records) => inTurn(place.session, () => append(place, records)),
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
      return read.ok ? refuseChanged(place.schema, read.value) : fail(explain(place, read.error, 'read the ledger'));
    },
    verify: () => verify(place),
    daysAgo: (days) => daysAgo(place, days),
    prune: (pruning) => inTurn(place.session, () => prune(place, pruning)),
  };
}

const turns = new WeakMap<Session, Promise<unknown>>();

/** Transactions of one session must not mix: each write waits for the one before it. */
function inTurn<T>(session: Session, write: () => Promise<T>): Promise<T> {
  const turn = (turns.get(session) ?? Promise.resolve()).then(write);
  turns.set(session, turn);
  return turn;
}

const momentFormat = '%Y-%m-%dT%H:%i:%s.%fZ';

/** `also` runs in the same transaction. */
async function append(
  place: LedgerPlace,
  records: readonly LedgerRecord[],
  also: readonly string[] = [],
): Promise<Result<readonly RecordedEntry[], Failure>> {
  if (records.some(({ entry }) => holdsUndecoded(JSON.stringify(entry)))) return refuseUndecoded(place);
  const head = ownTable(place.schema, 'chain_head');
  const locked = await place.session.query(
    `START TRANSACTION; SELECT sequence, hash, DATE_FORMAT(UTC_TIMESTAMP(6), '${momentFormat}') AS at FROM ${head} WHERE id = 1 FOR UPDATE`,
  );
  if (!locked.ok) {
    await place.session.query('ROLLBACK');
    return fail(explain(place, locked.error, 'write the ledger'));
  }
  const rows = chainRows(toHead(locked.value[0]), String(locked.value[0]?.['at']), records);
  const written = await place.session.query([...also, ...renderAppend(place.schema, rows), 'COMMIT'].join(';\n'));
  if (written.ok)
    return succeed(rows.map(({ sequence, at, previous, hash, entry }) => ({ sequence, at, previous, hash, entry })));
  await place.session.query('ROLLBACK');
  return fail(explain(place, written.error, 'write the ledger'));
}

function chainRows(head: ChainHead, at: string, records: readonly LedgerRecord[]): readonly JournalRow[] {
  let before = head;
  return records.map((record) => {
    const row = { ...record, ...chainRow(before, at, record.entry) };
    before = row;
    return row;
  });
}

async function daysAgo(place: LedgerPlace, days: number): Promise<Result<string, Failure>> {
  const rows = await place.session.query(
    `SELECT DATE_FORMAT(UTC_TIMESTAMP(6) - INTERVAL ? DAY, '${momentFormat}') AS at`,
    [days],
  );
  return rows.ok ? succeed(String(rows.value[0]?.['at'])) : fail(explain(place, rows.error, 'read the ledger'));
}

async function prune(place: LedgerPlace, { entry, rows, definitions }: Pruning): Promise<Result<void, Failure>> {
  const gaps = makeGaps(rows);
  const deletions = renderPrune(place.schema, gaps, definitions);
  const appended = await append(place, [{ entry: { ...entry, gaps }, definitions: [] }], deletions);
  return appended.ok ? succeed(undefined) : appended;
}

const journalColumns: Readonly<Record<keyof JournalReading, string>> = {
  kind: 'kind',
  environment: 'environment',
  targetSchema: 'target_schema',
  deployment: 'deployment',
  routine: 'routine',
};

function readEntries({ schema }: LedgerPlace, rows: readonly StoredRow[]): Result<readonly RecordedEntry[], Failure> {
  const entries: RecordedEntry[] = [];
  for (const row of rows) {
    const entry = readRow(row);
    if (entry === null)
      return failure(
        'could-not',
        `Row ${row.sequence} of the journal of ${schema} is no entry any more: somebody changed it behind the ledger's back.`,
        'sproc history shows what is left; put the row back from a backup of the server.',
      );
    entries.push(entry);
  }
  return succeed(entries);
}

async function readJournal(
  place: LedgerPlace,
  reading: JournalReading,
): Promise<Result<readonly StoredRow[], Failure>> {
  const columns = Object.entries(reading) as readonly (readonly [keyof JournalReading, string])[];
  const conditions = ['1 = 1', ...columns.map(([column]) => `${journalColumns[column]} = ?`)];
  const values = columns.map(([, value]) => value);
  return readRows(place, `WHERE ${conditions.join(' AND ')}`, values);
}

async function readRows(
  place: LedgerPlace,
  which: string,
  values: readonly SqlValue[],
): Promise<Result<readonly StoredRow[], Failure>> {
  const table = ownTable(place.schema, 'journal');
  const rows = await place.session.query(
    `SELECT j.sequence, j.at, j.previous, j.hash, j.payload FROM ${table} j ${which} ORDER BY j.sequence`,
    values,
  );
  if (rows.ok) return succeed(rows.value.map(toStoredRow));
  return isMissingTable(rows.error) ? succeed([]) : fail(await explainUnread(place, rows.error));
}

/** Names what the account lacks, all of it, since the rest would be told next. */
async function explainUnread(place: LedgerPlace, error: ServerError): Promise<Failure> {
  const tables = tablesOf(place);
  const privileges = await readPrivileges(place.session);
  const missing = privileges.ok
    ? neededFirst.filter((privilege) => !privileges.value.hasOnSchema(privilege, place.schema))
    : [];
  const lacking = missing.length === 0 ? tables.privileges : missing.join(', ');
  return explainTables({ ...tables, privileges: lacking }, error, 'read the ledger');
}

const neededFirst = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE'];

/** As joins: MySQL runs the same subquery behind IN once for each row. */
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
  return succeed(new Map(steps.map((step) => [identify(step.key), step])));
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
  return entries.ok ? succeed([...new Set(entries.value.map(({ entry }) => entry.deployment))]) : entries;
}

async function verify(place: LedgerPlace): ReturnType<Ledger['verify']> {
  const rows = await readRows(place, '', []);
  if (!rows.ok) return rows;
  const head = await place.session.query(
    `SELECT sequence, hash FROM ${ownTable(place.schema, 'chain_head')} WHERE id = 1`,
  );
  if (!head.ok && !isMissingTable(head.error)) return fail(explain(place, head.error, 'read the ledger'));
  return succeed(verifyChain(rows.value, head.ok ? toHead(head.value[0]) : emptyHead));
}

function toHead(row: Row | undefined): ChainHead {
  return row === undefined ? emptyHead : { sequence: Number(row['sequence']), hash: String(row['hash']) };
}

function toStoredRow(row: Row): StoredRow {
  const text = (name: string): string => String(row[name]);
  return {
    sequence: Number(row['sequence']),
    at: text('at'),
    previous: text('previous'),
    hash: text('hash'),
    payload: text('payload'),
  };
}

function explain(place: LedgerPlace, error: ServerError, doing: string): Failure {
  return explainTables(tablesOf(place), error, doing);
}

function tablesOf(place: LedgerPlace): OwnTables {
  return { ...place, purpose: 'ledger', migrations, privileges: 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER' };
}

function refuseUndecoded({ environment }: LedgerPlace): Result<never, Failure> {
  return failure(
    'bad-input',
    `A record for the ledger of ${environment} has characters that could not be decoded. It is not written.`,
    'Save the sources as UTF-8, and leave broken characters out of reasons.',
  );
}
