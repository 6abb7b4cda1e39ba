/** The words for the statuses of a version. */
import { InvalidArgumentError } from 'commander';
import type { VersionStatus } from '#engine';

export const statuses: readonly VersionStatus[] = ['DEVELOPMENT', 'TESTING', 'PRODUCTION', 'DEPRECATED', 'RETIRED'];

/** Returns the status of that name, in capital or small letters. Throws an InvalidArgumentError for other names. */
export function parseStatus(word: string): VersionStatus {
  const status = statuses.find((known) => known === word.toUpperCase());
  if (status === undefined) throw new InvalidArgumentError(`Use one of ${statuses.join(', ')}.`);
  return status;
}
