/** The failure for a damaged file of the registry's folder: its name, and a working way to restore it. */
import { failure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';

/** Creates the failure. `what` follows the file's name: `is missing`. */
export function rejectDamaged(folder: string, path: string, what: string): Result<never, Failure> {
  const file = `${folder}/${path}`;
  return failure('bad-input', `The registry's file ${file} ${what}.`, `${restoring(file)}.`);
}

/**
 * Returns a sentence without its period. During a merge git does not restore an unmerged file unless a side is given.
 */
export function restoring(file: string): string {
  const path = quoteForShell(file);
  return `Restore it: \`git checkout -- ${path}\`, or during a merge \`git checkout --ours -- ${path}\` (or \`--theirs\`)`;
}

function quoteForShell(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
