/**
 * A folder in which everything begins that one holder of the registry writes. Whoever holds the registry next takes the
 * folders of all others away: from then on a holder that only seemed dead can neither begin a file nor move one to its place.
 * Nothing else keeps it from that when it wakes up between a look and a move.
 */
import { randomBytes } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../base/files/error-code';
import type { Disk } from '../../base/node-gate';
import { sweepLitter } from '../../base/node-litter';
import type { RegistryPlace } from './node-registry-place';
import { TakenOverError } from './registry-files';

/** The names of staging folders, whose ending version control and searches ignore. */
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

  /** Opens a staging folder. Of two that open at once at most one remains: each exists before it looks for others. */
  static async open({ root, name }: Pick<RegistryPlace, 'root' | 'name'>, disk: Disk): Promise<Staging> {
    const folder = join(root, `.writing.${randomBytes(6).toString('hex')}.tmp`);
    await disk.mkdir(folder);
    for (const other of await readdir(root))
      if (stagingName.test(other) && other !== basename(folder)) await takeAway(join(root, other), folder, disk);
    // Releases before the staging folder began files next to their place.
    await sweepLitter(root, disk);
    return new Staging(folder, name, disk);
  }

  /** Returns false if another writer has removed it. The next writer removes what is left of it. */
  async close(): Promise<boolean> {
    const isOwn = await isThere(this.#folder).catch(() => true);
    await this.#disk.rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
    return isOwn;
  }

  /** Creates a file, which appears completely under its name and never replaces another. */
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

  /** Appends with O_APPEND: the system puts each write after the one before, whichever process writes. */
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

  /** Runs an action. If the folder is gone, its system error means only that. */
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

  /** Writes a whole, durable file that is not in its place yet. */
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

  /** Returns false if the file system has no hard links, or if the name is taken. */
  async #link(begun: string, path: string): Promise<boolean> {
    try {
      await this.#disk.link(begun, path);
    } catch {
      return false;
    }
    await this.#disk.rm(begun, { force: true });
    return true;
  }

  /**
   * Moves a file to a free name. No holder of the registry takes the name between the two steps: it would have removed
   * this folder.
   */
  async #moveToFree(begun: string, path: string): Promise<boolean> {
    if (await isThere(path)) {
      await this.#disk.rm(begun, { force: true });
      return false;
    }
    await this.#disk.rename(begun, path);
    return true;
  }

  /** Syncs the folder of a new name. Windows cannot open folders, and makes names durable itself. */
  async #syncFolder(path: string): Promise<void> {
    const folder = await this.#disk.open(dirname(path), 'r').catch(() => null);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  }
}

/**
 * Removes a folder at once if possible; Windows moves no folder with an open file, and its files are removed one by
 * one.
 */
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
