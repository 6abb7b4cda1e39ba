/** Temporary files whose writer died before it could rename or remove them. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Disk } from './node-gate';

/** Milliseconds after which a file that is still being written has lost its writer. */
const abandonedAfter = 10 * 60_000;

/** Whether a file is named as writers of sources and of the registry name what they have not finished. */
export function isLitter(path: string): boolean {
  return /^\..+\.[0-9a-f]{12}\.tmp$/.test(basename(path));
}

/** Removes what lies in a folder since long; a failure is no harm, the next writer tries again. */
export async function sweepLitter(folder: string, disk: Disk): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await removeAbandoned(
    names.filter(isLitter).map((name) => join(folder, name)),
    disk,
  );
}

export async function removeAbandoned(files: readonly string[], disk: Disk): Promise<void> {
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > abandonedAfter)
      await disk.rm(file, { force: true }).catch(() => undefined);
  }
}
