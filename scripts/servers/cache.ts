/** The cache for fetched servers, their templates and VS Code between runs: outside the repository. */
import { homedir } from 'node:os';
import path from 'node:path';

/** Returns a path in the cache: `$SPROC_CACHE`, otherwise `$XDG_CACHE_HOME/sproc`, otherwise `~/.cache/sproc`. */
export function cachePath(...parts: readonly string[]): string {
  const home =
    process.env['SPROC_CACHE'] ?? path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'sproc');
  return path.resolve(home, ...parts);
}
