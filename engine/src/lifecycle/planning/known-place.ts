/** The place that a dropped trigger had among others of the same table, time and event. */
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { quoteName } from '../../syntax/quoting';
import { Memory } from '../../base/memory';
import type { TargetDefinition } from './steps/target-definition';
import type { DeploymentStep } from './steps/plan';
import type { TargetFacts } from './target-facts';

export interface PlaceFacts extends Pick<TargetFacts, 'deployed' | 'lastDone'> {
  /** The steps that come before it in the plan. */
  readonly planned: readonly DeploymentStep[];
}

/** Returns the definition of a trigger that does not exist, with the place that it had. */
export function putBack(made: TargetDefinition, facts: PlaceFacts): TargetDefinition {
  const triggerPlace = findKnownPlace(made.routine, facts);
  return triggerPlace === null ? made : { ...made, triggerPlace, memory: new Memory() };
}

/**
 * Returns the clause that puts a trigger back where the ledger knows it to have been, beside one that exists by then; null
 * if the ledger knows no order, or no other trigger of that order exists.
 */
function findKnownPlace({ key, parts }: Routine, facts: PlaceFacts): string | null {
  if (key.kind !== 'trigger' || !facts.lastDone.has(identify(key))) return null;
  const others = [...facts.lastDone.values()]
    .filter(({ key: { kind, schema, name } }) => kind === 'trigger' && schema === key.schema && name !== key.name)
    .map((step) => step.key)
    .filter((other) => findText(other, facts)?.parts.clause === parts.clause)
    .sort((a, b) => relate(a, b, facts));
  const previous = others.findLast((other) => relate(other, key, facts) < 0);
  if (previous !== undefined) return `FOLLOWS ${quoteName(previous.name)}`;
  const next = others.find((other) => relate(other, key, facts) > 0);
  return next === undefined ? null : `PRECEDES ${quoteName(next.name)}`;
}

/** Returns the text that a trigger has when the step runs; undefined if it does not exist then. */
function findText(key: RoutineKey, { deployed, planned }: PlaceFacts): Routine | undefined {
  const identity = identify(key);
  const step = planned.find((each) => identify(each.key) === identity);
  return step?.after?.routine ?? deployed.get(identity)?.live.routine;
}

/** Returns a negative number if the first ran before the second, as the row of either knows, and 0 if none does. */
function relate(a: RoutineKey, b: RoutineKey, { lastDone }: PlaceFacts): number {
  for (const key of [a, b]) {
    const { order = [] } = lastDone.get(identify(key)) ?? {};
    const [first, second] = [order.indexOf(a.name), order.indexOf(b.name)];
    if (first >= 0 && second >= 0) return first - second;
  }
  return 0;
}
