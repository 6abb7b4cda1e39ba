/** Paths in this repository, however a script was started. */
import path from 'node:path';

const root = path.resolve(__dirname, '..');

/** Returns an absolute path in the repository. */
export function repositoryPath(...parts: readonly string[]): string {
  return path.join(root, ...parts);
}
