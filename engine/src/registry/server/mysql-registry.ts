/** The registry in tables on a server, for teams; MySQL and MariaDB alike (docs/formats/registry.md). */
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import {
  explainTables,
  isMissingTable,
  ownTable,
  prepareTables,
  readTablesVersion,
  type OwnTables,
} from '../../database/own-tables';
import type { ServerError, Session } from '../../database/connection/session';
import { identify, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { chainChanges, rechain, tipOf } from '../records/chain-lines';
import { rejectConflicts } from '../records/describe-conflict';
import { explainClash, explainKept, explainMoved, explainPeace, explainUnfit } from '../records/explain-conflict';
import type { Report } from '../folder/migrate-folder';
import { textsOf } from '../folder/read-records';
import { readSnapshot } from './read-snapshot';
import type { Registry, Resolution, Resolved, RoutineRecord, StatusChange, Version } from '../records/registry';
import { registryGuards, registryMigrations } from './registry-tables';
import { assemble, readAfter, type ServerReading } from './registry-rows';
import { resolveLog } from '../folder/resolve-log';
import { renderSafely } from '../records/version-files';
import { inTransaction, insertAll, type NewLines, type VersionRow } from './write-rows';

export interface RegistryServer {
  /** Opens a session that is closed after each use. */
  readonly open: () => Promise<Result<Session, Failure>>;
  readonly schema: string;
  /** The environment whose server it is; named in messages. */
  readonly environment: string;
  /** Receives sentences beside the answers, for example that the tables were migrated. */
  readonly report?: Report;
}

type KeyedChange = StatusChange & { readonly key: RoutineKey };

export function mysqlRegistry(server: RegistryServer): Registry {
  return Object.freeze({
    list: () => withTables(server, (tables) => list(tables)),
    find: (key: RoutineKey) => withTables(server, (tables) => find(tables, key)),
    append: (versions: readonly Version[], changes: readonly KeyedChange[]) =>
      withTables(server, (tables) => append(tables, versions, changes)),
    mark: (key: RoutineKey, change: StatusChange) => withTables(server, (tables) => mark(tables, key, change)),
    resolve: (key: RoutineKey, resolution: Resolution) =>
      withTables(server, (tables) => resolve(tables, key, resolution)),
    remove: (key: RoutineKey, version: string) => withTables(server, (tables) => remove(tables, key, version)),
  });
}

interface RegistryTables extends OwnTables {
  readonly report: Report;
}

async function withTables<T>(
  { open, schema, environment, report = () => undefined }: RegistryServer,
  use: (tables: RegistryTables) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const opened = await open();
  if (!opened.ok) return opened;
  const session = opened.value;
  try {
    return await use({
      ...{ session, schema, environment, report },
      purpose: 'registry',
      migrations: registryMigrations,
      guards: registryGuards,
      privileges: 'SELECT, INSERT, CREATE, TRIGGER',
    });
  } finally {
    await session.close();
  }
}

async function list(tables: OwnTables): Promise<Result<readonly RoutineRecord[], Failure>> {
  const readings = await readAll(tables, null);
  return readings.ok ? succeed(readings.value.map(({ record }) => record)) : readings;
}

async function find(tables: OwnTables, key: RoutineKey): Promise<Result<RoutineRecord | null, Failure>> {
  const reading = await findReading(tables, key);
  return reading.ok ? succeed(reading.value?.record ?? null) : reading;
}

async function findReading(tables: OwnTables, key: RoutineKey): Promise<Result<ServerReading | null, Failure>> {
  const readings = await readAll(tables, identify(key));
  return readings.ok ? succeed(readings.value[0] ?? null) : readings;
}

/** Reads all routines, or those of one identity, from one snapshot. */
async function readAll(tables: OwnTables, identity: string | null): Promise<Result<readonly ServerReading[], Failure>> {
  const { session, schema } = tables;
  const known = await readTablesVersion({ ...tables, privileges: 'SELECT' });
  if (!known.ok) return known;
  if (known.value === 0) return succeed([]);
  const which = identity === null ? '1 = 1' : `identity = ${quoteText(identity)}`;
  const rows = await readSnapshot({ session, schema, which, hasLines: known.value > 1 });
  if (!rows.ok) return isMissingTable(rows.error) ? succeed([]) : fail(explain(tables, rows.error, 'read'));
  return assemble(tables, rows.value);
}

/**
 * Returns a literal for a statement in a packet of several, where the driver inserts no values; hex needs no escaping.
 */
function quoteText(text: string): string {
  return `CONVERT(X'${Buffer.from(text).toString('hex')}' USING utf8mb4)`;
}

/** Creates or updates the tables; returns true if logs of an earlier Sproc got their checksums, which happens once. */
async function prepare(tables: RegistryTables): Promise<Result<boolean, Failure>> {
  const before = await readTablesVersion(tables);
  const prepared = await prepareTables(tables);
  if (!prepared.ok) return prepared;
  if (!before.ok || before.value !== 1) return succeed(false);
  const readings = await readAll(tables, null);
  if (!readings.ok) return readings;
  const logs = readings.value.filter(({ record }) => record.conflict === null).map((each) => goOn(each, []));
  const written = await inTransaction(tables.session, () => insertAll(tables, [], logs));
  // Another who does the same is not in the way; a log that is not migrated yet is when it is next written to.
  if (!written.ok && !isDouble(written.error)) return fail(explain(tables, written.error, 'write'));
  tables.report(`The registry in schema ${tables.schema} of ${tables.environment} was migrated to format 2.`);
  return succeed(true);
}

/** Returns the lines to write for the changes of a routine: the remaining migration, and then the new lines. */
function goOn(
  { record, replay, written, lastPlace, ends }: ServerReading,
  changes: readonly StatusChange[],
  versions: readonly Version[] = [],
): NewLines {
  const textOf = textsOf([...record.versions, ...versions], [], { theirs: null }).ours;
  const base = rechain(null, replay.proven, textOf);
  const own = chainChanges(tipOf(base), changes, textOf);
  const fresh = new Set(own.map(({ line }) => line.id));
  return { identity: identify(record.key), reading: { written, lastPlace, ends }, lines: [...base, ...own], fresh };
}

/** The maximum number of attempts. When several processes write to one routine, all but one try again. */
const mostTries = 20;

async function append(
  tables: RegistryTables,
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
  const prepared = await prepare(tables);
  if (!prepared.ok) return prepared;
  for (let tries = 1; ; tries++) {
    const logs = await planLogs(tables, versions, changes);
    if (!logs.ok) return logs;
    const written = await inTransaction(tables.session, () => insertAll(tables, rows, logs.value));
    if (written.ok) return written;
    if (!isDouble(written.error)) return fail(explain(tables, written.error, 'write'));
    if (tries === mostTries) return overtaken(tables);
  }
}

/** Returns the lines to write, after all checks that the versions and changes may be written. */
async function planLogs(
  tables: OwnTables,
  versions: readonly Version[],
  changes: readonly KeyedChange[],
): Promise<Result<readonly NewLines[], Failure>> {
  const keys = new Map([...versions, ...changes].map(({ key }) => [identify(key), key]));
  const [only] = keys.size === 1 ? [...keys.keys()] : [null];
  const readings = await readAll(tables, only ?? null);
  if (!readings.ok) return readings;
  const known = new Map(readings.value.map((reading) => [identify(reading.record.key), reading]));
  const logs: NewLines[] = [];
  for (const [identity, key] of keys) {
    const reading = known.get(identity) ?? nothing(key);
    const own = versions.filter((version) => identify(version.key) === identity);
    const problem = rejectConflicts([reading.record]) ?? explainClash(reading.record, own);
    if (problem !== null) return problem;
    const its = changes.filter((change) => identify(change.key) === identity);
    const log = goOn(reading, its, own);
    const unfit = explainUnfit(key, [], log.lines);
    if (unfit !== null) return unfit;
    logs.push(log);
  }
  return succeed(logs);
}

function nothing(key: RoutineKey): ServerReading {
  const record = { key, versions: [], changes: [], conflict: null };
  return {
    record,
    replay: { proven: [], changes: [], dropped: [], breach: null },
    ...{ lines: [], written: new Set(), lastPlace: 0, ends: new Map() },
  };
}

function isDouble({ errno }: ServerError): boolean {
  return errno === 1062;
}

function overtaken({ schema, environment }: OwnTables): Result<never, Failure> {
  return failure(
    'held',
    `Another process is writing to the registry in schema ${schema} of ${environment}. Nothing was written.`,
    'Try again.',
  );
}

/**
 * Appends a status change. The unique position of a line in its log rejects the second of two concurrent changes, which
 * tries again.
 */
async function mark(tables: RegistryTables, key: RoutineKey, change: StatusChange): Promise<Result<void, Failure>> {
  for (let tries = 1; ; tries++) {
    const reading = await findReading(tables, key);
    if (!reading.ok) return reading;
    const record = reading.value?.record ?? null;
    const problem = rejectConflicts(record === null ? [] : [record]) ?? explainMoved(key, change, record);
    if (problem !== null) return problem;
    // The tables are created only for an existing version: a failed search does not need them.
    const prepared = tries === 1 ? await prepare(tables) : succeed(false);
    if (!prepared.ok) return prepared;
    if (prepared.value) continue;
    const log = goOn(reading.value ?? nothing(key), [change]);
    const unfit = explainUnfit(key, [], log.lines);
    if (unfit !== null) return unfit;
    const written = await inTransaction(tables.session, () => insertAll(tables, [], [log]));
    if (written.ok) return written;
    if (!isDouble(written.error)) return fail(explain(tables, written.error, 'write'));
    if (tries === mostTries) return overtaken(tables);
  }
}

async function resolve(
  tables: RegistryTables,
  key: RoutineKey,
  resolution: Resolution,
): Promise<Result<Resolved, Failure>> {
  const prepared = resolution.dryRun === true ? succeed(false) : await prepare(tables);
  if (!prepared.ok) return prepared;
  const reading = await findReading(tables, key);
  if (!reading.ok) return reading;
  if (reading.value?.record.conflict == null) return explainPeace(key);
  const { record, replay, written, lastPlace, ends } = reading.value;
  const conflicted = { record, replay, doubles: [], toReading: readAfter.bind(null, reading.value) };
  const resolved = resolveLog(conflicted, resolution);
  if (!resolved.ok) return resolved;
  const { lines, carried, answer } = resolved.value;
  if (resolution.dryRun === true) return succeed(answer);
  const fresh = new Set(carried.map(({ line }) => line.id));
  const log = { identity: identify(record.key), reading: { written, lastPlace, ends }, lines, fresh };
  const ended = await inTransaction(tables.session, () => insertAll(tables, [], [log]));
  if (ended.ok) return succeed(answer);
  return isDouble(ended.error) ? overtaken(tables) : fail(explain(tables, ended.error, 'write'));
}

/** Removes a version. The statement itself notices a concurrent change of its status. */
async function remove(tables: OwnTables, key: RoutineKey, version: string): Promise<Result<void, Failure>> {
  const identity = identify(key);
  const record = await find(tables, key);
  if (!record.ok) return record;
  const conflict = rejectConflicts(record.value === null ? [] : [record.value]);
  const kept = conflict ?? explainKept(key, version, record.value);
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
  const again = await find(tables, key);
  if (!again.ok) return again;
  const isThere = again.value?.versions.some((each) => each.version === version) === true;
  if (!isThere) return succeed(undefined);
  return (
    explainKept(key, version, again.value) ??
    failure('held', `${printKindAndKey(key)} ${version} was changed by another process at the same time.`, 'Try again.')
  );
}

const operations = {
  read: { privileges: 'SELECT', sentence: couldNot.readRegistry },
  write: { privileges: 'SELECT, INSERT', sentence: couldNot.writeRegistry },
  prune: { privileges: 'SELECT, DELETE', sentence: couldNot.pruneRegistry },
} as const;

function explain(tables: OwnTables, error: ServerError, doing: keyof typeof operations): Failure {
  const { privileges, sentence } = operations[doing];
  const plain = explainTables({ ...tables, privileges }, error, sentence);
  return error.connectionLost
    ? { ...plain, remedy: advise`Check with ${{ id: 'versions' }} when the server answers again.` }
    : plain;
}
