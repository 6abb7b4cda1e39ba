/** The place that a dropped trigger had among others of its table, as the ledger knows it. */
import { identify, type RoutineKey } from '../../routine/routine';
import type { TargetFacts } from './target-facts';
import type { Sides } from './trigger-lists';

/** Returns the triggers before and after which it ran, as they ran; null if the ledger knows none. */
export function findKnownSides(key: RoutineKey, { lastDone }: Pick<TargetFacts, 'lastDone'>): Sides | null {
  if (!lastDone.has(identify(key))) return null;
  const others = [...lastDone.values()]
    .filter(({ key: { kind, schema, name } }) => kind === 'trigger' && schema === key.schema && name !== key.name)
    .map((step) => step.key)
    .sort((a, b) => relate(a, b, lastDone));
  const before = others.filter((other) => relate(other, key, lastDone) < 0).map(({ name }) => name);
  const after = others.filter((other) => relate(other, key, lastDone) > 0).map(({ name }) => name);
  return before.length + after.length === 0 ? null : { before, after };
}

/** Returns a negative number if the first ran before the second, as the row of either knows, and 0 if none does. */
function relate(a: RoutineKey, b: RoutineKey, lastDone: TargetFacts['lastDone']): number {
  for (const key of [a, b]) {
    const { order = [] } = lastDone.get(identify(key)) ?? {};
    const [first, second] = [order.indexOf(a.name), order.indexOf(b.name)];
    if (first >= 0 && second >= 0) return first - second;
  }
  return 0;
}
