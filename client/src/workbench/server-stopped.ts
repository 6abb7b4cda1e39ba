/** The failure of every request while the language server does not run. */
import type { Failure } from '#engine';

export const serverStopped: Failure = {
  kind: 'could-not',
  message: 'The language server of Sproc has stopped. Checks, views and commands wait until it runs again.',
  remedy: 'Restart it.',
};
