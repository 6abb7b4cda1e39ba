/** The files under the registry's folder, as the folder registry needs them; paths are relative to it, with `/`. */
import type { Failure } from '../../base/failure';
import type { Result } from '../../base/result';

export interface RegistryFiles {
  /** The folder as messages name it. */
  readonly folder: string;
  /** Every file below a folder, sorted; none where the folder is missing. */
  list(below: string): Promise<readonly string[]>;
  read(path: string): Promise<string | null>;
  /** Makes a whole, durable file, unless one of that name exists. */
  create(path: string, text: string): Promise<'created' | 'exists'>;
  /** Puts a whole, durable file in place of the one that is there, if any. */
  replace(path: string, text: string): Promise<void>;
  /** Writes behind what is there, in one piece: of two who append at once neither loses anything. */
  append(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Runs an action while nobody else runs one on this folder; `held` after having waited for another in vain. */
  hold<T>(action: (hold: Hold) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>>;
}

export interface Hold {
  /** False once another may have taken over, as after the machine slept: then nothing may be written any more. */
  stillHeld(): boolean;
}

/** What the adapter throws where a file or the disk refuses: the failure says the path and why. */
export class RegistryFilesError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
