/** Paths for file URIs, and file URIs for paths, as Windows or other systems have them. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { canonicalUri } from './canonical-uris';

const isWindows = process.platform === 'win32';

/** Returns null for another scheme and, on other systems than Windows, for another host. */
export function pathOfUri(uri: string, windows = isWindows): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    const path = fileURLToPath(uri, { windows });
    // `c:` alone is the current folder of that drive.
    return windows && /^[a-z]:$/i.test(path) ? `${path}\\` : path;
  } catch {
    return null;
  }
}

export function uriOfPath(path: string, windows = isWindows): string {
  return canonicalUri(pathToFileURL(path, { windows }).href, windows);
}
