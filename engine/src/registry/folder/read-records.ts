/** Reads routines from the registry's folder: versions, and the status log replayed; never writes. */
import { compare } from 'semver';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { SentenceAbout } from '../../base/sentence-about';
import { identify, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { rejectDamaged } from '../records/damaged-file';
import { describeConflict, type DoubleVersion } from '../records/describe-conflict';
import { findGap, type Gap } from '../records/find-gap';
import { encodeName, routineFolder, versionPaths } from './folder-layout';
import { joinSide, splitGitConflict } from '../records/git-conflict';
import { inBatches } from './in-batches';
import type { RoutineRecord, Version } from '../records/registry';
import type { RegistryReader } from './registry-files';
import { replayLog, type Replay, type TextOf } from '../records/replay-log';
import { parseStatusLog, type StatusLog } from '../records/status-log';
import { parseVersion } from '../records/version-files';

/** A record with what it was made from. */
export interface RecordReading {
  readonly record: RoutineRecord;
  readonly log: StatusLog;
  readonly logText: string;
  readonly replay: Replay;
  readonly doubles: readonly DoubleVersion[];
}

export async function listReadings(files: RegistryReader): Promise<Result<readonly RecordReading[], Failure>> {
  const folders = new Map<string, string[]>();
  for (const path of await files.list('routines')) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const known = folders.get(folder);
    if (known) known.push(path);
    else folders.set(folder, [path]);
  }
  const readings: RecordReading[] = [];
  for (const [folder, paths] of folders) {
    const reading = await readRoutine(files, folder, paths);
    if (!reading.ok) return reading;
    if (reading.value !== null) readings.push(reading.value);
  }
  return succeed(readings.sort((a, b) => (identify(a.record.key) < identify(b.record.key) ? -1 : 1)));
}

export async function findReading(
  files: RegistryReader,
  key: RoutineKey,
): Promise<Result<RecordReading | null, Failure>> {
  const folder = routineFolder(key);
  return readRoutine(files, folder, await files.list(folder));
}

/** Returns null if the folder contains no version. */
async function readRoutine(
  files: RegistryReader,
  folder: string,
  paths: readonly string[],
): Promise<Result<RecordReading | null, Failure>> {
  const factPaths = paths.filter((path) => path.endsWith('.json'));
  const read = await inBatches(factPaths, (path) => readVersion(files, path));
  const versions: Version[] = [];
  const doubles: DoubleVersion[] = [];
  for (const version of read) {
    if (!version.ok) return version;
    if ('ours' in version.value) doubles.push(version.value);
    else versions.push(version.value);
  }
  versions.sort((a, b) => compare(a.version, b.version));
  const path = `${folder}/status.jsonl`;
  const logText = await files.read(path);
  const log = parseLog(files, path, logText ?? '');
  if (!log.ok) return log;
  const replay = replayLog(log.value, textsOf(versions, doubles, log.value));
  const gap = findGap(
    log.value,
    replay,
    [...versions, ...doubles.map(({ ours }) => ours)].map(({ version }) => version),
  );
  const problem =
    gap === null
      ? rejectLoneText(files, paths, log.value)
      : rejectGap(files, folder, { gap, hasLog: logText !== null });
  if (problem !== null) return problem;
  const key = versions.at(-1)?.key ?? doubles[0]?.ours.key;
  if (key === undefined) return succeed(null);
  const { changes, breach } = replay;
  const conflict = describeConflict({ key, breach, doubles, file: `${files.folder}/${path}` });
  const record = { key, versions, changes, conflict };
  return succeed({ record, log: log.value, logText: logText ?? '', replay, doubles });
}

function rejectGap(
  files: RegistryReader,
  folder: string,
  { gap: { missing, version }, hasLog }: { readonly gap: Gap; readonly hasLog: boolean },
): Result<never, Failure> {
  const factsPath = `${folder}/${encodeName(version)}.json`;
  if (missing === 'version') return damaged(files, factsPath, isMissing);
  const hasNoLine: SentenceAbout = (name) => `${name} has no line for the registered version ${version}.`;
  if (!hasLog) return damaged(files, `${folder}/status.jsonl`, isMissing);
  const own = [factsPath, factsPath.replace(/json$/, 'sql')].map((path) => `${files.folder}/${path}`).join(' and ');
  // `git stash` and `git checkout` put the line back, and leave the new files of the version.
  return failure(
    'bad-input',
    hasNoLine(`The registry's file ${files.folder}/${folder}/status.jsonl`),
    `Bring the line back, which a git stash may hold, or remove the version: delete ${own}.`,
  );
}

/**
 * Fails for a text without facts, which is not a version, unless `gc` was removing it when it was killed: otherwise its
 * facts are lost.
 */
function rejectLoneText(
  files: RegistryReader,
  paths: readonly string[],
  { ours, theirs }: StatusLog,
): Result<never, Failure> | null {
  const there = new Set(paths);
  const said = [...ours, ...(theirs ?? [])].flatMap(({ line }) => (line.kind === 'status' ? [line.version] : []));
  const known = new Set(said.map((version) => `${encodeName(version)}.sql`));
  for (const path of paths) {
    if (!path.endsWith('.sql') || known.has(path.slice(path.lastIndexOf('/') + 1))) continue;
    const factsPath = path.replace(/sql$/, 'json');
    if (!there.has(factsPath)) return damaged(files, factsPath, isMissing);
  }
  return null;
}

/**
 * Returns the texts of each side. Without conflict markers in the log it is unknown which of two versions a line
 * concerns.
 */
export function textsOf(
  versions: readonly Version[],
  doubles: readonly DoubleVersion[],
  log: Pick<StatusLog, 'theirs'>,
): { readonly ours: TextOf; readonly theirs: TextOf } {
  const texts = new Map(versions.map(({ version, textChecksum }) => [version, textChecksum]));
  const side =
    (name: 'ours' | 'theirs'): TextOf =>
    (version) =>
      texts.get(version) ??
      (log.theirs === null ? undefined : doubles.find(({ number }) => number === version)?.[name].textChecksum);
  return { ours: side('ours'), theirs: side('theirs') };
}

function parseLog(files: RegistryReader, path: string, text: string): Result<StatusLog, Failure> {
  const log = parseStatusLog(text);
  if (log.ok) return log;
  const { line, what } = log.error;
  return damaged(
    files,
    path,
    what === 'newer'
      ? (name) => `${name} has an entry in line ${line} that a newer version of Sproc wrote.`
      : (name) => `${name} has an entry in line ${line} that is not a status change.`,
  );
}

export async function readVersion(
  files: RegistryReader,
  factsPath: string,
): Promise<Result<Version | DoubleVersion, Failure>> {
  const textPath = factsPath.replace(/json$/, 'sql');
  const [text, facts] = await Promise.all([files.read(textPath), files.read(factsPath)]);
  if (facts === null) return damaged(files, factsPath, isMissing);
  if (text === null) return damaged(files, textPath, isMissing);
  const version = parseVersion({ text, facts });
  if (!version.ok) {
    const { file, problem } = version.error;
    return (
      readDouble(files, factsPath, { text, facts }) ?? damaged(files, file === 'text' ? textPath : factsPath, problem)
    );
  }
  return checkPlace(files, factsPath, version.value) ?? version;
}

/**
 * Returns both versions of a number that two branches have registered, from git's conflict markers; null if there are
 * none.
 */
function readDouble(
  files: RegistryReader,
  factsPath: string,
  texts: { readonly text: string; readonly facts: string },
): Result<DoubleVersion, Failure> | null {
  const [text, facts] = [splitGitConflict(texts.text), splitGitConflict(texts.facts)];
  if (text === null && facts === null) return null;
  const side = (name: 'ours' | 'theirs') =>
    parseVersion({
      text: text === null ? texts.text : joinSide(text[name]),
      facts: facts === null ? texts.facts : joinSide(facts[name]),
    });
  const [ours, theirs] = [side('ours'), side('theirs')];
  if (!ours.ok || !theirs.ok) return null;
  const misplaced = checkPlace(files, factsPath, ours.value) ?? checkPlace(files, factsPath, theirs.value);
  if (misplaced !== null) return misplaced;
  const path = facts === null ? factsPath.replace(/json$/, 'sql') : factsPath;
  const place = { file: `${files.folder}/${path}`, line: (facts ?? text)?.line ?? 1 };
  return succeed({ number: ours.value.version, ours: ours.value, theirs: theirs.value, ...place });
}

function checkPlace(
  files: RegistryReader,
  factsPath: string,
  { key, version }: Version,
): Result<never, Failure> | null {
  if (versionPaths(key, version).facts === factsPath) return null;
  return damaged(files, factsPath, (name) => `${name} belongs to ${printKindAndKey(key)} ${version}.`);
}

const isMissing: SentenceAbout = (name) => `${name} is missing.`;

function damaged(files: RegistryReader, path: string, problem: SentenceAbout): Result<never, Failure> {
  return rejectDamaged(files.folder, path, problem);
}
