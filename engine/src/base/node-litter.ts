/** Temporary files whose writer died before it could rename or remove them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disk } from './node-gate';

/** Milliseconds after which a file that is still being written has lost its writer. */
const abandonedAfter = 10 * 60_000;

/** Removes old unfinished files from a folder. A failure is harmless: the next writer tries again. */
export async function sweepLitter(folder: string, disk: Disk): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!/^\..+\.[0-9a-f]{12}\.tmp$/.test(name)) continue;
    const file = join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > abandonedAfter)
      await disk.rm(file, { force: true }).catch(() => undefined);
  }
}
