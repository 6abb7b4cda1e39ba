/** The expected failures of every use case, from which a front makes a message, a code and an exit status. */
import { advise, type Advice } from './advice';
import { fail, type Result } from './result';

/**
 * The kinds of failure. The command line maps each kind to its exit code (`docs/formats/command-line.md`); the editor
 * shows the sentence and the remedy.
 */
export type FailureKind =
  | 'could-not' // 2: tried, and nothing changed, or the message names what changed
  | 'plan-stale' // 2: the plan was made from something that has changed since
  | 'usage' // 64
  | 'bad-input' // 65: a source file cannot be read or understood
  | 'not-found' // 2: a routine, version or environment of that name does not exist
  | 'unreachable' // 69: the server did not answer, or dropped the connection
  | 'held' // 75: a lock or lease belongs to another
  | 'not-permitted' // 77: a wrong password, a missing privilege, a guard that denies
  | 'bad-project'; // 78: sproc.json has mistakes

export interface Failure {
  readonly kind: FailureKind;
  /** One sentence that names the object. It never contains a secret. */
  readonly message: string;
  /** True if the message has several lines. A line break in any other message is part of a name. */
  readonly hasLines?: true;
  /** The reason why a server rejected a login, if that is the failure. */
  readonly login?: 'no-password' | 'wrong-password';
  /** One sentence with the action that helps, if there is one. */
  readonly remedy?: Advice;
}

export function failure(kind: FailureKind, message: string, remedy?: Advice): Result<never, Failure> {
  return fail(remedy === undefined ? { kind, message } : { kind, message, remedy });
}

/** Returns the message and the remedy as one text, where a text is all that there is room for. */
export function explainFailure({ message, remedy }: Pick<Failure, 'message' | 'remedy'>): Advice {
  return remedy === undefined || remedy === '' ? message : advise`${message} ${remedy}`;
}
