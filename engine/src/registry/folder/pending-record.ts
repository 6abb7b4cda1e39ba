/**
 * A pending write: its complete content, in one file that exists completely or not at all. Once it exists the write has
 * happened: readers show it, and the next writer completes it if its own writer died. The file is data and never a
 * command: it contains no paths, and everything in it is read as strictly as the result.
 */
import { failure, type Failure } from '../../base/failure';
import { parseJsonSafely } from '../../base/parse-json';
import { succeed, type Result } from '../../base/result';
import type { SentenceAbout } from '../../base/sentence-about';
import { identify, type RoutineKey } from '../../routine/routine';
import { statusPath, versionPaths } from './folder-layout';
import { isKind, isRecord } from '../records/parse-facts';
import { readVersion } from './read-records';
import type { RegistryReader } from './registry-files';
import type { Version } from '../records/registry';
import { parseLine } from '../records/status-line';
import { parseVersion, type VersionTexts } from '../records/version-files';

export const pendingPath = 'pending.json';

export interface PendingVersion extends VersionTexts {
  readonly version: Version;
}

export interface PendingLog {
  readonly key: RoutineKey;
  readonly lines: readonly string[];
}

export interface PendingRecord {
  /** The versions to add if they are missing. */
  readonly versions: readonly PendingVersion[];
  /** Lines for the end of logs. */
  readonly logs: readonly PendingLog[];
  /** The end of a conflict: versions that take the place of two, and the whole log. */
  readonly resolution: { readonly versions: readonly PendingVersion[]; readonly log: PendingLog } | null;
}

const format = 2;
/** Limits for the data of one append. */
const limits = { maxBytes: 1_000_000_000, maxDepth: 16 };

export function renderPending({ versions, logs, resolution }: PendingRecord): string {
  const texts = (each: PendingVersion): VersionTexts => ({ text: each.text, facts: each.facts });
  const log = ({ key: { schema, kind, name }, lines }: PendingLog): object => ({ schema, kind, name, lines });
  return JSON.stringify({
    format,
    versions: versions.map(texts),
    logs: logs.map(log),
    resolution: resolution && { versions: resolution.versions.map(texts), log: log(resolution.log) },
  });
}

/** Returns null if no write is pending. */
export async function readPending(files: RegistryReader): Promise<Result<PendingRecord | null, Failure>> {
  const text = await files.read(pendingPath);
  if (text === null) return succeed(null);
  const parsed = parseJsonSafely(text, limits);
  if (!parsed.ok) return reject(files, parsed.error);
  const fields = parsed.value;
  if (!isRecord(fields)) return reject(files, (name) => `${name} does not contain an object.`);
  if (typeof fields['format'] === 'number' && fields['format'] > format)
    return reject(files, (name) => `${name} was written by a newer version of Sproc.`);
  const known = ['format', 'versions', 'logs', 'resolution'];
  if (!Object.keys(fields).every((name) => known.includes(name)))
    return reject(files, (name) => `${name} was not written by Sproc.`);
  const record = fields['format'] === format ? readRecord(fields) : await readOldRecord(files, fields);
  return typeof record === 'function' ? reject(files, record) : succeed(record);
}

function reject(files: RegistryReader, problem: SentenceAbout): Result<never, Failure> {
  const file = `${files.folder}/${pendingPath}`;
  return failure(
    'bad-input',
    `${problem(`The registry's file ${file}`)} It was not used.`,
    'Delete it if it came with a checkout: Sproc leaves this file only after an interruption on this machine.',
  );
}

/** Returns the record, or a sentence on the file that says what is wrong with it. */
function readRecord({ versions, logs, resolution }: Readonly<Record<string, unknown>>): PendingRecord | SentenceAbout {
  const [readVersions, readLogs] = [readList(versions, readTexts), readList(logs, readLog)];
  if (readVersions === null) return (name) => `${name} contains a damaged version.`;
  if (readLogs === null) return (name) => `${name} contains a damaged status log.`;
  if (resolution === null) return { versions: readVersions, logs: readLogs, resolution };
  if (!isRecord(resolution)) return (name) => `${name} contains a damaged resolution.`;
  const [kept, log] = [readList(resolution['versions'], readTexts), readLog(resolution['log'])];
  if (kept === null || log === null) return (name) => `${name} contains a damaged resolution.`;
  const isOfIt = ({ version }: PendingVersion): boolean => identify(version.key) === identify(log.key);
  if (![...kept, ...readVersions].every(isOfIt)) return (name) => `${name} contains a resolution of another routine.`;
  return { versions: readVersions, logs: readLogs, resolution: { versions: kept, log } };
}

function readList<T>(value: unknown, read: (item: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const items: T[] = [];
  for (const each of value) {
    const item = read(each);
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

function readTexts(value: unknown): PendingVersion | null {
  if (!isRecord(value)) return null;
  const { text, facts } = value;
  if (typeof text !== 'string' || typeof facts !== 'string') return null;
  const version = parseVersion({ text, facts });
  return version.ok ? { text, facts, version: version.value } : null;
}

function readLog(value: unknown): PendingLog | null {
  if (!isRecord(value)) return null;
  const { schema, kind, name, lines } = value;
  if (typeof schema !== 'string' || typeof name !== 'string' || name === '' || !isKind(kind, format)) return null;
  return areLines(lines) ? { key: { schema, kind: kind as RoutineKey['kind'], name }, lines } : null;
}

function areLines(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.every((line) => typeof line === 'string' && !line.includes('\n') && parseLine(line).ok)
  );
}

/** Reads the format of earlier versions of Sproc, with paths: each path must be the expected one. */
async function readOldRecord(
  files: RegistryReader,
  { versions, logs }: Readonly<Record<string, unknown>>,
): Promise<PendingRecord | SentenceAbout> {
  const readVersions = readList(versions, (each) => {
    const version = readTexts(each);
    if (version === null || !isRecord(each)) return null;
    const paths = versionPaths(version.version.key, version.version.version);
    return each['textPath'] === paths.text && each['factsPath'] === paths.facts ? version : null;
  });
  if (readVersions === null) return (name) => `${name} contains a version that is damaged or in the wrong place.`;
  if (!Array.isArray(logs)) return (name) => `${name} contains no status logs.`;
  const keys = new Map(readVersions.map(({ version: { key } }) => [statusPath(key), key]));
  const readLogs: PendingLog[] = [];
  for (const each of logs as readonly unknown[]) {
    const { path, lines } = isRecord(each) ? each : {};
    const key = typeof path === 'string' ? (keys.get(path) ?? (await findKey(files, path))) : null;
    if (key === null || !areLines(lines))
      return (name) => `${name} contains a status log that is damaged or in the wrong place.`;
    readLogs.push({ key, lines });
  }
  return { versions: readVersions, logs: readLogs, resolution: null };
}

/** Returns the routine of a log's path, by the versions in the same folder; only listed files are read. */
async function findKey(files: RegistryReader, path: string): Promise<RoutineKey | null> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const facts = (await files.list('routines')).find((each) => each.startsWith(folder) && each.endsWith('.json'));
  const version = facts === undefined || folder === '' ? null : await readVersion(files, facts);
  if (!version?.ok) return null;
  const { key } = 'ours' in version.value ? version.value.ours : version.value;
  return statusPath(key) === path ? key : null;
}
