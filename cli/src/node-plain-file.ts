/** Files that a command line names: plain ones, since waiting for the other end of a pipe may never end. */
import type { Stats } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Result } from '#engine';

/** Bytes; a text of more would be longer than a string may be. */
const largestFile = 512 * 1024 * 1024 - 1024;

/** The error goes on after the path. */
export async function readPlain(path: string): Promise<Result<string, string>> {
  try {
    const found = await stat(path);
    if (!found.isFile() && !isOwnPipe(path, found)) return { ok: false, error: 'is not a plain file' };
    if (found.size > largestFile) return { ok: false, error: 'has more than 512 MB' };
    return { ok: true, value: await readFile(path, 'utf8') };
  } catch (error) {
    if (isMissing(error)) return { ok: false, error: 'does not exist' };
    return { ok: false, error: `cannot be read: ${explain(error)}` };
  }
}

/** The error is why not. Devices such as a terminal or /dev/null take a text at once. */
export async function writePlain(path: string, text: string): Promise<Result<void, string>> {
  try {
    const found = await stat(path).catch(() => null);
    const takes = found === null || found.isFile() || found.isCharacterDevice() || isOwnPipe(path, found);
    if (!takes) return { ok: false, error: found.isDirectory() ? 'it is a folder' : 'it is not a plain file' };
    await writeFile(path, text);
    return { ok: true, value: undefined };
  } catch (error) {
    return { ok: false, error: explain(error) };
  }
}

/** Whether it is a pipe that this process has open already: /dev/stdin, or one that a shell has made for it. */
function isOwnPipe(path: string, found: Stats): boolean {
  return found.isFIFO() && path.startsWith('/dev/');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
