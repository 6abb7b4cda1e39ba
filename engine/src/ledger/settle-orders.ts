/** The order of triggers as the last steps left it: of two triggers, the later step knows. */
import type { StepFinished } from './ledger';

/** Removes from each step's order the triggers about which a later step knows more. The steps are in sequence. */
export function settleOrders(steps: readonly StepFinished[]): readonly StepFinished[] {
  const places = new Map(steps.map((step, i) => [nameOf(step, step.key.name), i]));
  return steps.map((step, i) => {
    const { order, key } = step;
    if (order === undefined || order.length < 2) return step;
    const isKnownLater = (name: string): boolean => {
      const at = places.get(nameOf(step, name)) ?? -1;
      return at > i && steps[at]?.order?.includes(key.name) === true;
    };
    return { ...step, order: order.filter((name) => !isKnownLater(name)) };
  });
}

function nameOf({ key }: StepFinished, trigger: string): string {
  return key.kind === 'trigger' ? `${key.schema}.${trigger}` : `${key.kind} ${key.schema}.${key.name}`;
}
