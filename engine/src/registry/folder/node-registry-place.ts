/** The place of the registry's folder on this machine's disk, and the failures of its files. */
import { advise } from '../../base/advice';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../base/files/error-code';
import { pathBelow } from '../../base/files/folder-paths';
import type { Containment } from '../../base/files/node-containment';
import { restoring } from '../records/damaged-file';
import { RegistryFilesError } from './registry-files';
import type { SentenceAbout } from '../../base/sentence-about';

export const lockName = 'lock';

/** Bytes; no file of a registry comes near. */
const largestFile = 64 * 1024 * 1024;

export class RegistryPlace {
  /** Relative to the project, with `/`, as messages name it. */
  readonly name: string;
  readonly #project: Containment;

  constructor(project: Containment, name: string) {
    this.#project = project;
    this.name = name;
  }

  get root(): string {
    return join(this.#project.root, ...this.name.split('/'));
  }

  list(below: string): Promise<readonly string[]> {
    return this.#mayRead(below, () => this.#list(below));
  }

  read(file: string): Promise<string | null> {
    return this.#mayRead(file, () => this.#read(file));
  }

  /** Reads a file. An unreadable file fails, as a damaged one does: its content is unknown. */
  async #mayRead<T>(file: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const code = errorCode(error);
      if (code !== 'EACCES' && code !== 'EPERM') throw error;
      const remedy = 'Give your account permission to read it and its folders.';
      const message = `The registry's ${this.#printPath(this.#placeOf(error) ?? file)} is not readable: ${code}.`;
      throw new RegistryFilesError({ kind: 'bad-input', message, remedy });
    }
  }

  /** Returns the path of a system error, if it is in the folder: a failed listing concerns the folders below. */
  #placeOf(error: unknown): string | null {
    const path = error instanceof Error && 'path' in error ? error.path : undefined;
    return typeof path === 'string' ? pathBelow(this.root, path) : null;
  }

  async #list(below: string): Promise<readonly string[]> {
    const folder = await this.toWrite(below);
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files: string[] = [];
      for (const entry of entries) {
        const path = join(entry.parentPath, entry.name);
        if (entry.name.startsWith('.') || entry.isDirectory()) continue;
        if (entry.isSymbolicLink()) await this.#look(this.#below(path));
        files.push(this.#below(path));
      }
      return files.sort();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      if (errorCode(error) === 'ENOTDIR')
        throw (
          (await this.findFalseFolder(`${below}/file`)) ?? this.#reject(below, (name) => `${name} is not a folder.`)
        );
      throw error;
    }
  }

  async #read(file: string): Promise<string | null> {
    const found = await this.#project.read(this.#pathOf(file), largestFile);
    if (found === 'missing') return null;
    if (typeof found === 'string') throw await this.#rejectUnread(file, found);
    return found.toString('utf8');
  }

  /** Throws for a path that must not be read. */
  async #look(file: string): Promise<void> {
    const found = await this.#project.find(this.#pathOf(file));
    if (found === 'outside' || found === 'odd') throw await this.#rejectUnread(file, found);
    if (found !== 'missing' && found.bytes > largestFile) throw await this.#rejectUnread(file, 'large');
  }

  async #rejectUnread(file: string, found: 'outside' | 'odd' | 'large'): Promise<RegistryFilesError> {
    if (found === 'outside') return this.#rejectLink(file);
    return this.#reject(
      file,
      found === 'odd' ? (name) => `${name} is not a regular file.` : (name) => `${name} is larger than 64 MiB.`,
    );
  }

  /** Returns the path to write to; throws if a link leads out of the project. */
  async toWrite(file: string): Promise<string> {
    const path = this.#pathOf(file);
    if (await this.#project.holds(path)) return path;
    throw await this.#rejectLink(file);
  }

  /**
   * Returns an error if something else is in the place of a folder that a file needs; null if every folder exists or
   * can be created.
   */
  async findFalseFolder(file: string): Promise<RegistryFilesError | null> {
    const folders = file.split('/').slice(0, -1);
    for (let depth = 0; depth <= folders.length; depth++) {
      const folder = folders.slice(0, depth).join('/');
      const found = await stat(this.#pathOf(folder)).catch(() => null);
      if (found !== null && !found.isDirectory()) return this.#reject(folder, (name) => `${name} is not a folder.`);
    }
    return null;
  }

  /** Checks that the lock is an empty folder; anything else would neither be acquired nor ever expire. */
  async checkLock(): Promise<void> {
    const lock = join(this.root, lockName);
    const found = await lstat(lock).catch(() => null);
    if (found === null) return;
    if (!found.isDirectory())
      throw this.#rejectLock(
        (path) => `The registry's lock ${path} is not a folder, so it was not made by Sproc. Nothing was written.`,
      );
    const content = await readdir(lock).catch(() => []);
    if (content.length > 0)
      throw this.#rejectLock(
        (path) => `The registry's lock ${path} is not empty, so it was not made by Sproc. Nothing was written.`,
      );
  }

  #rejectLock(problem: SentenceAbout): RegistryFilesError {
    const path = `${this.name}/${lockName}`;
    return new RegistryFilesError({ kind: 'bad-input', message: problem(path), remedy: `Remove ${path}.` });
  }

  async #rejectLink(file: string): Promise<RegistryFilesError> {
    if (await this.#project.holds(this.root))
      return this.#reject(file, (name) => `${name} is, or is inside, a link that leads out of the project.`);
    const remedy = 'Replace the link with a folder, or set "registry.folder" in sproc.json to a folder in the project.';
    const message = `The registry's folder ${this.name} is, or is inside, a link that leads out of the project.`;
    return new RegistryFilesError({ kind: 'bad-input', message, remedy });
  }

  #pathOf(file: string): string {
    return join(this.root, ...file.split('/'));
  }

  #below(path: string): string {
    return pathBelow(this.root, path) ?? path;
  }

  #printPath(file: string): string {
    return file === '' ? this.name : `${this.name}/${file}`;
  }

  #reject(file: string, problem: SentenceAbout): RegistryFilesError {
    const path = this.#printPath(file);
    const remedy = advise`Remove ${path}, or restore it from git. ${restoring(path)}`;
    return new RegistryFilesError({ kind: 'bad-input', message: problem(`The registry's ${path}`), remedy });
  }
}
