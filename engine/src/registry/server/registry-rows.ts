/** Rows of a registry on a server as versions and status logs, each held against its checksum and replayed. */
import { compare } from 'semver';
import { checksum } from '../../base/checksum';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Row, SqlValue } from '../../database/connection/session';
import { identify } from '../../routine/routine';
import { describeConflict } from '../records/describe-conflict';
import { textsOf } from '../folder/read-records';
import { findGap } from '../records/find-gap';
import type { RoutineRecord, Version } from '../records/registry';
import { replayLog, type Replay } from '../records/replay-log';
import { contentOf, parseLine, type StatusLine } from '../records/status-line';
import type { NumberedLine } from '../records/status-log';
import { parseVersion } from '../records/version-files';

/** The location of the rows, for messages. */
export interface RegistryTables {
  readonly schema: string;
  readonly environment: string;
}

export interface RegistryRows {
  readonly versions: readonly Row[];
  readonly changes: readonly Row[];
  /** The lines; none in tables of version 1. */
  readonly lines: readonly Row[];
}

/** The end of one version's rows in `status_change`. */
export interface ChangeEnd {
  readonly place: number;
  readonly seal: string;
}

/** A record with what it was made from. */
export interface ServerReading {
  readonly record: RoutineRecord;
  readonly replay: Replay;
  /** The whole log as it was replayed: the chain, then the changes that an earlier Sproc wrote. */
  readonly lines: readonly NumberedLine[];
  /** Ids of the lines that are in `status_line`, and the last place there. */
  readonly written: ReadonlySet<string>;
  readonly lastPlace: number;
  /** The ends by version. */
  readonly ends: ReadonlyMap<string, ChangeEnd>;
}

export function assemble(tables: RegistryTables, rows: RegistryRows): Result<readonly ServerReading[], Failure> {
  const versions = new Map<string, Version[]>();
  for (const row of rows.versions) {
    const version = readVersion(tables, row);
    if (!version.ok) return version;
    addTo(versions, String(row['identity']), version.value);
  }
  const changes = groupBy(rows.changes);
  const lines = groupBy(rows.lines);
  const readings: ServerReading[] = [];
  for (const [identity, rows] of changes)
    if (!versions.has(identity) && rows.at(-1)?.['to_status'] !== 'RETIRED')
      return missing(tables, `version ${String(rows.at(-1)?.['version'])} of ${identity}`);
  for (const [identity, all] of [...versions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sorted = all.sort((a, b) => compare(a.version, b.version));
    const its = { changes: changes.get(identity) ?? [], lines: lines.get(identity) ?? [] };
    const reading = readLog(tables, { identity, versions: sorted, ...its });
    if (!reading.ok) return reading;
    readings.push(reading.value);
  }
  return succeed(readings);
}

function addTo<T>(lists: Map<string, T[]>, name: string, value: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}

function groupBy(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) addTo(groups, String(row['identity']), row);
  return groups;
}

function readVersion(tables: RegistryTables, row: Row): Result<Version, Failure> {
  const [identity, number] = [String(row['identity']), String(row['version'])];
  const version = parseVersion({ text: String(row['text']), facts: String(row['facts']) });
  const fits = version.ok && identify(version.value.key) === identity && version.value.version === number;
  if (!fits) return damaged(tables, `version ${number} of ${identity}`);
  return version;
}

interface LogRows {
  readonly identity: string;
  readonly versions: readonly Version[];
  readonly changes: readonly Row[];
  readonly lines: readonly Row[];
}

/**
 * Reads the log. The two tables hold the same changes, one for people and one as a chain. A change that is only in the
 * first was written by an earlier Sproc, and counts as a line of the old format.
 */
function readLog(
  tables: RegistryTables,
  { identity, versions, changes, lines }: LogRows,
): Result<ServerReading, Failure> {
  const chained = readLines(tables, identity, lines);
  if (!chained.ok) return chained;
  const unmatched = new Map<string, number>();
  for (const { line } of chained.value) if (line.kind === 'status') count(unmatched, contentOf(line), 1);
  const ends = new Map<string, ChangeEnd>();
  const old: NumberedLine[] = [];
  for (const row of changes) {
    const line = readChange(row);
    const name = `${identity} ${String(row['version'])}`;
    if (line === null) return damaged(tables, `status of ${name}`);
    const end = ends.get(line.line.version) ?? { place: 0, seal: '' };
    const seal = sealChange(end.seal, identity, line.line);
    if (seal !== row['seal']) return damaged(tables, `status of ${name}`);
    ends.set(line.line.version, { place: Number(row['place']), seal });
    const content = contentOf(line.line);
    if ((unmatched.get(content) ?? 0) > 0) count(unmatched, content, -1);
    else old.push(line);
  }
  if ([...unmatched.values()].some((left) => left > 0)) return damaged(tables, `status log of ${identity}`);
  const log = { ours: [...chained.value, ...old], theirs: null };
  const replay = replayLog(log, textsOf(versions, [], log));
  const gap = findGap(
    log,
    replay,
    versions.map(({ version }) => version),
  );
  if (gap !== null) {
    const { version } = gap;
    return missing(
      tables,
      gap.missing === 'line' ? `status of ${identity} ${version}` : `version ${version} of ${identity}`,
    );
  }
  const key = (versions.at(-1) as Version).key;
  const file = `${tables.schema}.status_line`;
  const conflict = describeConflict({ key, breach: replay.breach, doubles: [], file });
  return succeed({
    record: { key, versions, changes: replay.changes, conflict },
    replay,
    lines: log.ours,
    written: new Set(chained.value.map(({ line }) => line.id)),
    lastPlace: chained.value.at(-1)?.number ?? 0,
    ends,
  });
}

/**
 * Returns the log as it will be read: new lines are at the end of the chain, and a line of an earlier Sproc that is now
 * in the chain is not repeated.
 */
export function readAfter(
  { lines, written }: Pick<ServerReading, 'lines' | 'written'>,
  resolved: { readonly lines: readonly NumberedLine[]; readonly carried: readonly NumberedLine[] },
): readonly NumberedLine[] {
  const missing = resolved.lines.filter(({ line }) => line.format !== 1 && !written.has(line.id));
  const rewritten = new Map<string, number>();
  for (const each of missing)
    if (each.line.kind === 'status' && !resolved.carried.includes(each)) count(rewritten, contentOf(each.line), 1);
  const old = lines.filter(({ line }) => {
    if (line.format !== 1 || line.kind !== 'status') return false;
    const content = contentOf(line);
    const isRewritten = (rewritten.get(content) ?? 0) > 0;
    if (isRewritten) count(rewritten, content, -1);
    return !isRewritten;
  });
  return [...lines.filter(({ line }) => line.format !== 1), ...missing, ...old];
}

function count(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function readLines(
  tables: RegistryTables,
  identity: string,
  rows: readonly Row[],
): Result<readonly NumberedLine[], Failure> {
  const lines: NumberedLine[] = [];
  for (const row of rows) {
    const raw = String(row['line']);
    const line = parseLine(raw);
    if (!line.ok || line.value.format === 1 || !line.value.isIntact)
      return damaged(tables, `status log of ${identity}`);
    lines.push({ number: Number(row['place']), raw, line: line.value });
  }
  return succeed(lines);
}

function readChange(row: Row): (NumberedLine & { readonly line: StatusLine }) | null {
  const text = (name: string): string => String(row[name]);
  const from = row['from_status'] === null ? null : text('from_status');
  const facts = { version: text('version'), from, to: text('to_status') };
  const about = { by: text('changed_by'), at: text('changed_at'), reason: text('reason') };
  const raw = JSON.stringify({ ...facts, ...about });
  const line = parseLine(raw);
  return line.ok && line.value.kind === 'status' ? { number: Number(row['place']), raw, line: line.value } : null;
}

function damaged({ schema, environment }: RegistryTables, what: string): Result<never, Failure> {
  return failure(
    'bad-input',
    `The ${what} in the registry (schema ${schema} of environment ${environment}) was changed after it was written, or by a newer Sproc.`,
    'Restore that row from a backup of the schema. Rows of a registry are never changed.',
  );
}

function missing({ schema, environment }: RegistryTables, what: string): Result<never, Failure> {
  return failure(
    'bad-input',
    `The ${what} is missing in the registry (schema ${schema} of environment ${environment}).`,
    'Restore that row from a backup of the schema. Only RETIRED versions are ever removed.',
  );
}

type ChangeFacts = Pick<StatusLine, 'version' | 'from' | 'to' | 'by' | 'at' | 'reason'>;

/**
 * Returns the seal of a change, which includes the version's changes before it, so that none can be removed or
 * rewritten.
 */
export function sealChange(
  before: string,
  identity: string,
  { version, from, to, by, at, reason }: ChangeFacts,
): string {
  return checksum(before, identity, version, from ?? '-', to, by, at, reason);
}

export const changeColumns = 'identity, version, place, from_status, to_status, changed_by, changed_at, reason, seal';

export function changeRow(
  identity: string,
  { version, from, to, by, at, reason }: ChangeFacts,
  { place, seal }: ChangeEnd,
): readonly SqlValue[] {
  return [identity, version, place, from, to, by, at, reason, seal];
}
