/** The triggers of each table, moment and event, in the order in which they run: one list, of which a place is a part. */
import { largest, smallest } from '../../base/long-lists';
import { quoteName } from '../../syntax/quoting';
import type { Routine, RoutineKey, TriggerOrder } from '../../routine/routine';

/** The names by table, moment and event; a copy is changed as the steps of a plan would change the server. */
export type TriggerLists = Map<string, string[]>;

/** Returns the table, moment and event of a trigger; null for other kinds, and for a trigger of several events. */
export function listOf({ key, origin }: Routine, foldsNames: boolean): string | null {
  const { trigger } = origin.definition;
  if (key.kind !== 'trigger' || trigger?.events.length !== 1) return null;
  const table = trigger.table.name.text;
  return [key.schema, foldsNames ? table.toLowerCase() : table, trigger.timing, ...trigger.events].join('\n');
}

/** Returns the schema of a list. */
export function schemaOf(list: string): string {
  return list.slice(0, list.indexOf('\n'));
}

/** Returns the lists of a server, as its triggers are read: each of them knows all of its neighbours. */
export function readTriggerLists(routines: Iterable<Routine>, foldsNames: boolean): TriggerLists {
  const lists: TriggerLists = new Map();
  for (const routine of routines) {
    const list = listOf(routine, foldsNames);
    const { order } = routine.parts;
    if (list === null || lists.has(list)) continue;
    lists.set(list, [...(order?.before ?? []), routine.key.name, ...(order?.after ?? [])]);
  }
  return lists;
}

export function copyLists(lists: TriggerLists): TriggerLists {
  return new Map([...lists].map(([list, names]) => [list, [...names]]));
}

/** Removes a trigger from the lists of its schema, except one. */
export function removeFrom(lists: TriggerLists, { schema, name }: RoutineKey, except: string | null): void {
  for (const [list, names] of lists) {
    if (list === except || schemaOf(list) !== schema || !names.includes(name)) continue;
    const others = names.filter((one) => one !== name);
    lists.set(list, others);
  }
}

/** Returns true unless the name is on the wrong side of another one. */
export function isInPlace(names: readonly string[], name: string, { before, after }: Sides): boolean {
  const at = names.indexOf(name);
  return !before.some((one) => names.indexOf(one) > at) && !after.some((one) => isAhead(names.indexOf(one), at));
}

function isAhead(index: number, at: number): boolean {
  return index >= 0 && index < at;
}

/** The names before and after one. */
export type Sides = Pick<TriggerOrder, 'before' | 'after'>;

/** Inserts a name directly after the last of those before it, or before the first of those after it, or at the end. */
export function insertAt(names: readonly string[], name: string, { before, after }: Sides): string[] {
  const previous = largest(
    before.map((one) => names.indexOf(one)),
    -1,
  );
  const following = after.map((one) => names.indexOf(one)).filter((index) => index >= 0);
  const next = smallest(following, names.length);
  const at = previous >= 0 ? previous + 1 : next;
  return [...names.slice(0, at), name, ...names.slice(at)];
}

/** Returns the clause for a place: directly after the previous name, or before the next; null for one that is alone. */
export function renderPlace({ before, after }: Sides): string | null {
  const [previous, next] = [before.at(-1), after[0]];
  if (previous !== undefined) return `FOLLOWS ${quoteName(previous)}`;
  return next === undefined ? null : `PRECEDES ${quoteName(next)}`;
}

/** Returns the sides of a name in a list. */
export function sidesOf(names: readonly string[], name: string): Sides {
  const at = names.indexOf(name);
  return { before: names.slice(0, Math.max(at, 0)), after: names.slice(at + 1) };
}
