/** Completes a pending write, or shows the folder as it will be; both may happen any number of times. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { statusPath, versionPaths } from './folder-layout';
import { inBatches } from './in-batches';
import { pendingPath, readPending, renderPending, type PendingRecord, type PendingVersion } from './pending-record';
import { readVersion } from './read-records';
import { TakenOverError, type RegistryReader, type RegistryWriter } from './registry-files';
import { lackingLines, withoutTornLine } from '../records/status-log';

/** Commits a write by creating its file: from then on a writer that takes over completes it before anything else. */
export async function commitPending(files: RegistryWriter, pending: PendingRecord): Promise<Result<void, Failure>> {
  // Nobody who holds the folder finds it there: what was on its way is finished.
  if ((await files.create(pendingPath, renderPending(pending))) === 'exists') throw new TakenOverError(files.folder);
  await unlessTakenOver(() => apply(files, pending));
  return succeed(undefined);
}

/** Runs steps that the next writer completes, or does not need, unless another has taken over. */
export async function unlessTakenOver(steps: () => Promise<void>): Promise<void> {
  try {
    await steps();
  } catch (error) {
    if (!(error instanceof TakenOverError)) throw error;
  }
}

/** Completes the write of a writer that died; only while holding the folder. */
export async function finishPending(files: RegistryWriter): Promise<Result<void, Failure>> {
  const pending = await readPending(files);
  if (!pending.ok) return pending;
  if (pending.value !== null) await apply(files, pending.value);
  return succeed(undefined);
}

/**
 * Completes a write from any point of an earlier run, also when two do so at once: an existing version is left
 * unchanged, and a log only grows.
 */
async function apply(files: RegistryWriter, { versions, logs, resolution }: PendingRecord): Promise<void> {
  // The facts make a version visible, so they come after its text and after its status.
  await inBatches(versions, async ({ version, text }) => {
    const paths = versionPaths(version.key, version.version);
    if ((await files.read(paths.facts)) !== null) return;
    if ((await files.create(paths.text, text)) === 'exists') await files.replace(paths.text, text);
  });
  await inBatches(logs, async ({ key, lines }) => {
    const path = statusPath(key);
    const log = (await files.read(path)) ?? '';
    const whole = withoutTornLine(log);
    if (whole !== log) await files.replace(path, whole);
    const lacking = lackingLines(whole, lines);
    if (lacking !== '') await files.append(path, lacking);
  });
  for (const kept of await readReplaced(files, resolution)) {
    const paths = versionPaths(kept.version.key, kept.version.version);
    await files.replace(paths.text, kept.text);
    await files.replace(paths.facts, kept.facts);
  }
  if (resolution !== null) await files.replace(statusPath(resolution.log.key), renderLog(resolution.log.lines));
  await inBatches(versions, ({ version, facts }) =>
    files.create(versionPaths(version.key, version.version).facts, facts),
  );
  await files.remove(pendingPath);
}

/** Returns the versions that a resolution replaces; a readable version is never replaced. */
async function readReplaced(
  files: RegistryReader,
  resolution: PendingRecord['resolution'],
): Promise<readonly PendingVersion[]> {
  const replaced: PendingVersion[] = [];
  for (const kept of resolution?.versions ?? []) {
    const known = await readVersion(files, versionPaths(kept.version.key, kept.version.version).facts);
    if (!known.ok || 'ours' in known.value) replaced.push(kept);
  }
  return replaced;
}

function renderLog(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** Returns the folder as it is once the pending write is completed; nothing is written. */
export async function showPendingFiles(
  files: RegistryReader,
  { versions, logs, resolution }: PendingRecord,
): Promise<RegistryReader> {
  const texts = new Map<string, string>();
  for (const each of versions) {
    const paths = versionPaths(each.version.key, each.version.version);
    if ((await files.read(paths.facts)) === null) texts.set(paths.text, each.text).set(paths.facts, each.facts);
  }
  for (const { key, lines } of logs) {
    const path = statusPath(key);
    const whole = withoutTornLine((await files.read(path)) ?? '');
    texts.set(path, whole + lackingLines(whole, lines));
  }
  for (const each of await readReplaced(files, resolution)) {
    const paths = versionPaths(each.version.key, each.version.version);
    texts.set(paths.text, each.text).set(paths.facts, each.facts);
  }
  if (resolution !== null) texts.set(statusPath(resolution.log.key), renderLog(resolution.log.lines));
  return {
    folder: files.folder,
    read: async (path) => texts.get(path) ?? (await files.read(path)),
    list: async (below) => {
      const own = [...texts.keys()].filter((path) => path.startsWith(`${below}/`));
      return [...new Set([...(await files.list(below)), ...own])].sort();
    },
  };
}
