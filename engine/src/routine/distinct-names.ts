/** The names of routines in a list, with their kind where two of them would read the same. */
import type { RoutineKind } from '../syntax/routine-kind';
import { printKey, type RoutineKey } from './routine';

/** Returns the kind of the unit that a routine belongs to: a package and its body are one. */
export function unitOf(kind: RoutineKind): RoutineKind {
  return kind === 'package body' ? 'package' : kind;
}

/** Returns the name with its kind, `function:shop.add_order`, which commands take as well. */
export function printDistinctly(key: RoutineKey): string {
  return `${unitOf(key.kind)}:${printKey(key)}`;
}

/** The kinds that can share a name. */
const units: readonly RoutineKind[] = ['procedure', 'function', 'trigger', 'event', 'view', 'package'];

/** Returns the name, with its kind if one of another kind has the same name. */
export function printAmong(key: RoutineKey, exists: (other: RoutineKey) => boolean): string {
  const isShared = units.some((kind) => kind !== unitOf(key.kind) && exists({ ...key, kind }));
  return isShared ? printDistinctly(key) : printKey(key);
}

/** A row of a list: the name of a routine, and its kind. */
export interface NamedRow {
  readonly routine: string;
  readonly kind: RoutineKind;
}

/** Returns the names of the rows, in their order; those that rows of another kind have too begin with the kind. */
export function distinctNames(rows: readonly NamedRow[]): readonly string[] {
  return rows.map(printerAmong(rows));
}

/** Returns a printer of keys that begins with the kind where another of the keys has the same name. */
export function distinctPrinter(keys: Iterable<RoutineKey>): (key: RoutineKey) => string {
  const toRow = (key: RoutineKey): NamedRow => ({ routine: printKey(key), kind: key.kind });
  const print = printerAmong([...keys].map(toRow));
  return (key) => print(toRow(key));
}

function printerAmong(rows: readonly NamedRow[]): (row: NamedRow) => string {
  const kinds = new Map<string, Set<RoutineKind>>();
  for (const { routine, kind } of rows) {
    const name = routine.toLowerCase();
    kinds.set(name, (kinds.get(name) ?? new Set()).add(unitOf(kind)));
  }
  return ({ routine, kind }) =>
    (kinds.get(routine.toLowerCase())?.size ?? 0) > 1 ? `${unitOf(kind)}:${routine}` : routine;
}
