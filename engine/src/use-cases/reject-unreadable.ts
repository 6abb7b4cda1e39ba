/**
 * The failure for an unreadable text in the registry, which was registered by hand: every use case that reads it
 * reports this.
 */
import { failure } from '../base/failure';
import { UnreadableVersionError } from '../registry/records/registry';
import type { Sproc } from './sproc';

/**
 * Returns the use cases with the failure for unreadable texts, which are read on first use so that a large registry
 * opens quickly.
 */
export function rejectUnreadable(sproc: Sproc): Sproc {
  const guarded = Object.entries(sproc).map(([name, act]) => [name, guard(act as UseCase)]);
  return Object.freeze(Object.fromEntries(guarded) as Sproc);
}

type UseCase = (...given: readonly unknown[]) => Promise<unknown>;

function guard(act: UseCase): UseCase {
  return async (...given) => {
    try {
      return await act(...given);
    } catch (error) {
      if (!(error instanceof UnreadableVersionError)) throw error;
      return failure(
        'bad-input',
        error.message,
        'Remove that version from the registry, or restore it from git or a backup.',
      );
    }
  };
}
