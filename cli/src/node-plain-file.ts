/** Files that a command line names, and its standard input: read up to a limit, and no pipe whose other end may never come. */
import { createReadStream, type Stats } from 'node:fs';
import { open, stat, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Result } from '#engine';
import { decodeSource, errorCode, isPlainFile, largestSource } from '#engine/node';

interface Limit {
  readonly bytes: number;
  readonly name: string;
}

/** A text of more would be longer than a string may be. */
const anyFile: Limit = { bytes: 512 * 1024 * 1024 - 1024, name: '512 MB' };
const source: Limit = { bytes: largestSource, name: '64 MiB' };

/** Reads a file, or returns an error that follows the path: `does not exist`. */
export async function readPlain(path: string): Promise<Result<string, string>> {
  const read = await readFileUpTo(path, anyFile);
  return read.ok ? { ok: true, value: read.value.toString('utf8') } : read;
}

/** Reads a file like a source. A link is followed, because the person has named it. */
export async function readPlainSource(path: string): Promise<Result<string, string>> {
  return decode(await readFileUpTo(path, source));
}

/** Reads the input to its end, like a source. */
export async function readInput(input: Readable): Promise<Result<string, string>> {
  return decode(await readUpTo(input, source));
}

function decode(read: Result<Buffer, string>): Result<string, string> {
  return read.ok ? { ok: true, value: decodeSource(read.value) } : read;
}

async function readFileUpTo(path: string, limit: Limit): Promise<Result<Buffer, string>> {
  try {
    const found = await stat(path);
    if (!(await isPlainFile(path, found)) && !isOwnPipe(path, found))
      return { ok: false, error: 'is not a plain file' };
    if (found.size > limit.bytes) return exceeds(limit);
    return await readUpTo(createReadStream(path), limit);
  } catch (error) {
    if (isMissing(error)) return { ok: false, error: 'does not exist' };
    return { ok: false, error: `cannot be read: ${explain(error)}` };
  }
}

/** Reads a stream up to a limit: the size of a pipe is unknown, and a file may grow. */
async function readUpTo(stream: Readable, limit: Limit): Promise<Result<Buffer, string>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit.bytes) return exceeds(limit);
    chunks.push(chunk);
  }
  return { ok: true, value: Buffer.concat(chunks) };
}

function exceeds({ name }: Limit): Result<never, string> {
  return { ok: false, error: `has more than ${name}` };
}

/**
 * Writes a file, or returns the reason of the failure. A file with a content is replaced only if `mayReplace` accepts
 * its start. Devices such as a terminal or /dev/null, and what the shell has opened, accept a text directly.
 */
export async function writePlain(
  path: string,
  text: string,
  mayReplace: (start: string) => boolean,
): Promise<Result<void, string>> {
  try {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() === true) return { ok: false, error: 'it is a folder' };
    const isPlain = found === null || (await isPlainFile(path, found));
    if (!isPlain && !found.isCharacterDevice() && !isOwnPipe(path, found))
      return { ok: false, error: 'it is not a plain file' };
    if (found?.isFile() === true && !isOpenedByShell(path) && !mayReplace(await readStart(path)))
      return { ok: false, error: otherContent };
    await writeFile(path, text);
    return { ok: true, value: undefined };
  } catch (error) {
    return { ok: false, error: explain(error) };
  }
}

const otherContent = 'it has another content, which would be lost';

/** Returns the first characters of a plain file. */
async function readStart(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4096) });
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

/** Creates a file, or returns the reason of the failure. It replaces nothing, not even a dangling link. */
export async function writeNew(path: string, text: string): Promise<Result<void, string>> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return { ok: true, value: undefined };
  } catch (error) {
    const exists = errorCode(error) === 'EEXIST';
    return { ok: false, error: exists ? 'it already exists' : explain(error) };
  }
}

/** Returns true for a pipe that this process has open already: /dev/stdin, or one of the shell. */
function isOwnPipe(path: string, found: Stats): boolean {
  return found.isFIFO() && isOpenedByShell(path);
}

function isOpenedByShell(path: string): boolean {
  return /^\/dev\/(?:fd\/\d+|stdin|stdout|stderr)$/.test(path);
}

function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
