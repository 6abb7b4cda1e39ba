/** A registry as it would be after what is about to be written: for plans of what has not happened yet. */
import { compare } from 'semver';
import { succeed } from '../../base/result';
import { identify, type RoutineKey } from '../../routine/routine';
import type { Registry, RoutineRecord, StatusChange, Version } from './registry';

export interface Pending {
  readonly versions: readonly Version[];
  readonly changes: readonly (StatusChange & { readonly key: RoutineKey })[];
}

/** Returns a registry that reads with the pending changes and writes to the registry itself. */
export function showPending(registry: Registry, pending: Pending): Registry {
  return {
    ...registry,
    async list() {
      const records = await registry.list();
      return records.ok ? succeed(addPending(records.value, pending)) : records;
    },
    async find(key) {
      const record = await registry.find(key);
      if (!record.ok) return record;
      const added = addPending(record.value === null ? [] : [record.value], pending);
      return succeed(added.find((each) => identify(each.key) === identify(key)) ?? null);
    },
  };
}

/** Adds the pending changes, except those that exist already. */
export function addPending(
  records: readonly RoutineRecord[],
  { versions, changes }: Pending,
): readonly RoutineRecord[] {
  const known = new Map(records.map((record) => [identify(record.key), record]));
  for (const version of versions) {
    const record = known.get(identify(version.key)) ?? { key: version.key, versions: [], changes: [], conflict: null };
    if (record.versions.some((each) => each.version === version.version)) continue;
    const all = [...record.versions, version].sort((a, b) => compare(a.version, b.version));
    known.set(identify(version.key), { ...record, versions: all });
  }
  for (const { key, ...change } of changes) {
    const record = known.get(identify(key));
    if (record !== undefined) known.set(identify(key), { ...record, changes: [...record.changes, change] });
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}
