/** How a damaged file of the registry's folder is refused: by its name, with a way to restore it that works. */
import { failure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';

/** `what` goes on after the file's name: `is missing`. */
export function rejectDamaged(folder: string, path: string, what: string): Result<never, Failure> {
  const file = `${folder}/${path}`;
  return failure('bad-input', `The registry's file ${file} ${what}.`, `${restoring(file)}.`);
}

/**
 * A sentence without its full stop. While a merge goes on git refuses to restore a file that is unmerged without being
 * told from which side.
 */
export function restoring(file: string): string {
  const path = quoteForShell(file);
  return `Restore it: \`git checkout -- ${path}\`, or during a merge \`git checkout --ours -- ${path}\` (or \`--theirs\`)`;
}

function quoteForShell(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
