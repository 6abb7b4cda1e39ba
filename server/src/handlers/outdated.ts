/** The answer to every request that would change something while sproc.json has mistakes. */
import type { Failure } from '#engine';

export const outdated: Failure = {
  kind: 'bad-project',
  message: 'sproc.json has mistakes. Nothing was changed, since its last valid version may be out of date.',
  remedy: 'Correct them first; the editor marks each place.',
};
