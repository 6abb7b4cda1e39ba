/** The earlier states of a name in the ledger: a stack that deployments push and rollbacks pop. Pure. */
import type { SavedDefinition, StepFinished } from '../../ledger/ledger';
import { identify } from '../../routine/routine';
import type { WantedPlace } from '../planning/arrange-triggers';
import { isSameDefinition, isSameText } from '../planning/steps/deployed-object';

export interface PastState {
  /** The definition; null if there was none. */
  readonly saved: SavedDefinition | null;
  /** Version, `-` for a text that was not registered, null for nothing. */
  readonly version: string | null;
}

export interface KnownPast {
  /** The completed steps that are in effect, in order. */
  readonly steps: readonly StepFinished[];
  readonly definitions: ReadonlyMap<string, SavedDefinition>;
  /** True if earlier steps may have been removed from the ledger. */
  readonly isPruned: boolean;
}

/** Returns the states from the oldest certain one to the present one. */
export function listPastStates({ steps, definitions, isPruned }: KnownPast): readonly PastState[] {
  const find = (digest: string | null): SavedDefinition | null =>
    digest === null ? null : (definitions.get(digest) ?? null);
  let states: readonly PastState[] = [];
  for (const step of steps) {
    const before = { saved: find(step.before), version: step.from };
    const after = { saved: find(step.after), version: step.to };
    const top = states.at(-1);
    // The state before need not be the last deployed one: it may have been changed by hand.
    if (top === undefined || !isSame(top, before, isSameText)) states = [...states, before];
    // It was saved later than it was deployed, with its last grants and neighbours.
    else states = [...states.slice(0, -1), { ...top, saved: before.saved }];
    const earlier = step.type === 'rollback' ? findEarlier(states, after) : -1;
    if (earlier >= 0) states = states.slice(0, earlier + 1);
    // The state to which it returned was removed, and with it those before.
    else states = step.type === 'rollback' && isPruned ? [after] : [...states, after];
  }
  return states;
}

/** Returns the index of the state to which a rollback returned, with other neighbours if not with the same; -1 for none. */
function findEarlier(states: readonly PastState[], after: PastState): number {
  const find = (isSameSaved: CompareSaved): number =>
    states.findLastIndex((state, i) => i < states.length - 1 && isSame(state, after, isSameSaved));
  const exact = find(isSameDefinition);
  return exact >= 0 ? exact : find(isSameText);
}

type CompareSaved = (left: SavedDefinition, right: SavedDefinition) => boolean;

function isSame(left: PastState, right: PastState, isSameSaved: CompareSaved): boolean {
  if (left.saved === null || right.saved === null) return left.saved === right.saved;
  return isSameSaved(left.saved, right.saved);
}

/**
 * Returns the place of a trigger in an earlier state: directly beside those around it then, if the steps since moved
 * it, and otherwise where it is now.
 */
export function placeInPast(earlier: SavedDefinition, later: SavedDefinition | null): WantedPlace {
  const { triggerPlace } = earlier;
  if (triggerPlace === null || triggerPlace === later?.triggerPlace) return { kind: 'kept' };
  const name = readName(triggerPlace.slice(triggerPlace.indexOf(' ') + 1));
  const follows = triggerPlace.startsWith('FOLLOWS');
  return { kind: 'beside', before: follows ? [name] : [], after: follows ? [] : [name] };
}

function readName(quoted: string): string {
  return quoted.slice(1, -1).replaceAll('``', '`');
}

/**
 * Returns the exact checksum of the project's text that a definition came from, which alone identifies a view or the
 * schedule of an event; null if no step deployed it from one. Of several texts with one rendering, it is that of the
 * version.
 */
export function findSource(
  { steps, definitions }: Pick<KnownPast, 'steps' | 'definitions'>,
  saved: SavedDefinition,
  version: string | null,
): string | null {
  const found = steps.filter(({ desired, after }) => {
    const left = desired === null || after === null ? undefined : definitions.get(after);
    return left !== undefined && isSameDefinition(left, saved);
  });
  return (found.findLast(({ to }) => to === version) ?? found.at(-1))?.desired ?? null;
}

/** Merges the steps of a deployment for one routine: a package's body is dropped and created again by two. */
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

/** Returns the last outcome of each step; undone ones are left out. */
export function listEffectiveSteps(finished: readonly StepFinished[]): readonly StepFinished[] {
  const last = new Map<string, StepFinished>();
  for (const step of finished) last.set(`${step.deployment} ${step.step}`, step);
  return [...last.values()].filter(({ outcome }) => outcome === 'done');
}
