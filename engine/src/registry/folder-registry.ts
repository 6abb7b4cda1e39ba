/** The registry in a folder of the workspace: plain files that read well in a pull request (docs/formats.md). */
import { compare } from 'semver';
import { failure, type Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { identify, printKindAndKey, type RoutineKey } from '../routine/routine';
import { explainKept, explainMoved, explainRemoved, explainTaken } from './explain-conflict';
import { routineFolder, statusPath, versionPaths } from './folder-layout';
import { inBatches } from './in-batches';
import { commitAppend, finishAppend, isPending, type PendingAppend } from './pending-append';
import type { Registry, RoutineRecord, StatusChange, Version } from './registry';
import { RegistryFilesError, type RegistryFiles } from './registry-files';
import { parseStatusLog, renderChange } from './status-log';
import { parseVersion, renderSafely } from './version-files';

type KeyedChange = StatusChange & { readonly key: RoutineKey };

export function folderRegistry(files: RegistryFiles): Registry {
  return Object.freeze({
    list: () => guard(() => list(files)),
    find: (key: RoutineKey) => guard(() => find(files, key)),
    append: (versions: readonly Version[], changes: readonly KeyedChange[]) =>
      guard(() => append(files, versions, changes)),
    mark: (key: RoutineKey, change: StatusChange) => guard(() => mark(files, key, change)),
    remove: (key: RoutineKey, version: string) => guard(() => remove(files, key, version)),
  });
}

/** A disk that refuses is an expected failure. */
async function guard<T>(action: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RegistryFilesError) return fail(error.failure);
    throw error;
  }
}

async function list(files: RegistryFiles): Promise<Result<readonly RoutineRecord[], Failure>> {
  const settled = await settle(files);
  if (!settled.ok) return settled;
  const folders = new Map<string, string[]>();
  for (const path of await files.list('routines')) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const known = folders.get(folder);
    if (known) known.push(path);
    else folders.set(folder, [path]);
  }
  const records: RoutineRecord[] = [];
  for (const [folder, paths] of folders) {
    const record = await readRecord(files, folder, paths);
    if (!record.ok) return record;
    if (record.value !== null) records.push(record.value);
  }
  return succeed(records.sort((a, b) => (identify(a.key) < identify(b.key) ? -1 : 1)));
}

async function find(files: RegistryFiles, key: RoutineKey): Promise<Result<RoutineRecord | null, Failure>> {
  const settled = await settle(files);
  if (!settled.ok) return settled;
  const folder = routineFolder(key);
  return readRecord(files, folder, await files.list(folder));
}

/** Carries out what an append that died has left. */
async function settle(files: RegistryFiles): Promise<Result<void, Failure>> {
  if (!(await isPending(files))) return succeed(undefined);
  return files.hold(async () => {
    await finishAppend(files);
    return succeed(undefined);
  });
}

/** Null where the folder holds no version. A text without facts is no version. */
async function readRecord(
  files: RegistryFiles,
  folder: string,
  paths: readonly string[],
): Promise<Result<RoutineRecord | null, Failure>> {
  const factPaths = paths.filter((path) => path.endsWith('.json'));
  const read = await inBatches(factPaths, (path) => readVersion(files, path));
  const versions: Version[] = [];
  for (const version of read) {
    if (!version.ok) return version;
    versions.push(version.value);
  }
  versions.sort((a, b) => compare(a.version, b.version));
  const key = versions.at(-1)?.key;
  if (key === undefined) return succeed(null);
  const changes = await readChanges(files, `${folder}/status.jsonl`);
  return changes.ok ? succeed({ key, versions, changes: changes.value }) : changes;
}

async function readVersion(files: RegistryFiles, factsPath: string): Promise<Result<Version, Failure>> {
  const textPath = factsPath.replace(/json$/, 'sql');
  const [text, facts] = await Promise.all([files.read(textPath), files.read(factsPath)]);
  if (facts === null) return damaged(files, factsPath, 'is missing');
  if (text === null) return damaged(files, textPath, 'is missing');
  const version = parseVersion({ text, facts });
  if (!version.ok) return damaged(files, version.error.file === 'text' ? textPath : factsPath, version.error.what);
  if (versionPaths(version.value.key, version.value.version).facts !== factsPath) {
    return damaged(files, factsPath, `belongs to ${printKindAndKey(version.value.key)} ${version.value.version}`);
  }
  return version;
}

async function readChanges(files: RegistryFiles, path: string): Promise<Result<readonly StatusChange[], Failure>> {
  const changes = parseStatusLog((await files.read(path)) ?? '');
  return changes.ok ? changes : damaged(files, path, `says nothing in line ${changes.error}`);
}

function damaged(files: RegistryFiles, path: string, what: string): Result<never, Failure> {
  const file = `${files.folder}/${path}`;
  return failure(
    'bad-input',
    `The registry's file ${file} ${what}.`,
    `Bring it back as it was registered: git checkout -- '${file}'.`,
  );
}

async function append(
  files: RegistryFiles,
  versions: readonly Version[],
  changes: readonly KeyedChange[],
): Promise<Result<void, Failure>> {
  if (versions.length === 0 && changes.length === 0) return succeed(undefined);
  const pending = makePending(versions, changes);
  if (!pending.ok) return pending;
  return files.hold(async (hold) => {
    await finishAppend(files);
    const taken = await findTaken(files, versions);
    if (taken !== null) return taken;
    await explainToGit(files);
    if (!(await commitAppend(files, pending.value, hold))) return lostHold(files);
    return (await findOvertaken(files, versions, pending.value)) ?? succeed(undefined);
  });
}

function makePending(versions: readonly Version[], changes: readonly KeyedChange[]): Result<PendingAppend, Failure> {
  const written: PendingAppend['versions'][number][] = [];
  for (const version of versions) {
    const rendered = renderSafely(version);
    if (!rendered.ok) return rendered;
    const texts = rendered.value;
    const paths = versionPaths(version.key, version.version);
    written.push({ textPath: paths.text, text: texts.text, factsPath: paths.facts, facts: texts.facts });
  }
  const logs = new Map<string, string[]>();
  for (const { key, ...change } of changes) {
    const path = statusPath(key);
    logs.set(path, [...(logs.get(path) ?? []), renderChange(change)]);
  }
  return succeed({ versions: written, logs: [...logs].map(([path, lines]) => ({ path, lines })) });
}

async function findTaken(files: RegistryFiles, versions: readonly Version[]): Promise<Result<never, Failure> | null> {
  const seen = new Map<string, Version>();
  for (const version of versions) {
    const path = versionPaths(version.key, version.version).facts;
    const double = seen.get(path);
    if (double !== undefined) return explainTaken(version, double);
    seen.set(path, version);
    if ((await files.read(path)) === null) {
      const changes = await readChanges(files, statusPath(version.key));
      if (!changes.ok) return changes;
      const removed = explainRemoved(version, changes.value);
      if (removed !== null) return removed;
      continue;
    }
    const known = await readVersion(files, path);
    return known.ok ? explainTaken(version, known.value) : known;
  }
  return null;
}

/** The one of two that wrote the same number at once, by a lock that both took over, and came second. */
async function findOvertaken(
  files: RegistryFiles,
  versions: readonly Version[],
  { versions: written }: PendingAppend,
): Promise<Result<never, Failure> | null> {
  for (const [i, { factsPath, facts }] of written.entries()) {
    const version = versions[i];
    if (version === undefined || (await files.read(factsPath)) === facts) continue;
    const known = await readVersion(files, factsPath);
    return known.ok ? explainTaken(version, known.value) : known;
  }
  return null;
}

/** Texts are kept to the byte, logs of two branches are joined, and what is passing is not committed. */
async function explainToGit(files: RegistryFiles): Promise<void> {
  await files.create('.gitattributes', '*.sql -text\n*.json -text\nstatus.jsonl -text merge=union\n');
  await files.create('.gitignore', 'lock/\npending.json\n*.tmp\n');
}

async function mark(files: RegistryFiles, key: RoutineKey, change: StatusChange): Promise<Result<void, Failure>> {
  return files.hold(async (hold) => {
    await finishAppend(files);
    const folder = routineFolder(key);
    const record = await readRecord(files, folder, await files.list(folder));
    if (!record.ok) return record;
    const moved = explainMoved(key, change, record.value);
    if (moved !== null) return moved;
    const logs = [{ path: statusPath(key), lines: [renderChange(change)] }];
    if (!(await commitAppend(files, { versions: [], logs }, hold))) return lostHold(files);
    return succeed(undefined);
  });
}

/** Without its facts a version is none; a text that is left alone by a death in between does no harm. */
async function remove(files: RegistryFiles, key: RoutineKey, version: string): Promise<Result<void, Failure>> {
  return files.hold(async (hold) => {
    await finishAppend(files);
    const folder = routineFolder(key);
    const record = await readRecord(files, folder, await files.list(folder));
    if (!record.ok) return record;
    const kept = explainKept(key, version, record.value);
    if (kept !== null) return kept;
    if (!hold.stillHeld()) return lostHold(files);
    const { facts, text } = versionPaths(key, version);
    await files.remove(facts);
    await files.remove(text);
    return succeed(undefined);
  });
}

function lostHold(files: RegistryFiles): Result<never, Failure> {
  return failure(
    'held',
    `The registry in ${files.folder} was taken over by another process; nothing was written.`,
    'Try again.',
  );
}
