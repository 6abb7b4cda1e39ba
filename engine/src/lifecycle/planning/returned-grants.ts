/** The grants of a dropped routine: restored if it returns, reported if a new one takes its name. */
import { plural } from '../../base/plural';
import type { SavedDefinition, StepFinished } from '../../ledger/ledger';
import { renderGrants } from '../../ledger/saved-grants';
import type { GoneRoutine } from './gone-routines';
import type { TargetFacts } from './target-facts';

export interface ReturnedGrants {
  readonly statements: readonly string[];
  /** Sentences a person can act on. */
  readonly hazards: readonly string[];
}

type Granted = Pick<SavedDefinition, 'key' | 'grants'>;
type Accounts = TargetFacts['accounts'];

/** Returns the grants of accounts that exist; GRANT to another one fails. */
export function findReturnedGrants(saved: Granted, accounts: Accounts): ReturnedGrants {
  const { statements, hazards } = splitGrants(saved, accounts);
  const count = statements.length;
  return {
    statements,
    hazards: [
      ...(count === 0 ? [] : [count === 1 ? '1 grant on it is restored.' : `${count} grants on it are restored.`]),
      ...hazards,
    ],
  };
}

/** Returns the grants of a routine that is created again from a registered version and gets back what it had. */
export function returnGone(gone: GoneRoutine, accounts: Accounts): ReturnedGrants {
  if (gone.saved === null) return { statements: [], hazards: [unreadable(gone)] };
  const { statements, hazards } = findReturnedGrants(gone.saved, accounts);
  return { statements, hazards: [...hazards, ...describeDroppedByHand(gone.isOurs)] };
}

/**
 * Describes the grants of a dropped routine of the same name: a person decides whether accounts may call the new one.
 */
export function describeKeptBack(gone: GoneRoutine, accounts: Accounts): readonly string[] {
  if (gone.saved === null) return [unreadable(gone)];
  const { statements, hazards } = splitGrants(gone.saved, accounts);
  const count = statements.length;
  const again = statements.map((statement) => `${statement};`).join(' ');
  return [
    ...(count === 0
      ? []
      : [
          gone.isOurs
            ? `It had ${plural(count, 'grant')} when it was dropped, which a deployment does not restore. To restore: ${again}`
            : `It had ${plural(count, 'grant')} when it was last deployed, which a deployment does not restore. To restore: ${again}`,
        ]),
    ...hazards,
    ...describeDroppedByHand(gone.isOurs),
  ];
}

/** Returns true if the missing routine was dropped by someone other than Sproc, which saved nothing at that moment. */
export function isDroppedByHand(last: StepFinished | undefined): boolean {
  return last !== undefined && last.after !== null;
}

/** Warns of later grants: most are made after a deployment, so that the last saved ones prove nothing. */
export function describeDroppedByHand(isOurs: boolean): readonly string[] {
  if (isOurs) return [];
  return [
    'It was dropped outside Sproc, so grants made after its last deployment are unknown. Grant them again by hand.',
  ];
}

function splitGrants({ key, grants }: Granted, accounts: Accounts): ReturnedGrants {
  if (grants === null)
    return { statements: [], hazards: ['Its grants could not be read when it was saved. Grant them again by hand.'] };
  const gone = grants.filter(({ user, host }) => accounts?.has(`${user}@${host}`) === false);
  return {
    statements: renderGrants({ key, grants: grants.filter((grant) => !gone.includes(grant)) }),
    hazards: gone.length === 0 ? [] : [printUnknownAccounts(gone.map(({ user, host }) => `${user}@${host}`))],
  };
}

function unreadable({ why }: GoneRoutine): string {
  return `Its grants from before the drop cannot be read. Grant them again by hand. ${why ?? ''}`.trimEnd();
}

function printUnknownAccounts(accounts: readonly string[]): string {
  return accounts.length === 1
    ? `Grants to ${accounts.join(', ')} are not restored: the account does not exist.`
    : `Grants to ${accounts.join(', ')} are not restored: the accounts do not exist.`;
}
