/** The project's folder on this machine's disk. */
import { randomBytes } from 'node:crypto';
import { readdir, type Dirent } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { glob } from 'tinyglobby';
import { errorCode } from '../base/files/error-code';
import { failure, type Failure } from '../base/failure';
import { pathBelow, slashed } from '../base/files/folder-paths';
import { Containment } from '../base/files/node-containment';
import type { Disk, Gate } from '../base/node-gate';
import { sweepLitter } from '../base/node-litter';
import { succeed, type Result } from '../base/result';
import { decodeSource } from './decode-source';
import type { SourceTree } from './ports';

/** Bytes; a larger file is not read, so that a dump among the sources cannot take all memory. */
export const largestSource = 64 * 1024 * 1024;

/**
 * Creates the tree of a folder. Its `read` returns null for anything but a readable file of at most `largestSource`
 * bytes, and for a link that leads out.
 */
export function nodeSourceTree(folder: string, gate: Gate): SourceTree {
  const project = new Containment(folder);
  return Object.freeze({
    root: project.root,
    list: (patterns: readonly string[]) => list(project, patterns),
    read: (path: string, most?: number) => read(project, path, most),
    isFree: (path: string) => isFree(join(project.root, path)),
    write: (path: string, text: string) => write(project, { path, text }, gate),
    create: (path: string, text: string) => create(project, { path, text }, gate),
  });
}

/**
 * Lists files without following symbolic links, which may lead in circles. A link that leads out of the project is
 * listed itself, as are pipes and devices, so that reading them fails and is reported.
 */
async function list(project: Containment, patterns: readonly string[]): Promise<readonly string[]> {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  if (wanted.length === 0) return [];
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const outside: string[] = [];
  const found = await glob(wanted, {
    cwd: project.root,
    ignore: [...unwanted, '**/node_modules/**', '**/.git/**'],
    onlyFiles: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    fs: { readdir: readContained(project, (path) => outside.push(path)) as typeof readdir },
  });
  return [...new Set([...found.map((path) => slashed(path)), ...outside])].sort();
}

type Listed = (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void;

/** Lists folders of the project only. If a link leads to a folder outside, its path is passed to `leadsOut` instead. */
function readContained(project: Containment, leadsOut: (path: string) => void) {
  return (folder: string, options: { readonly withFileTypes: true }, done: Listed): void => {
    const report = (path: string): void => leadsOut(pathBelow(project.root, path) ?? slashed(path));
    const reject = (): void => {
      report(folder);
      done(null, []);
    };
    const read = (): void =>
      readdir(folder, options, (error, entries) => {
        if (error) done(error, []);
        else void showOdd(project, folder, entries.filter(isMatched)).then((shown) => done(null, shown));
      });
    // No pattern matches beyond a line end, so what such a folder holds would be passed over without a word.
    const isMatched = (entry: Dirent): boolean => {
      const isLost = entry.isDirectory() && /[\n\r\u2028\u2029]/.test(entry.name);
      if (isLost) report(join(folder, entry.name));
      return !isLost;
    };
    project.holds(folder).then((holds) => (holds ? read() : reject()), reject);
  };
}

/**
 * Shows a link out of the project as what it leads to, and a pipe, a device or a dangling link as a file. So patterns
 * apply to it, and reading it fails and is reported.
 */
async function showOdd(project: Containment, folder: string, entries: Dirent[]): Promise<Dirent[]> {
  if (entries.every((entry) => entry.isFile() || entry.isDirectory())) return entries;
  return Promise.all(
    entries.map(async (entry) => {
      if (entry.isFile() || entry.isDirectory()) return entry;
      const path = join(folder, entry.name);
      const target = entry.isSymbolicLink() ? await stat(path).catch(() => null) : null;
      if (target?.isDirectory() !== true && target?.isFile() !== true) return disguise(entry, anyFile);
      return (await project.holds(path)) ? entry : disguise(entry, target);
    }),
  );
}

const anyFile = { isDirectory: () => false, isFile: () => true };

function disguise(entry: Dirent, target: { isDirectory(): boolean; isFile(): boolean }): Dirent {
  const shown: unknown = {
    name: entry.name,
    isSymbolicLink: () => false,
    isDirectory: () => target.isDirectory(),
    isFile: () => target.isFile(),
  };
  return shown as Dirent;
}

/** Returns the text; null for anything but a plain file, because reading a pipe would never end. */
async function read(project: Containment, path: string, most = largestSource): Promise<string | null> {
  try {
    const bytes = await project.read(path, most);
    return typeof bytes === 'string' ? null : decodeSource(bytes);
  } catch {
    return null;
  }
}

async function isFree(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return false;
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR';
  }
}

interface Written {
  readonly path: string;
  readonly text: string;
}

async function write(project: Containment, { path, text }: Written, gate: Gate): Promise<Result<void, Failure>> {
  const remedy = 'Replace the link with a folder or file, or change "sources" in sproc.json.';
  const place = await placeFor(project, { path, inside: path, remedy }, gate);
  if (!place.ok) return place;
  if ((await project.find(path)) === 'odd')
    return failure('bad-input', `${path} is not a regular file. It was not written.`, `Remove ${path}.`);
  if (!text.isWellFormed()) throw new Error(`${path} has characters that could not be decoded: it is not written.`);
  const { absolute, disk } = place.value;
  return writeWhole(absolute, text, disk).then(succeed, (error: unknown) => explainDisk(path, error));
}

/** Creates a file. The system itself does not open an existing one, a link included. */
async function create(project: Containment, { path, text }: Written, gate: Gate): Promise<Result<void, Failure>> {
  const place = await placeFor(project, { path, inside: dirname(path) }, gate);
  if (!place.ok) return place;
  const { absolute, disk } = place.value;
  return writeNew(absolute, text, disk).then(succeed, (error: unknown) => {
    return errorCode(error) === 'EEXIST'
      ? failure('bad-input', `${path} already exists. It was not changed.`)
      : explainDisk(path, error);
  });
}

/** Returns the path to write to, and the disk; fails with the remedy if a link leads out of `inside`. */
async function placeFor(
  project: Containment,
  { path, inside, remedy }: { readonly path: string; readonly inside: string; readonly remedy?: string },
  gate: Gate,
): Promise<Result<{ readonly absolute: string; readonly disk: Disk }, Failure>> {
  const disk = gate.disk();
  if (!disk.ok) return disk;
  const absolute = project.absolute(path);
  if (absolute === null) throw new Error(`The path ${path} leads out of the project.`);
  if (await project.holds(inside)) return succeed({ absolute, disk: disk.value });
  const message = `${path} is, or is inside, a link that leads out of the project ${project.root}. It was not written.`;
  return failure('bad-input', message, remedy);
}

/** Returns a failure for an error of the system; throws any other error, which is a bug. */
function explainDisk(path: string, error: unknown): Result<never, Failure> {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return failure('could-not', `${path} cannot be written: ${error.message}.`);
}

async function writeNew(path: string, text: string, disk: Disk): Promise<void> {
  const file = await disk.open(path, 'wx');
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } catch (error) {
    // Half a file would be one with mistakes.
    await disk.rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/**
 * Replaces a file so that readers see the old text or the new one at any time. The file keeps its mode, a link its
 * target.
 */
async function writeWhole(path: string, text: string, disk: Disk): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const folder = dirname(target);
  await disk.mkdir(folder, { recursive: true });
  await sweepLitter(folder, disk);
  const mode = await stat(target).then(
    (found) => found.mode,
    () => 0o666,
  );
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await disk.open(temporary, 'wx', mode);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(temporary, target);
  } catch (error) {
    await disk.rm(temporary, { force: true });
    throw error;
  }
}
