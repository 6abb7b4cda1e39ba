/** Calls that lead back to where they began, found once for all routines and kept until a call changes. */
import { findComponents, findCycle } from './components';
import type { SourceIndex } from './source-index';

/** By identity of each routine on a circle: its closed path, `[a, b, a]`. */
type CallCycles = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<SourceIndex, { readonly revision: number; readonly cycles: CallCycles }>();

/** The circle of calls that a routine stands on; null where it stands on none. */
export function findCallCycle(index: SourceIndex, identity: string): readonly string[] | null {
  const revision = index.callsRevision;
  let found = known.get(index);
  if (found?.revision !== revision) {
    found = { revision, cycles: collectCycles(index) };
    known.set(index, found);
  }
  return found.cycles.get(identity) ?? null;
}

/** Linear in the number of routines and their calls. */
function collectCycles(index: SourceIndex): CallCycles {
  const callees = new Map<string, string[]>();
  for (const { identity, mentions } of index.routines()) {
    const own = callees.get(identity) ?? [];
    for (const { target } of mentions) if (target.kind !== 'table') own.push(target.id);
    callees.set(identity, own);
  }
  const successors = (id: string): readonly string[] => callees.get(id) ?? [];
  const cycles = new Map<string, readonly string[]>();
  for (const component of findComponents([...callees.keys()], successors)) {
    const cycle = findCycle(component, successors) ?? [];
    for (const id of cycle) cycles.set(id, cycle);
  }
  return cycles;
}
