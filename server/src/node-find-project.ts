/** The search for a project's folder on this machine's disk, for editors that do not search themselves. */
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { projectFile } from '#engine';
import { canonicalUri } from './canonical-uris';

/** Returns the URI of the nearest folder with a `sproc.json`, this one or one above it; null if there is none. */
export async function findProjectAbove(folder: string): Promise<string | null> {
  if (!folder.startsWith('file:')) return null;
  for (let path = fileURLToPath(folder); ; path = dirname(path)) {
    if (await exists(join(path, projectFile))) return canonicalUri(pathToFileURL(path).href);
    if (dirname(path) === path) return null;
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
