/** Deployment order: callees before callers, views before what reads them; a cycle as a unit. */
import { findComponents } from '../../analysis/sources/components';
import { listTouched, type Touched } from '../../routine/dependencies';
import type { RoutineKind } from '../../syntax/routine-kind';
import { identify, type Routine, type RoutineKey } from '../../routine/routine';

export interface OrderedRoutine {
  readonly identity: string;
  /** The others that it calls and that call it, in a circle; empty for none. */
  readonly cycle: readonly RoutineKey[];
}

/** Orders the routines by their dependencies, on a server that folds names without regard to their case. Linear. */
export function orderRoutines(routines: ReadonlyMap<string, Routine>, foldsNames = false): readonly OrderedRoutine[] {
  const folded = new Map(foldsNames ? [...routines.keys()].map((identity) => [identity.toLowerCase(), identity]) : []);
  const find = (identity: string): string => folded.get(identity.toLowerCase()) ?? identity;
  const components = findComponents([...routines.keys()], (identity) => {
    const routine = routines.get(identity);
    if (routine === undefined) return [];
    const needed = [...listCallees(routine), ...listPackage(routine), ...listNeighbour(routine)];
    return needed.map(find).filter((callee) => callee !== identity);
  });
  return components.flatMap((component) =>
    component.map((identity) => ({
      identity,
      cycle: component.flatMap((other) => (other === identity ? [] : (routines.get(other)?.key ?? []))),
    })),
  );
}

/** Returns the package of a body, which needs it. */
function listPackage({ key }: Routine): readonly string[] {
  return key.kind === 'package body' ? [identify({ ...key, kind: 'package' })] : [];
}

/** Returns the trigger that one follows or precedes, which must exist first. */
function listNeighbour({ key, origin }: Routine): readonly string[] {
  const neighbour = origin.definition.trigger?.order?.trigger;
  if (neighbour === undefined) return [];
  return [identify({ kind: 'trigger', schema: neighbour.schema?.text ?? key.schema, name: neighbour.name.text })];
}

/** Returns the identities that the routine needs. A table that is read may be a view. */
export function listCallees({ key, origin }: Routine): readonly string[] {
  const needed = listTouched(origin.definition, key.schema).flatMap(({ kind, schema, name }) => {
    const found = kinds[kind];
    return found === undefined ? [] : [identify({ schema, kind: found, name })];
  });
  return [...new Set(needed)];
}

const kinds: Readonly<Partial<Record<Touched['kind'], RoutineKind>>> = {
  call: 'procedure',
  function: 'function',
  read: 'view',
  write: 'view',
};
