/** The registry in a folder of the workspace: plain files that read well in a pull request (docs/formats/registry.md). */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { identify, type RoutineKey } from '../../routine/routine';
import { commitPending, finishPending, showPendingFiles, unlessTakenOver } from './apply-pending';
import { chainChanges, tipOf } from '../records/chain-lines';
import { rejectConflicts } from '../records/describe-conflict';
import { explainClash, explainKept, explainMoved, explainPeace, explainUnfit } from '../records/explain-conflict';
import { explainToGit } from './explain-to-git';
import { versionPaths } from './folder-layout';
import { migrateFolder, readMigrated, type Report } from './migrate-folder';
import { readPending, type PendingLog, type PendingVersion } from './pending-record';
import { findReading, listReadings, type RecordReading } from './read-records';
import type { Registry, Resolution, Resolved, RoutineRecord, StatusChange, Version } from '../records/registry';
import { readFormat } from './registry-format';
import { RegistryFilesError, type RegistryFiles, type RegistryReader, type RegistryWriter } from './registry-files';
import { resolveLog, type ResolvedLog } from './resolve-log';
import { renderSafely } from '../records/version-files';

type KeyedChange = StatusChange & { readonly key: RoutineKey };

/** The folder, and what a writer needs besides. */
interface Writing {
  readonly files: RegistryFiles;
  readonly report: Report;
}

/**
 * Creates the registry of a folder. `report` receives sentences beside the answers, for example that the folder was
 * migrated.
 */
export function folderRegistry(files: RegistryFiles, report: Report = () => undefined): Registry {
  const writing = { files, report };
  return Object.freeze({
    list: () => guard(() => list(files)),
    find: (key: RoutineKey) => guard(() => find(files, key)),
    append: (versions: readonly Version[], changes: readonly KeyedChange[]) =>
      guard(() => append(writing, versions, changes)),
    mark: (key: RoutineKey, change: StatusChange) => guard(() => mark(writing, key, change)),
    resolve: (key: RoutineKey, resolution: Resolution) => guard(() => resolve(writing, key, resolution)),
    remove: (key: RoutineKey, version: string) => guard(() => remove(writing, key, version)),
  });
}

/** Converts an error of the disk to an expected failure. */
async function guard<T>(action: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RegistryFilesError) return fail(error.failure);
    throw error;
  }
}

async function list(files: RegistryFiles): Promise<Result<readonly RoutineRecord[], Failure>> {
  const readings = await readSteadily(files, listReadings);
  return readings.ok ? succeed(readings.value.map(({ record }) => record)) : readings;
}

async function find(files: RegistryFiles, key: RoutineKey): Promise<Result<RoutineRecord | null, Failure>> {
  const reading = await readSteadily(files, (reader) => findReading(reader, key));
  return reading.ok ? succeed(reading.value?.record ?? null) : reading;
}

const mostTries = 10;

/** Reads until two attempts agree: a concurrent writer makes the folder look damaged for a moment. */
async function readSteadily<T>(
  files: RegistryFiles,
  read: (reader: RegistryReader) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  let before: string | null = null;
  for (let tries = 1; ; tries++) {
    const reader = await openReader(files);
    const answer = reader.ok ? await read(reader.value) : reader;
    if (answer.ok || answer.error.kind !== 'bad-input' || answer.error.message === before || tries === mostTries)
      return answer;
    before = answer.error.message;
  }
}

/** Shows a write on its way as done; who reads writes nothing. */
async function openReader(files: RegistryFiles): Promise<Result<RegistryReader, Failure>> {
  const format = await readFormat(files);
  if (!format.ok) return format;
  const pending = await readPending(files);
  if (!pending.ok) return pending;
  return succeed(pending.value === null ? files : await showPendingFiles(files, pending.value));
}

/** Holds the folder in the newest format, with nothing on its way. */
async function write<T>(
  { files, report }: Writing,
  action: (writer: RegistryWriter) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const format = await readFormat(files);
  if (!format.ok) return format;
  return files.hold(async (writer) => {
    const finished = await finishPending(writer);
    if (!finished.ok) return finished;
    const migrated = await migrateFolder(writer, report);
    if (!migrated.ok) return migrated;
    await explainToGit(writer, report);
    return action(writer);
  });
}

async function append(
  writing: Writing,
  versions: readonly Version[],
  changes: readonly KeyedChange[],
): Promise<Result<void, Failure>> {
  if (versions.length === 0 && changes.length === 0) return succeed(undefined);
  const rendered: PendingVersion[] = [];
  for (const version of versions) {
    const texts = renderSafely(version);
    if (!texts.ok) return texts;
    rendered.push({ ...texts.value, version });
  }
  return write(writing, async (files) => {
    const logs = await planLogs(files, { versions, changes });
    return logs.ok ? commitPending(files, { versions: rendered, logs: logs.value, resolution: null }) : logs;
  });
}

/** Returns the lines of the changes, after all checks that they may be written. */
async function planLogs(
  files: RegistryWriter,
  { versions, changes }: { readonly versions: readonly Version[]; readonly changes: readonly KeyedChange[] },
): Promise<Result<readonly PendingLog[], Failure>> {
  const keys = new Map([...versions, ...changes].map(({ key }) => [identify(key), key]));
  const planned: PendingLog[] = [];
  for (const [identity, key] of keys) {
    const reading = await readMigrated(files, key);
    if (!reading.ok) return reading;
    const own = versions.filter((version) => identify(version.key) === identity);
    const problem =
      rejectConflicts(reading.value === null ? [] : [reading.value.record]) ??
      explainClash(reading.value?.record ?? null, own);
    if (problem !== null) return problem;
    const its = changes.filter((change) => identify(change.key) === identity);
    const log = planLog(key, { reading: reading.value, versions: own, changes: its });
    if (!log.ok) return log;
    planned.push(log.value);
  }
  return succeed(planned);
}

/** Returns the new lines of a log. Replaying the log with them shows whether each change is valid. */
function planLog(
  key: RoutineKey,
  about: {
    readonly reading: RecordReading | null;
    readonly versions: readonly Version[];
    readonly changes: readonly StatusChange[];
  },
): Result<PendingLog, Failure> {
  const known = [...(about.reading?.record.versions ?? []), ...about.versions];
  const texts = new Map(known.map(({ version, textChecksum }) => [version, textChecksum]));
  const proven = about.reading?.replay.proven ?? [];
  const lines = chainChanges(tipOf(proven), about.changes, (version) => texts.get(version));
  const unfit = explainUnfit(key, proven, lines);
  return unfit ?? succeed({ key, lines: lines.map(({ raw }) => raw) });
}

async function mark(writing: Writing, key: RoutineKey, change: StatusChange): Promise<Result<void, Failure>> {
  return write(writing, async (files) => {
    const reading = await readMigrated(files, key);
    if (!reading.ok) return reading;
    const record = reading.value?.record ?? null;
    const problem = rejectConflicts(record === null ? [] : [record]) ?? explainMoved(key, change, record);
    if (problem !== null) return problem;
    const log = planLog(key, { reading: reading.value, versions: [], changes: [change] });
    if (!log.ok) return log;
    return commitPending(files, { versions: [], logs: [log.value], resolution: null });
  });
}

async function resolve(writing: Writing, key: RoutineKey, resolution: Resolution): Promise<Result<Resolved, Failure>> {
  if (resolution.dryRun === true) {
    const reading = await readSteadily(writing.files, (reader) => findReading(reader, key));
    const resolved = reading.ok ? resolveReading(key, reading.value, resolution) : reading;
    return resolved.ok ? succeed(resolved.value.resolved.answer) : resolved;
  }
  return write(writing, async (files) => {
    const found = await findReading(files, key);
    if (!found.ok) return found;
    const resolving = resolveReading(key, found.value, resolution);
    if (!resolving.ok) return resolving;
    const { reading, resolved } = resolving.value;
    const { lines, kept, added, answer } = resolved;
    const [keptTexts, addedTexts] = [renderAll(kept), renderAll(added)];
    if (!keptTexts.ok) return keptTexts;
    if (!addedTexts.ok) return addedTexts;
    const log = { key: reading.record.key, lines: lines.map(({ raw }) => raw) };
    const pending = { versions: addedTexts.value, logs: [], resolution: { versions: keptTexts.value, log } };
    const written = await commitPending(files, pending);
    return written.ok ? succeed(answer) : written;
  });
}

interface Resolving {
  readonly reading: RecordReading;
  readonly resolved: ResolvedLog;
}

function resolveReading(
  key: RoutineKey,
  reading: RecordReading | null,
  resolution: Resolution,
): Result<Resolving, Failure> {
  if (reading?.record.conflict == null) return explainPeace(key);
  const resolved = resolveLog(reading, resolution);
  return resolved.ok ? succeed({ reading, resolved: resolved.value }) : resolved;
}

function renderAll(versions: readonly Version[]): Result<readonly PendingVersion[], Failure> {
  const rendered: PendingVersion[] = [];
  for (const version of versions) {
    const texts = renderSafely(version);
    if (!texts.ok) return texts;
    rendered.push({ ...texts.value, version });
  }
  return succeed(rendered);
}

/**
 * Removes the facts and then the text. A version without facts does not exist; if a process dies in between, the
 * remaining text is that of a RETIRED version.
 */
async function remove(writing: Writing, key: RoutineKey, version: string): Promise<Result<void, Failure>> {
  return write(writing, async (files) => {
    const reading = await findReading(files, key);
    if (!reading.ok) return reading;
    const record = reading.value?.record ?? null;
    const kept = rejectConflicts(record === null ? [] : [record]) ?? explainKept(key, version, record);
    if (kept !== null) return kept;
    const { facts, text } = versionPaths(key, version);
    await files.remove(facts);
    await unlessTakenOver(() => files.remove(text));
    return succeed(undefined);
  });
}
