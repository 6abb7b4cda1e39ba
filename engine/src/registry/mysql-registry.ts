/** The registry in tables on a server, for teams; MySQL and MariaDB alike (docs/formats.md). */
import { failure, type Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import {
  explainTables,
  isMissingTable,
  ownTable,
  prepareTables,
  readTablesVersion,
  type OwnTables,
} from '../database/own-tables';
import type { ServerError, Session, SqlValue } from '../database/session';
import { identify, printKindAndKey, type RoutineKey } from '../routine/routine';
import { explainKept, explainMoved, explainRemoved, explainTaken } from './explain-conflict';
import type { Registry, RoutineRecord, StatusChange, Version } from './registry';
import { registryGuards, registryMigrations } from './registry-tables';
import { assemble, changeColumns, changeRow, sealChange } from './registry-rows';
import { renderSafely } from './version-files';

export interface RegistryServer {
  /** Opens a session that is closed after each use. */
  readonly open: () => Promise<Result<Session, Failure>>;
  readonly schema: string;
  /** The environment whose server it is; named in messages. */
  readonly environment: string;
}

type KeyedChange = StatusChange & { readonly key: RoutineKey };

export function mysqlRegistry(server: RegistryServer): Registry {
  return Object.freeze({
    list: () => withTables(server, (tables) => readRecords(tables, null)),
    find: (key: RoutineKey) => withTables(server, (tables) => find(tables, identify(key))),
    append: (versions: readonly Version[], changes: readonly KeyedChange[]) =>
      withTables(server, (tables) => append(tables, versions, changes)),
    mark: (key: RoutineKey, change: StatusChange) => withTables(server, (tables) => mark(tables, key, change)),
    remove: (key: RoutineKey, version: string) => withTables(server, (tables) => remove(tables, key, version)),
  });
}

async function withTables<T>(
  { open, schema, environment }: RegistryServer,
  use: (tables: OwnTables) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const opened = await open();
  if (!opened.ok) return opened;
  const session = opened.value;
  try {
    return await use({
      ...{ session, schema, environment },
      purpose: 'registry',
      migrations: registryMigrations,
      guards: registryGuards,
      privileges: 'SELECT, INSERT, CREATE, TRIGGER',
    });
  } finally {
    await session.close();
  }
}

async function find(tables: OwnTables, identity: string): Promise<Result<RoutineRecord | null, Failure>> {
  const records = await readRecords(tables, identity);
  return records.ok ? succeed(records.value[0] ?? null) : records;
}

/** All, or those of one identity; as they stood at one moment. */
async function readRecords(
  tables: OwnTables,
  identity: string | null,
): Promise<Result<readonly RoutineRecord[], Failure>> {
  const { session, schema } = tables;
  const known = await readTablesVersion({ ...tables, privileges: 'SELECT' });
  if (!known.ok) return known;
  if (known.value === 0) return succeed([]);
  const which = identity === null ? '' : `WHERE identity = ${quoteText(identity)}`;
  const sets = await session.queryMany(
    `START TRANSACTION WITH CONSISTENT SNAPSHOT;
    SELECT identity, version, facts, text FROM ${ownTable(schema, 'version')} ${which} ORDER BY id;
    SELECT * FROM ${ownTable(schema, 'status_change')} ${which} ORDER BY id;
    COMMIT`,
  );
  if (!sets.ok) return isMissingTable(sets.error) ? succeed([]) : fail(explain(tables, sets.error, 'read'));
  return assemble(tables, sets.value[1] ?? [], sets.value[2] ?? []);
}

/** For a statement in a packet of several, whose values the driver does not put in; hex needs no escaping. */
function quoteText(text: string): string {
  return `CONVERT(X'${Buffer.from(text).toString('hex')}' USING utf8mb4)`;
}

async function append(
  tables: OwnTables,
  versions: readonly Version[],
  changes: readonly KeyedChange[],
): Promise<Result<void, Failure>> {
  if (versions.length === 0 && changes.length === 0) return succeed(undefined);
  const rows: VersionRow[] = [];
  for (const version of versions) {
    const texts = renderSafely(version);
    if (!texts.ok) return texts;
    rows.push([identify(version.key), version.version, texts.value.facts, texts.value.text]);
  }
  const prepared = await prepareTables(tables);
  if (!prepared.ok) return prepared;
  const written = await inTransaction(tables.session, () => insertAll(tables, rows, changes));
  if (written.ok) return written;
  return isDouble(written.error) ? explainDouble(tables, versions) : fail(explain(tables, written.error, 'write'));
}

type VersionRow = readonly [identity: string, version: string, facts: string, text: string];

/** In one order for everybody, so that two who append the same routines do not wait for each other in a circle. */
async function insertAll(
  { session, schema }: OwnTables,
  rows: readonly VersionRow[],
  changes: readonly KeyedChange[],
): Promise<Result<unknown, ServerError>> {
  const sorted = rows.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const written = await insert(session, `${ownTable(schema, 'version')} (identity, version, facts, text)`, sorted);
  if (!written.ok) return written;
  const seals = new Map<string, { readonly place: number; readonly seal: string }>();
  const changeRows = changes.map(({ key, ...change }) => {
    const identity = identify(key);
    const name = `${identity} ${change.version}`;
    const before = seals.get(name) ?? { place: 0, seal: '' };
    const next = { place: before.place + 1, seal: sealChange(before.seal, identity, change) };
    seals.set(name, next);
    return changeRow(identity, change, next);
  });
  return insert(session, `${ownTable(schema, 'status_change')} (${changeColumns})`, changeRows);
}

/** Characters of one packet, far below any max_allowed_packet even where each becomes several bytes. */
const packetSize = 500_000;

async function insert(
  session: Session,
  into: string,
  rows: readonly (readonly SqlValue[])[],
): Promise<Result<unknown, ServerError>> {
  let batch: (readonly SqlValue[])[] = [];
  let size = 0;
  for (const [i, row] of rows.entries()) {
    batch.push(row);
    size += row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
    if (size < packetSize && i < rows.length - 1) continue;
    const tuples = batch.map(({ length }) => `(${Array.from({ length }, () => '?').join(', ')})`);
    const run = await session.query(`INSERT INTO ${into} VALUES ${tuples.join(', ')}`, batch.flat());
    if (!run.ok) return run;
    [batch, size] = [[], 0];
  }
  return succeed(undefined);
}

/** Deadlock; a lock waited for in vain; and, in a cluster, a transaction that another member's came before. */
const passing: ReadonlySet<number> = new Set([1213, 1205, 3101]);
const mostTries = 8;

async function inTransaction(
  session: Session,
  write: () => Promise<Result<unknown, ServerError>>,
): Promise<Result<void, ServerError>> {
  for (let tries = 1; ; tries++) {
    const begun = await session.query('START TRANSACTION');
    const written = begun.ok ? await write() : begun;
    const ended = written.ok ? await session.query('COMMIT') : written;
    if (ended.ok) return succeed(undefined);
    if (!ended.error.connectionLost) await session.query('ROLLBACK');
    if (!passing.has(ended.error.errno) || tries === mostTries) return ended;
    await new Promise((wake) => setTimeout(wake, Math.random() * 20 * tries));
  }
}

function isDouble({ errno }: ServerError): boolean {
  return errno === 1062;
}

async function explainDouble(tables: OwnTables, versions: readonly Version[]): Promise<Result<never, Failure>> {
  const records = await readRecords(tables, null);
  if (!records.ok) return records;
  const known = new Map(
    records.value.flatMap((record) => record.versions.map((each) => [nameOf(each), each] as const)),
  );
  const own = new Map<string, Version>();
  for (const version of versions) {
    const taken = known.get(nameOf(version)) ?? own.get(nameOf(version));
    if (taken !== undefined) return explainTaken(version, taken);
    own.set(nameOf(version), version);
  }
  const changes = new Map(records.value.map((record) => [identify(record.key), record.changes]));
  for (const version of versions) {
    const removed = explainRemoved(version, changes.get(identify(version.key)) ?? []);
    if (removed !== null) return removed;
  }
  return failure(
    'could-not',
    'A number that is to be registered belonged to a version that was removed since; nothing was registered.',
    'Give a higher number with --version.',
  );
}

function nameOf({ key, version }: Version): string {
  return `${identify(key)} ${version}`;
}

/** The unique place of a change among those of its version refuses the second of two who change it at once. */
async function mark(tables: OwnTables, key: RoutineKey, change: StatusChange): Promise<Result<void, Failure>> {
  const identity = identify(key);
  const record = await find(tables, identity);
  if (!record.ok) return record;
  const moved = explainMoved(key, change, record.value);
  if (moved !== null) return moved;
  const own = (record.value?.changes ?? []).filter(({ version }) => version === change.version);
  const before = own.reduce((seal, each) => sealChange(seal, identity, each), '');
  const row = changeRow(identity, change, { place: own.length + 1, seal: sealChange(before, identity, change) });
  const into = `${ownTable(tables.schema, 'status_change')} (${changeColumns})`;
  const written = await inTransaction(tables.session, () => insert(tables.session, into, [row]));
  if (written.ok) return written;
  if (!isDouble(written.error)) return fail(explain(tables, written.error, 'write'));
  const again = await find(tables, identity);
  if (!again.ok) return again;
  return (
    explainMoved(key, change, again.value) ??
    failure(
      'held',
      `The status of ${printKindAndKey(key)} ${change.version} was changed by another at the same time.`,
      'Try again.',
    )
  );
}

/** A status that another changes meanwhile is seen by the statement itself. */
async function remove(tables: OwnTables, key: RoutineKey, version: string): Promise<Result<void, Failure>> {
  const identity = identify(key);
  const record = await find(tables, identity);
  if (!record.ok) return record;
  const kept = explainKept(key, version, record.value);
  if (kept !== null) return kept;
  const { session, schema } = tables;
  const deleted = await inTransaction(session, () =>
    session.query(
      `DELETE FROM ${ownTable(schema, 'version')} WHERE identity = ? AND version = ? AND 'RETIRED' =
        (SELECT to_status FROM ${ownTable(schema, 'status_change')} WHERE identity = ? AND version = ?
          ORDER BY place DESC LIMIT 1)`,
      [identity, version, identity, version],
    ),
  );
  if (!deleted.ok) return fail(explain(tables, deleted.error, 'prune'));
  const again = await find(tables, identity);
  if (!again.ok) return again;
  const isThere = again.value?.versions.some((each) => each.version === version) === true;
  return (isThere ? explainKept(key, version, again.value) : null) ?? succeed(undefined);
}

const privilegesFor = { read: 'SELECT', write: 'SELECT, INSERT', prune: 'SELECT, DELETE' } as const;

function explain(tables: OwnTables, error: ServerError, doing: keyof typeof privilegesFor): Failure {
  const privileges = privilegesFor[doing];
  const plain = explainTables({ ...tables, privileges }, error, `${doing} the registry`);
  return error.connectionLost
    ? { ...plain, remedy: 'Look with "sproc versions" when the server answers again.' }
    : plain;
}
