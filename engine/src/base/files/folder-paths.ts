/** Paths without a look at the disk, as this system writes them or, with another flavour, as another system does. */
import platform, { type PlatformPath } from 'node:path';

/** Returns a path relative to a folder, with `/`: empty for the folder itself, null for what is elsewhere, as on another drive. */
export function pathBelow(folder: string, path: string, flavour: PlatformPath = platform): string | null {
  const way = flavour.relative(folder, path);
  if (way === '..' || way.startsWith(`..${flavour.sep}`) || flavour.isAbsolute(way)) return null;
  return slashed(way, flavour);
}

/** Returns a path with `/` between folders. A backslash stays where it may be part of a name. */
export function slashed(path: string, { sep }: PlatformPath = platform): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/**
 * Returns the absolute path of a path that is relative to a folder. Returns null for what leads out of the folder, for the
 * folder itself, and on Windows for what has a colon, which is a stream of a file or a place on another drive.
 */
export function pathWithin(folder: string, path: string, flavour: PlatformPath = platform): string | null {
  const below = pathBelow(folder, flavour.resolve(folder, path), flavour);
  if (below === null || below === '' || (flavour.sep === '\\' && below.includes(':'))) return null;
  return flavour.join(folder, below);
}
