/** Reads files that may turn out to be anything: a link is not followed, a pipe or a device neither waited for nor read. */
import { closeSync, constants, fstatSync, lstat, open, read, readFileSync, type Stats } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from './error-code';

const [openFile, look, readPiece] = [promisify(open), promisify(lstat), promisify(read)];

/** The bytes, or why there are none: `large` for a file above the limit, `odd` for anything but a plain file. */
export type Read = Buffer | 'link' | 'large' | 'odd';

/** Windows has neither flag; without a number they count as zero. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const opensLinks = !('O_NOFOLLOW' in constants);

/** The numbers that Linux gives to proc, debugfs and tracefs. */
const kernelSystems: ReadonlySet<number> = new Set([0x9fa0, 0x64626720, 0x74726163]);

/**
 * Returns true for a plain file. The kernel shows some of its own data as plain files without a size, such as
 * `/proc/kmsg`: reading one may wait forever, or change something.
 */
export async function isPlainFile(path: string, found: Stats): Promise<boolean> {
  if (!found.isFile() || found.size > 0) return found.isFile();
  const system = await statfs(path).catch(() => null);
  return system === null || !kernelSystems.has(system.type);
}

/** Bytes up to which a file is read synchronously, which is faster; a larger one would block an editor. */
const smallFile = 256 * 1024;

/** Returns all bytes of a plain file. Throws the system's error if it does not exist or is not readable. */
export async function readPlainFile(path: string, most: number): Promise<Read> {
  if (opensLinks && (await look(path)).isSymbolicLink()) return 'link';
  let file: number;
  try {
    file = await openFile(path, flags);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENXIO' || code === 'ENODEV' || code === 'EOPNOTSUPP') return 'odd';
    if ((code === 'ELOOP' || code === 'EMLINK') && (await look(path)).isSymbolicLink()) return 'link';
    throw error;
  }
  try {
    const found = fstatSync(file);
    if (!(await isPlainFile(path, found))) return 'odd';
    if (found.size > most) return 'large';
    if (found.size <= smallFile) return readFileSync(file);
    return await readPieces(file, found.size);
  } finally {
    closeSync(file);
  }
}

async function readPieces(file: number, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  for (let count = -1; count !== 0 && filled < size; filled += count)
    ({ bytesRead: count } = await readPiece(file, bytes, filled, size - filled, null));
  return bytes.subarray(0, filled);
}
