/** The failure for a damaged file of the registry's folder: its name, and a working way to restore it. */
import type { Action } from '../../base/action';
import { advise, type Advice } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import type { SentenceAbout } from '../../base/sentence-about';

/** Creates the failure. `what` follows the file's name: `is missing`. */
export function rejectDamaged(folder: string, path: string, problem: SentenceAbout): Result<never, Failure> {
  const file = `${folder}/${path}`;
  return failure('bad-input', problem(`The registry's file ${file}`), restoring(file));
}

/**
 * Returns a sentence. During a merge git does not restore an unmerged file unless a side is given.
 */
export function restoring(file: string): Advice {
  const plain = { id: 'restore-file', file } as const;
  const ours: Action = { ...plain, side: 'ours' };
  const theirs: Action = { ...plain, side: 'theirs' };
  return advise`Restore it: ${plain}, or during a merge ${ours} or ${theirs}.`;
}
