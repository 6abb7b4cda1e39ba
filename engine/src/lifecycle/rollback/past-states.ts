/** What ran under a name before, by the ledger: a stack that deployments push and rollbacks pop. Pure. */
import type { SavedDefinition, StepFinished } from '../../ledger/ledger';
import { identify } from '../../routine/routine';
import { isSameDefinition } from '../planning/steps/deployed-object';

export interface PastState {
  /** Null where nothing stood there. */
  readonly saved: SavedDefinition | null;
  /** Version, `-` for a text that was not registered, null for nothing. */
  readonly version: string | null;
}

export interface KnownPast {
  /** Those that were done and stand, in order. */
  readonly steps: readonly StepFinished[];
  readonly definitions: ReadonlyMap<string, SavedDefinition>;
  /** Whether earlier steps may have been removed from the ledger. */
  readonly isPruned: boolean;
}

/** From the oldest that is known for sure to what runs now. */
export function listPastStates({ steps, definitions, isPruned }: KnownPast): readonly PastState[] {
  const find = (digest: string | null): SavedDefinition | null =>
    digest === null ? null : (definitions.get(digest) ?? null);
  let states: readonly PastState[] = [];
  for (const step of steps) {
    const before = { saved: find(step.before), version: step.from };
    const after = { saved: find(step.after), version: step.to };
    const top = states.at(-1);
    // What stood there need not be what was deployed last: somebody may have changed it by hand.
    if (top === undefined || !isSame(top, before)) states = [...states, before];
    // Saved later than it was deployed: with the grants that it had at last.
    else states = [...states.slice(0, -1), { ...top, saved: before.saved }];
    const earlier =
      step.type === 'rollback' ? states.findLastIndex((state, i) => i < states.length - 1 && isSame(state, after)) : -1;
    if (earlier >= 0) states = states.slice(0, earlier + 1);
    // What it went back to was pruned, and with it what stood there before that.
    else states = step.type === 'rollback' && isPruned ? [after] : [...states, after];
  }
  return states;
}

function isSame(left: PastState, right: PastState): boolean {
  if (left.saved === null || right.saved === null) return left.saved === right.saved;
  return isSameDefinition(left.saved, right.saved);
}

/** What a deployment did with a routine, as one step: a package's body is dropped and created again by two. */
export function mergeSteps(steps: readonly StepFinished[]): readonly StepFinished[] {
  const merged = new Map<string, StepFinished>();
  for (const step of steps) {
    const name = `${step.deployment} ${identify(step.key)}`;
    const first = merged.get(name);
    merged.delete(name);
    if (first === undefined) merged.set(name, step);
    else if (first.before !== step.after) merged.set(name, { ...step, before: first.before, from: first.from });
  }
  return [...merged.values()];
}

/** The last word on each step; those that were undone are left out. */
export function listStandingSteps(finished: readonly StepFinished[]): readonly StepFinished[] {
  const last = new Map<string, StepFinished>();
  for (const step of finished) last.set(`${step.deployment} ${step.step}`, step);
  return [...last.values()].filter(({ outcome }) => outcome === 'done');
}
