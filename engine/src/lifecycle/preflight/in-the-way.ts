/** Obstacles for a plan at this moment: sessions that use the replaced routines, and other ledgers. */
import type { Finding } from '../answers/finding';
import { couldNot } from '../../database/connection/could-not';
import { readLockHolders } from '../../database/read-lock-holders';
import type { Session } from '../../database/connection/session';
import { describeDeploying } from '../../ledger/mysql-lease';
import { findOtherLedgers } from '../../ledger/other-ledgers';
import { identify, printKindAndKey } from '../../routine/routine';
import { stop, warn } from '../planning/findings';
import type { DeploymentStep } from '../planning/steps/plan';
import { askedFor, type OpenTarget } from '../target/target-at-work';

/**
 * Returns the holders of locks on existing routines; a creation waits for none. It is also reported if the server does
 * not show its locks.
 */
export async function findLockHolders(
  { environment, target, label }: OpenTarget,
  session: Session,
  steps: readonly DeploymentStep[],
): Promise<readonly Finding[]> {
  const keys = steps.filter(({ before, key }) => before !== null && isLocked(key.kind)).map(({ key }) => key);
  if (keys.length === 0) return [];
  const asked = askedFor({ environment, server: session.server }, couldNot.readLocks(), target.schema);
  const holders = await readLockHolders(session, keys, asked);
  if (!holders.ok)
    return [
      warn(
        'locks-unknown',
        `It is unknown which sessions use the routines that are replaced on ${label}. ${holders.error.message}`,
        holders.error.remedy ?? 'Try again.',
      ),
    ];
  const byRoutine = new Map<string, typeof holders.value>();
  for (const one of holders.value) byRoutine.set(identify(one.key), [...(byRoutine.get(identify(one.key)) ?? []), one]);
  return [...byRoutine.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          warn(
            'locked',
            `${printKindAndKey(first.key)} on ${label} is in use by ${[first, ...others].map(({ who }) => who).join(', ')}. Its replacement waits a few seconds for their transactions to end, then fails and is restored.`,
            'Deploy after they have ended, or end the sessions with KILL.',
          ),
        ],
  );
}

function isLocked(kind: DeploymentStep['key']['kind']): boolean {
  return kind === 'procedure' || kind === 'function';
}

/** Returns other ledgers of the schema: each would take the other's changes for those of someone else. */
export async function findRivalLedgers(
  { environment, target, label }: OpenTarget,
  session: Session,
): Promise<readonly Finding[]> {
  const { ledgerSchema } = environment;
  const others = await findOtherLedgers(session, { ledgerSchema, targetSchema: target.schema });
  return others.map(({ schema, holder }) =>
    holder === null
      ? warn(
          'other-ledger',
          `Another ledger (schema ${schema}) is used to deploy to ${label} too. Each reports the deployments of the other as drift.`,
          `Set the same "ledgerSchema" in sproc.json of every project that deploys to ${target.schema}.`,
        )
      : stop(
          'held',
          describeDeploying(holder, `${label} through another ledger (schema ${schema})`),
          'Wait until it ends.',
        ),
  );
}
