/** The project's folder on this machine's disk. */
import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs';
import { mkdir, open, realpath, rename, rm, stat as look } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { glob } from 'tinyglobby';
import { decodeSource } from './decode-source';
import type { SourceTree } from './ports';

/** Bytes; a larger file is not read, so that a dump among the sources cannot take all memory. */
export const largestSource = 64 * 1024 * 1024;

/** `read` gives null for what is no readable file of at most `largestSource` bytes. */
export function nodeSourceTree(folder: string): SourceTree {
  const root = resolve(folder);
  return Object.freeze({
    root,
    list: (patterns: readonly string[]) => list(root, patterns),
    read: (path: string) => read(inside(root, path)),
    write: (path: string, text: string) => writeWhole(inside(root, path), text),
  });
}

/** Symbolic links are not followed: they may lead in circles, or out of the project. */
async function list(root: string, patterns: readonly string[]): Promise<readonly string[]> {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  if (wanted.length === 0) return [];
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const found = await glob(wanted, {
    cwd: root,
    ignore: [...unwanted, '**/node_modules/**', '**/.git/**'],
    onlyFiles: true,
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  return found.map((path) => path.replaceAll('\\', '/')).sort();
}

/** A third of what the functions of node:fs/promises cost, which counts where ten thousand files are read. */
const [statFile, readBytes] = [promisify(stat), promisify(readFile)];

/** Null for what is no plain file: reading a pipe would never end. */
async function read(path: string): Promise<string | null> {
  try {
    const found = await statFile(path);
    return found.isFile() && found.size <= largestSource ? decodeSource(await readBytes(path)) : null;
  } catch {
    return null;
  }
}

/** Readers see the old text or the new one, whatever happens in between; the file keeps its mode, a link its target. */
async function writeWhole(path: string, text: string): Promise<void> {
  if (!text.isWellFormed())
    throw new Error(`${basename(path)} has characters that could not be decoded: it is not written.`);
  const target = await realpath(path).catch(() => path);
  await mkdir(dirname(target), { recursive: true });
  const mode = await look(target).then(
    (found) => found.mode,
    () => 0o666,
  );
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function inside(root: string, path: string): string {
  const absolute = resolve(root, path);
  const way = relative(root, absolute);
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || resolve(way) === way) {
    throw new Error(`The path ${path} leads out of the project.`);
  }
  return absolute;
}
