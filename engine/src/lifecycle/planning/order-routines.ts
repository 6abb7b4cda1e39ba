/** Deployment order: callees before callers, views before what reads them; a cycle as a unit. */
import { findComponents } from '../../analysis/sources/components';
import { identify, type Routine } from '../../routine/routine';

export interface OrderedRoutine {
  readonly identity: string;
  /** Identities of the others that it calls and that call it, in a circle; empty for none. */
  readonly cycle: readonly string[];
}

/** Of routines by identity; linear. */
export function orderRoutines(routines: ReadonlyMap<string, Routine>): readonly OrderedRoutine[] {
  const components = findComponents([...routines.keys()], (identity) => {
    const routine = routines.get(identity);
    if (routine === undefined) return [];
    return [...listCallees(routine), ...listPackage(routine)].filter((callee) => callee !== identity);
  });
  return components.flatMap((component) =>
    component.map((identity) => ({ identity, cycle: component.filter((other) => other !== identity) })),
  );
}

/** A body is nothing without its package. */
function listPackage({ key }: Routine): readonly string[] {
  return key.kind === 'package body' ? [identify({ ...key, kind: 'package' })] : [];
}

/** Identities of what the routine needs. A table that is read may be a view. */
export function listCallees({ dependencies }: Routine): readonly string[] {
  const named = (names: readonly string[], kind: 'procedure' | 'function' | 'view'): readonly string[] =>
    names.map((name) => {
      const dot = name.indexOf('.');
      return identify({ schema: name.slice(0, Math.max(dot, 0)), kind, name: name.slice(dot + 1) });
    });
  return [
    ...named(dependencies.calls, 'procedure'),
    ...named(dependencies.functions, 'function'),
    ...named([...dependencies.reads, ...dependencies.writes], 'view'),
  ];
}
