/** Checks that paths lie inside a folder once all links are followed: a path that a repository gives proves nothing. */
import { lstat, realpath } from 'node:fs';
import { dirname, parse, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pathBelow, pathWithin } from './folder-paths';
import { readPlainFile, type Read } from './node-plain-file';
import { errorCode } from './error-code';

/** A third of what the functions of node:fs/promises cost, which counts where ten thousand files are read. */
const [look, follow] = [promisify(lstat), promisify(realpath.native)];

/**
 * The kind of file at a path: `outside` for a link that leads out of the folder, `odd` for anything but a plain file.
 */
export type Found = 'missing' | 'outside' | 'odd' | { readonly bytes: number };

export class Containment {
  readonly root: string;
  /** Answers under way, by folder. They are not kept, because the folder may become a link later. */
  readonly #asked = new Map<string, Promise<boolean>>();

  constructor(root: string) {
    this.root = resolve(root);
  }

  /**
   * Returns the absolute path without looking at the disk; null if it leads out of the folder or is the folder itself.
   */
  absolute(path: string): string | null {
    return pathWithin(this.root, path);
  }

  /** Returns the bytes of a file; `large` if there are more than `most`. */
  async read(path: string, most: number): Promise<Exclude<Read, 'link'> | 'missing' | 'outside'> {
    const absolute = this.absolute(path);
    if (absolute === null) return 'outside';
    try {
      if (!(await this.#holdsFolder(dirname(absolute)))) return 'outside';
      const bytes = await readPlainFile(absolute, most);
      return bytes === 'link' ? await this.#readTarget(absolute, most) : bytes;
    } catch (error) {
      if (isMissing(error)) return 'missing';
      throw error;
    }
  }

  /** Returns the kind of file at a path that will be read or replaced. */
  async find(path: string): Promise<Found> {
    const absolute = this.absolute(path);
    if (absolute === null) return 'outside';
    try {
      const [holds, found] = await Promise.all([this.#holdsFolder(dirname(absolute)), look(absolute)]);
      if (!holds) return 'outside';
      if (found.isFile()) return { bytes: found.size };
      return found.isSymbolicLink() ? await this.#findTarget(absolute) : 'odd';
    } catch (error) {
      if (isMissing(error)) return 'missing';
      throw error;
    }
  }

  /**
   * Returns true if a path to be written or listed is inside. It need not exist: then the nearest existing folder
   * decides.
   */
  async holds(path: string): Promise<boolean> {
    const absolute = resolve(this.root, path);
    if (absolute !== this.root && this.absolute(path) === null) return false;
    const [root, nearest] = await Promise.all([followTo(this.root), followTo(absolute)]);
    if (root === null) return true;
    for (let at = absolute; at !== this.root && at !== dirname(at); at = dirname(at)) {
      const target = at === absolute ? nearest : await followTo(at);
      if (target !== null) return pathBelow(root, target) !== null;
    }
    return true;
  }

  async #readTarget(link: string, most: number): Promise<Exclude<Read, 'link'> | 'outside'> {
    const target = await this.#follow(link);
    if (target === null) return 'outside';
    const bytes = await readPlainFile(target, most);
    return bytes === 'link' ? 'outside' : bytes;
  }

  async #findTarget(link: string): Promise<Found> {
    const target = await this.#follow(link);
    if (target === null) return 'outside';
    const found = await look(target);
    return found.isFile() ? { bytes: found.size } : 'odd';
  }

  /** Returns the final target of a link; null if that is outside. */
  async #follow(link: string): Promise<string | null> {
    const target = await follow(link);
    return pathBelow(await follow(this.root), target) === null ? null : target;
  }

  /** Checks a folder once for all of its files that are looked up at the same time. */
  #holdsFolder(folder: string): Promise<boolean> {
    const known = this.#asked.get(folder);
    if (known !== undefined) return known;
    const asked = this.holds(folder).finally(() => this.#asked.delete(folder));
    this.#asked.set(folder, asked);
    return asked;
  }
}

/**
 * Returns the final target; null if nothing exists. Writing to a dangling link would create its target anywhere: it
 * counts as leading out.
 */
async function followTo(path: string): Promise<string | null> {
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      return await follow(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    const found = await look(path).catch(() => null);
    if (found === null) return null;
    if (found.isSymbolicLink()) return parse(path).root;
    // Another process has created it in between.
  }
  return parse(path).root;
}

const mostTries = 100;

function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}
