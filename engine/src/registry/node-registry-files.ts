/** The registry's folder on this machine's disk: whole files, synced, and a lock that dies with its owner. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { lock } from 'proper-lockfile';
import { failure, type Failure } from '../base/failure';
import type { Result } from '../base/result';
import { RegistryFilesError, type Hold, type RegistryFiles } from './registry-files';

/** Milliseconds. A lock that was not renewed for so long belonged to a process that died. */
const staleAfter = 5_000;
const renewEvery = 1_000;

export interface RegistryFolder {
  /** Absolute. */
  readonly path: string;
  /** As messages name it, relative to the project. */
  readonly name: string;
  /** Milliseconds to wait for another process; more than a dead one's lock lasts. */
  readonly patience?: number;
}

export function nodeRegistryFiles({ path, name, patience = 15_000 }: RegistryFolder): RegistryFiles {
  const root = resolve(path);
  const at = (below: string): string => join(root, ...below.split('/'));
  return Object.freeze({
    folder: name,
    list: (below: string) => explain(name, () => list(root, at(below))),
    read: (file: string) => explain(name, () => read(at(file))),
    create: (file: string, text: string) => explain(name, () => create(at(file), text)),
    replace: (file: string, text: string) => explain(name, () => replace(at(file), text)),
    append: (file: string, text: string) => explain(name, () => append(at(file), text)),
    remove: (file: string) => explain(name, () => rm(at(file), { force: true })),
    hold: <T>(action: (hold: Hold) => Promise<Result<T, Failure>>) => hold({ path: root, name, patience }, action),
  });
}

async function list(root: string, folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    return files.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A link to a finished file appears at once and never takes the place of another. */
async function create(path: string, text: string): Promise<'created' | 'exists'> {
  const temporary = await writeTemporary(path, text);
  try {
    await link(temporary, path).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      // File systems without hard links: whole by the lock alone.
      return copyFile(temporary, path, constants.COPYFILE_EXCL);
    });
    await syncFolder(path);
    return 'created';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'exists';
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = await writeTemporary(path, text);
  try {
    await rename(temporary, path);
    await syncFolder(path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** O_APPEND: the system puts each write behind the one before, whoever writes. */
async function append(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a');
  try {
    await file.write(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(path);
}

async function writeTemporary(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  return temporary;
}

/** A name is durable once its folder is; Windows cannot open folders, and keeps names by itself. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

async function hold<T>(
  { path, name, patience = 0 }: RegistryFolder,
  action: (hold: Hold) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  await explain(name, () => mkdir(path, { recursive: true }));
  let lost = false;
  const release = await acquire(path, patience, () => (lost = true));
  if (release === 'busy') {
    const remedy = 'Try again when it is done; a lock whose owner died lapses after a few seconds.';
    return failure('held', `Another process is writing to the registry in ${name}.`, remedy);
  }
  if (release instanceof Error)
    throw new RegistryFilesError(`The registry in ${name} cannot be locked: ${release.message}.`);
  try {
    return await action({ stillHeld: () => !lost });
  } finally {
    await release().catch(() => undefined); // lost already
  }
}

async function acquire(
  path: string,
  patience: number,
  onLost: () => void,
): Promise<(() => Promise<void>) | 'busy' | Error> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await lock(path, {
        lockfilePath: join(path, 'lock'),
        stale: staleAfter,
        update: renewEvery,
        onCompromised: onLost,
      });
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') return error instanceof Error ? error : new Error(String(error));
      if (Date.now() >= deadline) return 'busy';
      await new Promise((wake) => setTimeout(wake, 10 + Math.random() * 40));
    }
  }
}

async function explain<T>(folder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error) || codeOf(error) === undefined) throw error;
    throw new RegistryFilesError(`The registry in ${folder} cannot be used: ${error.message}.`);
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
