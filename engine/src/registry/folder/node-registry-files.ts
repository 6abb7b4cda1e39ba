/** The registry's folder on this machine's disk: whole files, synced, within the project, and a lock that dies with its owner. */
import { randomBytes } from 'node:crypto';
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { failure, type Failure } from '../../base/failure';
import { Containment } from '../../base/node-containment';
import type { Disk, Gate } from '../../base/node-gate';
import { isLitter, removeAbandoned } from '../../base/node-litter';
import type { Result } from '../../base/result';
import { restoring } from '../records/damaged-file';
import { RegistryFilesError, type Hold, type RegistryFiles } from './registry-files';

/** Milliseconds. A lock that was not renewed for so long belonged to a process that died. */
const staleAfter = 5_000;
const renewEvery = 1_000;

const lockName = 'lock';

/** Bytes; no file of a registry comes near. */
const largestFile = 64 * 1024 * 1024;

export interface RegistryFolder {
  /** The project's folder, absolute: links may lead anywhere in it, and nowhere out. */
  readonly project: string;
  /** The registry's folder relative to it, with `/`, as messages name it. */
  readonly name: string;
  readonly gate: Gate;
  /** Milliseconds to wait for another process; more than a dead one's lock lasts. */
  readonly waitMs?: number;
}

export function nodeRegistryFiles({ project, name, gate, waitMs = 15_000 }: RegistryFolder): RegistryFiles {
  const place = new Place(new Containment(project), name);
  const explain = <T>(action: () => Promise<T>): Promise<T> => explainAll(name, action);
  const write = <T>(file: string, action: (path: string, disk: Disk) => Promise<T>): Promise<T> =>
    explain(async () => {
      const disk = gate.disk();
      if (!disk.ok) throw new RegistryFilesError(disk.error);
      try {
        return await action(await place.toWrite(file), disk.value);
      } catch (error) {
        throw (await place.findFalseFolder(file)) ?? error;
      }
    });
  return Object.freeze({
    folder: name,
    list: (below: string) => explain(() => place.list(below)),
    read: (file: string) => explain(() => place.read(file)),
    create: (file: string, text: string) => write(file, (path, disk) => create(path, text, disk)),
    replace: (file: string, text: string) => write(file, (path, disk) => replace(path, text, disk)),
    append: (file: string, text: string) => write(file, (path, disk) => append(path, text, disk)),
    remove: (file: string) => write(file, (path, disk) => disk.rm(path, { force: true })),
    hold: async <T>(action: (hold: Hold) => Promise<Result<T, Failure>>) => {
      const disk = gate.disk();
      return disk.ok ? hold({ place, name, waitMs, disk: disk.value }, action) : disk;
    },
  });
}

/** The folder within its project. */
class Place {
  readonly #project: Containment;
  readonly #name: string;
  readonly #litter = new Set<string>();

  constructor(project: Containment, name: string) {
    this.#project = project;
    this.#name = name;
  }

  get root(): string {
    return join(this.#project.root, ...this.#name.split('/'));
  }

  /** What was seen in passing; looking for it would read every folder again. */
  get litter(): readonly string[] {
    return [...this.#litter];
  }

  list(below: string): Promise<readonly string[]> {
    return this.#mayRead(below, () => this.#list(below));
  }

  read(file: string): Promise<string | null> {
    return this.#mayRead(file, () => this.#read(file));
  }

  /** What a file would say that may not be read is as little known as of a damaged one. */
  async #mayRead<T>(file: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'EACCES' && code !== 'EPERM') throw error;
      const remedy = 'Give your account permission to read it and its folders.';
      const message = `The registry's ${this.#printPath(this.#placeOf(error) ?? file)} is not readable: ${code}.`;
      throw new RegistryFilesError({ kind: 'bad-input', message, remedy });
    }
  }

  /** What the system refused, where it is in the folder: listing one refuses those below it. */
  #placeOf(error: unknown): string | null {
    const path = error instanceof Error && 'path' in error ? error.path : undefined;
    const below = typeof path === 'string' ? this.#below(path) : '..';
    return below.startsWith('..') ? null : below;
  }

  async #list(below: string): Promise<readonly string[]> {
    const folder = await this.toWrite(below);
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files: string[] = [];
      for (const entry of entries) {
        const path = join(entry.parentPath, entry.name);
        if (isLitter(path)) this.#litter.add(path);
        if (entry.name.startsWith('.') || entry.isDirectory()) continue;
        if (entry.isSymbolicLink()) await this.#look(this.#below(path));
        files.push(this.#below(path));
      }
      return files.sort();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      if (codeOf(error) === 'ENOTDIR')
        throw (await this.findFalseFolder(`${below}/file`)) ?? this.#reject(below, 'is not a folder');
      throw error;
    }
  }

  async #read(file: string): Promise<string | null> {
    const found = await this.#project.read(this.#pathOf(file), largestFile);
    if (found === 'missing') return null;
    if (typeof found === 'string') throw await this.#rejectUnread(file, found);
    return found.toString('utf8');
  }

  /** Refuses what must not be read. */
  async #look(file: string): Promise<void> {
    const found = await this.#project.find(this.#pathOf(file));
    if (found === 'outside' || found === 'odd') throw await this.#rejectUnread(file, found);
    if (found !== 'missing' && found.bytes > largestFile) throw await this.#rejectUnread(file, 'large');
  }

  async #rejectUnread(file: string, found: 'outside' | 'odd' | 'large'): Promise<RegistryFilesError> {
    if (found === 'outside') return this.#rejectLink(file);
    return this.#reject(file, found === 'odd' ? 'is not a regular file' : 'is larger than 64 MiB');
  }

  async toWrite(file: string): Promise<string> {
    const path = this.#pathOf(file);
    if (await this.#project.holds(path)) return path;
    throw await this.#rejectLink(file);
  }

  /** What is in the place of a folder that a file needs; null where every folder is one, or is still to be made. */
  async findFalseFolder(file: string): Promise<RegistryFilesError | null> {
    const folders = file.split('/').slice(0, -1);
    for (let depth = 0; depth <= folders.length; depth++) {
      const folder = folders.slice(0, depth).join('/');
      const found = await stat(this.#pathOf(folder)).catch(() => null);
      if (found !== null && !found.isDirectory()) return this.#reject(folder, 'is not a folder');
    }
    return null;
  }

  /** The lock is an empty folder; anything else in its place would neither be taken nor ever expire. */
  async checkLock(): Promise<void> {
    const lock = join(this.root, lockName);
    const found = await lstat(lock).catch(() => null);
    if (found === null) return;
    if (!found.isDirectory()) throw this.#rejectLock('is not a folder');
    const content = await readdir(lock).catch(() => []);
    if (content.length > 0) throw this.#rejectLock('is not empty');
  }

  #rejectLock(what: string): RegistryFilesError {
    const path = `${this.#name}/${lockName}`;
    const message = `The registry's lock ${path} ${what}, so it was not made by Sproc. Nothing was written.`;
    return new RegistryFilesError({ kind: 'bad-input', message, remedy: `Remove ${path}.` });
  }

  async #rejectLink(file: string): Promise<RegistryFilesError> {
    if (await this.#project.holds(this.root))
      return this.#reject(file, 'is, or is inside, a link that leads out of the project');
    const remedy = 'Replace the link with a folder, or set "registry.folder" in sproc.json to a folder in the project.';
    const message = `The registry's folder ${this.#name} is, or is inside, a link that leads out of the project.`;
    return new RegistryFilesError({ kind: 'bad-input', message, remedy });
  }

  #pathOf(file: string): string {
    return join(this.root, ...file.split('/'));
  }

  #below(path: string): string {
    return relative(this.root, path).split(sep).join('/');
  }

  #printPath(file: string): string {
    return file === '' ? this.#name : `${this.#name}/${file}`;
  }

  #reject(file: string, what: string): RegistryFilesError {
    const path = this.#printPath(file);
    const remedy = `Remove ${path}, or restore it from git. ${restoring(path)}.`;
    return new RegistryFilesError({ kind: 'bad-input', message: `The registry's ${path} ${what}.`, remedy });
  }
}

/** A finished file appears at once under its name, and never takes the place of another. */
async function create(path: string, text: string, disk: Disk): Promise<'created' | 'exists'> {
  const temporary = await writeTemporary(path, text, disk);
  try {
    const isLinked = await disk.link(temporary, path).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === 'EEXIST') throw error;
        return false;
      },
    );
    if (!isLinked && !(await renameToFree(temporary, path, disk))) return 'exists';
    await syncFolder(path, disk);
    return 'created';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'exists';
    throw error;
  } finally {
    await disk.rm(temporary, { force: true });
  }
}

/**
 * For file systems without hard links: a copy could be seen half done, and a name that is taken first would stay empty
 * after a crash. Nobody else takes the name between the two steps, as whoever creates holds the lock.
 */
async function renameToFree(temporary: string, path: string, disk: Disk): Promise<boolean> {
  const isFree = await lstat(path).then(
    () => false,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return true;
      throw error;
    },
  );
  if (isFree) await disk.rename(temporary, path);
  return isFree;
}

async function replace(path: string, text: string, disk: Disk): Promise<void> {
  const temporary = await writeTemporary(path, text, disk);
  try {
    await disk.rename(temporary, path);
    await syncFolder(path, disk);
  } finally {
    await disk.rm(temporary, { force: true });
  }
}

/** O_APPEND: the system puts each write behind the one before, whoever writes. */
async function append(path: string, text: string, disk: Disk): Promise<void> {
  await disk.mkdir(dirname(path), { recursive: true });
  const file = await disk.open(path, 'a');
  try {
    await file.write(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(path, disk);
}

async function writeTemporary(path: string, text: string, disk: Disk): Promise<string> {
  await disk.mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  const file = await disk.open(temporary, 'wx');
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  return temporary;
}

/** A name is durable once its folder is; Windows cannot open folders, and keeps names by itself. */
async function syncFolder(path: string, disk: Disk): Promise<void> {
  const folder = await disk.open(dirname(path), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

interface Holding {
  readonly place: Place;
  readonly name: string;
  readonly waitMs: number;
  readonly disk: Disk;
}

async function hold<T>(
  { place, name, waitMs, disk }: Holding,
  action: (hold: Hold) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  let lost = false;
  const release = await explainAll(name, async () => {
    const path = await place.toWrite('');
    const falseFolder = await place.findFalseFolder('');
    if (falseFolder !== null) throw falseFolder;
    await disk.mkdir(path, { recursive: true });
    await place.checkLock();
    return acquire({ path, waitMs, disk }, () => (lost = true));
  }).catch(refusalOf);
  if (typeof release === 'object' && 'kind' in release) return { ok: false, error: release };
  if (release === 'busy') {
    const remedy = 'Try again after it has finished. The lock of a process that died expires after a few seconds.';
    return failure('held', `Another process is writing to the registry in ${name}.`, remedy);
  }
  if (release instanceof Error)
    return failure('could-not', `The registry in ${name} cannot be locked: ${release.message}.`);
  try {
    await removeAbandoned(place.litter, disk);
    return await action({ stillHeld: () => !lost });
  } finally {
    await release().catch(() => undefined); // lost already
  }
}

/** Holding refuses by its answer. */
function refusalOf(error: unknown): Failure {
  if (error instanceof RegistryFilesError) return error.failure;
  throw error;
}

async function acquire(
  { path, waitMs, disk }: { readonly path: string; readonly waitMs: number; readonly disk: Disk },
  onLost: () => void,
): Promise<(() => Promise<void>) | 'busy' | Error> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      return await disk.lock(path, {
        lockfilePath: join(path, lockName),
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

async function explainAll<T>(folder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error) || codeOf(error) === undefined) throw error;
    throw new RegistryFilesError({
      kind: 'could-not',
      message: `The registry in ${folder} cannot be used: ${error.message}.`,
    });
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
