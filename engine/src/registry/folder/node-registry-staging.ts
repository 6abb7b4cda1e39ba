/**
 * A folder in which everything begins that one holder of the registry writes. Whoever holds the registry next takes the
 * folders of all others away: from then on a holder that only seemed dead can neither begin a file nor move one to its place.
 * Nothing else keeps it from that when it wakes up between a look and a move.
 */
import { randomBytes } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../base/error-code';
import type { Disk } from '../../base/node-gate';
import type { RegistryPlace } from './node-registry-place';
import { TakenOverError } from './registry-files';

/** As version control and searches leave out what ends so. */
const stagingName = /^\.writing\.[0-9a-f]{12}\.tmp$/;

export class Staging {
  readonly #folder: string;
  readonly #registry: string;
  readonly #disk: Disk;

  private constructor(folder: string, registry: string, disk: Disk) {
    this.#folder = folder;
    this.#registry = registry;
    this.#disk = disk;
  }

  /** Of two that open at once at most one stays: each is there before it looks for others. */
  static async open({ root, name }: Pick<RegistryPlace, 'root' | 'name'>, disk: Disk): Promise<Staging> {
    const folder = join(root, `.writing.${randomBytes(6).toString('hex')}.tmp`);
    await disk.mkdir(folder);
    for (const other of await readdir(root))
      if (stagingName.test(other) && other !== basename(folder)) await takeAway(join(root, other), folder, disk);
    return new Staging(folder, name, disk);
  }

  /** False after another has taken it away. What is left of it, if anything, the next one takes away. */
  async close(): Promise<boolean> {
    const isOwn = await isThere(this.#folder).catch(() => true);
    await this.#disk.rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
    return isOwn;
  }

  /** A finished file appears at once under its name, and never takes the place of another. */
  create(path: string, text: string): Promise<'created' | 'exists'> {
    return this.#guard(async () => {
      const begun = await this.#begin(path, text);
      if (!(await this.#link(begun, path)) && !(await this.#moveToFree(begun, path))) return 'exists';
      await this.#syncFolder(path);
      return 'created';
    });
  }

  replace(path: string, text: string): Promise<void> {
    return this.#guard(async () => {
      await this.#disk.rename(await this.#begin(path, text), path);
      await this.#syncFolder(path);
    });
  }

  /** O_APPEND: the system puts each write behind the one before, whoever writes. */
  append(path: string, text: string): Promise<void> {
    return this.#guard(async () => {
      await this.#disk.mkdir(dirname(path), { recursive: true });
      await lstat(this.#folder);
      const file = await this.#disk.open(path, 'a');
      try {
        await file.write(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await this.#syncFolder(path);
    });
  }

  remove(path: string): Promise<void> {
    return this.#guard(async () => {
      const removed = this.#fresh();
      try {
        await this.#disk.rename(path, removed);
      } catch (error) {
        if (errorCode(error) === 'ENOENT' && (await isThere(this.#folder))) return;
        throw error;
      }
      await this.#disk.rm(removed, { recursive: true, force: true });
    });
  }

  /** What the system says where the folder is gone says only that. */
  async #guard<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (errorCode(error) !== undefined && !(await isThere(this.#folder))) throw new TakenOverError(this.#registry);
      throw error;
    }
  }

  #fresh(): string {
    return join(this.#folder, randomBytes(6).toString('hex'));
  }

  /** A whole, durable file that is not in its place yet. */
  async #begin(path: string, text: string): Promise<string> {
    await this.#disk.mkdir(dirname(path), { recursive: true });
    const begun = this.#fresh();
    const file = await this.#disk.open(begun, 'wx');
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    return begun;
  }

  /** False where the file system has no hard links, or the name is taken. */
  async #link(begun: string, path: string): Promise<boolean> {
    try {
      await this.#disk.link(begun, path);
    } catch {
      return false;
    }
    await this.#disk.rm(begun, { force: true });
    return true;
  }

  /** Of those who hold the registry nobody takes the name between the two steps: they would have taken this folder away. */
  async #moveToFree(begun: string, path: string): Promise<boolean> {
    if (await isThere(path)) {
      await this.#disk.rm(begun, { force: true });
      return false;
    }
    await this.#disk.rename(begun, path);
    return true;
  }

  /** A name is durable once its folder is; Windows cannot open folders, and keeps names by itself. */
  async #syncFolder(path: string): Promise<void> {
    const folder = await this.#disk.open(dirname(path), 'r').catch(() => null);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  }
}

/** At once where that can be; Windows moves no folder in which a file is open, and takes the files away one by one. */
async function takeAway(other: string, own: string, disk: Disk): Promise<void> {
  try {
    await disk.rename(other, join(own, basename(other)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    await disk.rm(other, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
