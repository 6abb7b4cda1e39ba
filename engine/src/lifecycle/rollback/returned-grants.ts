/** The grants that a routine had when it was dropped: given again when it comes back. */
import type { SavedDefinition } from '../../ledger/ledger';
import { renderGrants } from '../../ledger/saved-grants';
import type { TargetFacts } from '../planning/target-facts';

export interface ReturnedGrants {
  readonly statements: readonly string[];
  /** Sentences a person can act on. */
  readonly hazards: readonly string[];
}

/** Those of accounts that exist; GRANT to another one fails. */
export function findReturnedGrants(
  { key, grants }: Pick<SavedDefinition, 'key' | 'grants'>,
  accounts: TargetFacts['accounts'],
): ReturnedGrants {
  if (grants === null)
    return { statements: [], hazards: ['Its grants could not be read when it was saved: give them again by hand.'] };
  const gone = grants.filter(({ user, host }) => accounts?.has(`${user}@${host}`) === false);
  const given = grants.filter((grant) => !gone.includes(grant));
  const names = gone.map(({ user, host }) => `${user}@${host}`).join(', ');
  return {
    statements: renderGrants({ key, grants: given }),
    hazards: [
      ...(given.length === 0 ? [] : [`It gets back ${given.length === 1 ? '1 grant' : `${given.length} grants`}.`]),
      ...(gone.length === 0 ? [] : [`Grants to ${names} are not given back: there are no such accounts.`]),
    ],
  };
}
