/** The search for a project's folder on this machine's disk, for editors that do not search themselves. */
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectFile } from '#engine';
import { pathOfUri, uriOfPath } from './uri-paths';

/** Returns the URI of the nearest folder with a `sproc.json`, this one or one above it; null if there is none. */
export async function findProjectAbove(folder: string): Promise<string | null> {
  const start = pathOfUri(folder);
  if (start === null) return null;
  for (let path = start; ; path = dirname(path)) {
    if (await exists(join(path, projectFile))) return uriOfPath(path);
    if (dirname(path) === path) return null;
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
