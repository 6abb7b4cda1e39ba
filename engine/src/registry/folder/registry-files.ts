/** The files under the registry's folder, as the folder registry needs them; paths are relative to it, with `/`. */
import type { Failure } from '../../base/failure';
import type { Result } from '../../base/result';

export interface RegistryReader {
  /** The folder as messages name it. */
  readonly folder: string;
  /** Returns every file below a folder, sorted; none if the folder is missing. */
  list(below: string): Promise<readonly string[]>;
  read(path: string): Promise<string | null>;
}

export interface RegistryFiles extends RegistryReader {
  /** Runs an action while nobody else writes to this folder; `held` after having waited for another in vain. */
  hold<T>(action: (writer: RegistryWriter) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>>;
}

/**
 * Writes for as long as it holds the folder. Another may take over from one that seems dead, as after the machine slept:
 * from then on each of these throws `TakenOverError` and writes nothing, so that what was read before still holds when
 * something is written.
 */
export interface RegistryWriter extends RegistryReader {
  /** Makes a whole, durable file, unless one of that name exists. */
  create(path: string, text: string): Promise<'created' | 'exists'>;
  /** Writes a whole, durable file, and replaces an existing one. */
  replace(path: string, text: string): Promise<void>;
  /**
   * Appends in one piece, so that even a program without the lock loses nothing. Only this may still happen after
   * another has taken over: a duplicate line counts once.
   */
  append(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** An error of a file or the disk; its failure names the path and the reason. */
export class RegistryFilesError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Thrown by a writer that no longer holds the folder. */
export class TakenOverError extends RegistryFilesError {
  constructor(folder: string) {
    super({
      kind: 'held',
      message: `The registry in ${folder} was taken over by another process. Nothing was written.`,
      remedy: 'Try again.',
    });
  }
}
