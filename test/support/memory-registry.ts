/** The in-memory twin of the registry. */
import { compare } from 'semver';
import { failure } from '../../engine/src/base/failure';
import { succeed } from '../../engine/src/base/result';
import type { Registry, RoutineRecord, StatusChange, Version } from '../../engine/src/registry/registry';
import { statusOf } from '../../engine/src/registry/statuses';
import { identify, printKindAndKey, type RoutineKey } from '../../engine/src/routine/routine';

export function memoryRegistry(): Registry {
  const records = new Map<string, RoutineRecord>();
  const recordOf = (key: RoutineKey): RoutineRecord => records.get(identify(key)) ?? { key, versions: [], changes: [] };
  const addVersion = (version: Version): void => {
    const { versions, changes } = recordOf(version.key);
    const sorted = [...versions, version].sort((a, b) => compare(a.version, b.version));
    records.set(identify(version.key), { key: sorted.at(-1)?.key ?? version.key, versions: sorted, changes });
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
      const names = versions.map(({ key, version }) => `${identify(key)} ${version}`);
      const taken = versions.find(
        ({ key, version }, i) =>
          names.indexOf(`${identify(key)} ${version}`) < i ||
          recordOf(key).versions.some((known) => known.version === version),
      );
      if (taken)
        return Promise.resolve(
          failure('could-not', `${printKindAndKey(taken.key)} has a version ${taken.version} already.`),
        );
      versions.forEach(addVersion);
      for (const { key, ...change } of changes) addChange(key, change);
      return Promise.resolve(succeed(undefined));
    },
    mark: (key, change) => {
      const record = recordOf(key);
      if (!record.versions.some(({ version }) => version === change.version)) {
        return Promise.resolve(failure('not-found', `${printKindAndKey(key)} ${change.version} is not registered.`));
      }
      if (statusOf(record, change.version) !== change.from) {
        return Promise.resolve(
          failure('could-not', `${printKindAndKey(key)} ${change.version} is no longer ${change.from ?? 'new'}.`),
        );
      }
      addChange(key, change);
      return Promise.resolve(succeed(undefined));
    },
  };
}
