/** Calls that lead back to where they began. */
import { Kept } from '../../base/memory';
import { findComponents, findCycle } from '../sources/components';
import type { SourceIndex } from '../sources/source-index';

/** A cycle as seen from one of its routines. Several routines share one list. */
export interface CallCycle {
  /** Identities in the order of the calls, each once: the last one calls the first. */
  readonly routines: readonly string[];
  /** The place of the routine in the list. */
  readonly at: number;
}

/** The cycle of each routine that is in one, by identity. */
type CallCycles = ReadonlyMap<string, CallCycle>;

const known = new Kept<{ revision: number; cycles: CallCycles }>(() => ({ revision: -1, cycles: new Map() }));

/**
 * Returns the call cycle of a routine; null if it is in none. Usually a short walk over its callees decides; otherwise
 * all cycles are computed, and cached until a call changes.
 */
export function findCallCycle(index: SourceIndex, identity: string): CallCycle | null {
  const revision = index.callsRevision;
  const found = index.memory.of(known);
  if (found.revision === revision) return found.cycles.get(identity) ?? null;
  if (!mayComeBack(index, identity)) return null;
  const steps = findCallCycles(index);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value.get(identity) ?? null;
}

/** Returns all cycles, with pauses, for a caller that will need many routines: then no walks are needed. */
export function* findCallCycles(index: SourceIndex): Generator<void, CallCycles> {
  const revision = index.callsRevision;
  const cycles = yield* collectCycles(index);
  if (revision === index.callsRevision) Object.assign(index.memory.of(known), { revision, cycles });
  return cycles;
}

/**
 * The maximum number of routines in a walk: all cycles of a large project take as long as about a hundred of these
 * walks.
 */
const longestWalk = 500;

/** Returns true if a routine's calls lead back to it, or so far that the walk was given up. */
function mayComeBack(index: SourceIndex, identity: string): boolean {
  const reached = new Set<string>();
  const open = [identity];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const callee of calleesOf(index, id)) {
      if (callee === identity || reached.size > longestWalk) return true;
      if (reached.size === reached.add(callee).size) continue;
      open.push(callee);
    }
  return false;
}

function calleesOf(index: SourceIndex, identity: string): readonly string[] {
  return index
    .find(identity)
    .flatMap(({ references }) => references.flatMap(({ target }) => (target.kind === 'table' ? [] : target.id)));
}

/**
 * Returns the cycles. Linear in the number of routines and their calls; without cycles little more than a look at each.
 */
function* collectCycles(index: SourceIndex): Generator<void, CallCycles> {
  const callees = new Map<string, string[]>();
  for (const [i, { routines }] of index.files().entries()) {
    for (const source of routines) {
      if (!index.counts(source)) continue;
      const { identity, references } = source;
      const own = callees.get(identity) ?? [];
      for (const { target } of references) if (target.kind !== 'table') own.push(target.id);
      callees.set(identity, own);
    }
    if (i % filesInStep === 0) yield;
  }
  const suspects = yield* findSuspects(callees);
  const successors = (id: string): readonly string[] => callees.get(id) ?? [];
  const cycles = new Map<string, CallCycle>();
  for (const component of findComponents(suspects, successors)) {
    const routines = (findCycle(component, successors) ?? []).slice(0, -1);
    for (const [at, id] of routines.entries()) cycles.set(id, { routines, at });
  }
  return cycles;
}

const filesInStep = 500;

/**
 * Returns the routines that lead into a cycle: those that call nothing are removed, then those that call only these,
 * until none can be removed.
 */
function* findSuspects(callees: ReadonlyMap<string, readonly string[]>): Generator<void, readonly string[]> {
  const ids = [...callees.keys()];
  const places = new Map(ids.map((id, place) => [id, place]));
  const callers = ids.map((): number[] => []);
  const open = new Int32Array(ids.length);
  yield;
  for (const [caller, own] of [...callees.values()].entries())
    for (const id of own) {
      const callee = places.get(id);
      if (callee === undefined) continue;
      callers[callee]?.push(caller);
      open[caller] = (open[caller] ?? 0) + 1;
    }
  yield;
  const harmless = ids.flatMap((_, place) => (open[place] === 0 ? place : []));
  for (let place = harmless.pop(); place !== undefined; place = harmless.pop())
    for (const caller of callers[place] ?? []) {
      const left = (open[caller] ?? 0) - 1;
      open[caller] = left;
      if (left === 0) harmless.push(caller);
    }
  return ids.filter((_, place) => (open[place] ?? 0) > 0);
}
