/** An index kept in a file of this machine, marked with the program that made it. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checksum } from '../../base/checksum';
import type { Disk, Gate } from '../../base/node-gate';
import type { IndexStore } from './index-cache';

export interface NodeIndexPlace {
  /** Path of a folder. */
  readonly cache: string;
  /** The identity of the project among the others in the cache. */
  readonly project: string;
  /** Path of the bundle that runs: with another one nothing that was kept counts. */
  readonly program: string;
  /** Shut: what is kept is read, and stays as it is. */
  readonly gate: Gate;
}

export function nodeIndexStore({ cache, project, program, gate }: NodeIndexPlace): IndexStore {
  const path = join(cache, `${checksum(project)}.index`);
  let made: Promise<string> | null = null;
  const mark = (): Promise<string> => (made ??= markOf(program));
  return {
    async read() {
      try {
        const text = await readFile(path, 'utf8');
        const own = await mark();
        return text.startsWith(own) ? text.slice(own.length) : null;
      } catch {
        return null;
      }
    },
    async write(lines) {
      const disk = gate.disk();
      if (!disk.ok) return;
      const { mkdir, rename, rm } = disk.value;
      const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        await mkdir(cache, { recursive: true });
        await sweep(cache, Date.now() - abandoned, disk.value);
        await writeLines(temporary, withMark(await mark(), lines), disk.value);
        await rename(temporary, path);
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** Milliseconds after which a file that is still being written has lost its writer. */
const abandoned = 10 * 60_000;

/** Removes the temporary files of writers that died. */
async function sweep(cache: string, before: number, { rm }: Disk): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!/\.index\.[0-9a-f]{12}\.tmp$/.test(name)) continue;
    const file = join(cache, name);
    if ((await stat(file)).mtimeMs < before) await rm(file, { force: true });
  }
}

/** Lines go out in larger pieces: a call for each would cost more than making it. */
const piece = 256 * 1024;

async function* withMark(mark: string, lines: AsyncIterable<string>): AsyncGenerator<string> {
  yield mark;
  yield* lines;
}

async function writeLines(path: string, lines: AsyncIterable<string>, { open }: Disk): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    let waiting = '';
    for await (const line of lines) {
      waiting += line;
      if (waiting.length < piece) continue;
      await file.write(waiting);
      waiting = '';
    }
    await file.write(waiting);
  } finally {
    await file.close();
  }
}

async function markOf(program: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(program)) hash.update(chunk as Buffer);
  return `${hash.digest('hex')}\n`;
}
