/** Where fetched servers, their templates and VS Code are kept between runs: outside of the repository. */
import { homedir } from 'node:os';
import path from 'node:path';

/** A path in the cache: `$SPROC_CACHE`, else `$XDG_CACHE_HOME/sproc`, else `~/.cache/sproc`. */
export function cachePath(...parts: readonly string[]): string {
  const home =
    process.env['SPROC_CACHE'] ?? path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'sproc');
  return path.resolve(home, ...parts);
}
