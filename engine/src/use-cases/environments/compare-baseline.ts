/** Compares the project's texts with what lives on a target, by the rule of plans: only equal ones become a baseline. */
import { advise, type Advice } from '../../base/advice';
import type { SourceRoutine } from '../../analysis/sources/source-index';
import { classifyState } from '../../lifecycle/planning/steps/classify-state';
import type { DeployedObject } from '../../lifecycle/planning/steps/plan';
import { makeTargetDefinition } from '../../lifecycle/planning/steps/target-definition';
import { whyUnknown, type TargetFacts } from '../../lifecycle/planning/target-facts';
import { isAsDeployed, leftHere } from '../../lifecycle/target/last-deployed';
import type { OpenTarget } from '../../lifecycle/target/target-at-work';
import { renameKey } from '../../routine/naming';
import { identify, type RoutineKey } from '../../routine/routine';

/** A routine that lives on a target as the project's text defines it. */
export interface Match {
  readonly source: SourceRoutine;
  /** The key with the target's names. */
  readonly key: RoutineKey;
  readonly current: DeployedObject;
  /** The version by which the ledger knows it as it is; null if the ledger does not. */
  readonly recorded: string | null;
}

/** Returns the match, the reason why there is none, or null for a routine that does not live there. */
export function findMatch(
  { environment, naming, target, label }: OpenTarget,
  facts: TargetFacts,
  source: SourceRoutine,
): Match | { readonly reason: Advice } | null {
  const key = renameKey(source.key, naming.toPhysical);
  const current = facts.deployed.get(identify(key));
  if (current === undefined) {
    const reason = whyUnknown(facts, key);
    return reason === null ? null : { reason };
  }
  const catalog = facts.catalogs.get(key.schema);
  const { live } = current;
  const defaults = { defaultCollation: catalog?.defaultCollation ?? '' };
  const targetDefinition = makeTargetDefinition(source.routine, {
    ...{ environment, naming, live, ...defaults },
    server: facts.server,
  });
  const last = facts.lastDone.get(identify(key));
  const isOther = facts.others?.has(identify(key)) === true;
  if (isOther) return { reason: `another project deployed it to ${label}` };
  const state =
    targetDefinition === null
      ? null
      : classifyState({
          ...{ deployed: current, targetDefinition, source: source.routine, lastDone: last, record: undefined, naming },
          defaultCharacterSet: catalog?.defaultCharacterSet ?? '',
          ...{ environment, clock: catalog?.clock ?? null },
        }).state;
  if (state !== 'same')
    return {
      reason: advise`${source.file} defines it otherwise than ${label}; see the differences with ${{ id: 'compare' }}`,
    };
  const isRecorded = last !== undefined && leftHere(last, environment, target) && isAsDeployed(live.routine, last);
  const knowsSource = last?.desired === source.exact;
  return { source, key, current, recorded: isRecorded && knowsSource ? last.to : null };
}
