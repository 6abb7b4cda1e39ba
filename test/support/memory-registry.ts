/** The in-memory twin of the registry. */
import { compare } from 'semver';
import { succeed } from '../../engine/src/base/result';
import {
  explainClash,
  explainKept,
  explainMoved,
  explainPeace,
} from '../../engine/src/registry/records/explain-conflict';
import type { Registry, RoutineRecord, StatusChange, Version } from '../../engine/src/registry/records/registry';
import { identify, type RoutineKey } from '../../engine/src/routine/routine';

export function memoryRegistry(): Registry {
  const records = new Map<string, RoutineRecord>();
  const recordOf = (key: RoutineKey): RoutineRecord =>
    records.get(identify(key)) ?? { key, versions: [], changes: [], conflict: null };
  const addVersion = (version: Version): void => {
    const record = recordOf(version.key);
    const sorted = [...record.versions, version].sort((a, b) => compare(a.version, b.version));
    records.set(identify(version.key), { ...record, key: sorted.at(-1)?.key ?? version.key, versions: sorted });
  };
  const addChange = (key: RoutineKey, change: StatusChange): void => {
    const record = recordOf(key);
    records.set(identify(key), { ...record, changes: [...record.changes, change] });
  };

  return {
    list: () =>
      Promise.resolve(succeed([...records.values()].sort((a, b) => (identify(a.key) < identify(b.key) ? -1 : 1)))),
    find: (key) => Promise.resolve(succeed(records.get(identify(key)) ?? null)),
    append: (versions, changes) => {
      for (const { key } of versions) {
        const own = versions.filter((version) => identify(version.key) === identify(key));
        const clash = explainClash(recordOf(key), own);
        if (clash !== null) return Promise.resolve(clash);
      }
      versions.forEach(addVersion);
      for (const { key, ...change } of changes) addChange(key, change);
      return Promise.resolve(succeed(undefined));
    },
    mark: (key, change) => {
      const moved = explainMoved(key, change, recordOf(key));
      if (moved !== null) return Promise.resolve(moved);
      addChange(key, change);
      return Promise.resolve(succeed(undefined));
    },
    resolve: (key) => Promise.resolve(explainPeace(key)),
    remove: (key, version) => {
      const record = recordOf(key);
      const kept = explainKept(key, version, record);
      if (kept !== null) return Promise.resolve(kept);
      const versions = record.versions.filter((each) => each.version !== version);
      records.set(identify(key), { ...record, versions });
      return Promise.resolve(succeed(undefined));
    },
  };
}
