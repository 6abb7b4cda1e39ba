/** A registry for dry runs: it keeps new versions and statuses in memory and includes them in its answers. */
import { append } from '../../base/long-lists';
import { failure } from '../../base/failure';
import { succeed } from '../../base/result';
import { identify } from '../../routine/routine';
import { explainClash, explainMoved } from './explain-conflict';
import { rejectConflicts } from './describe-conflict';
import { addPending } from './pending-registry';
import type { Registry, StatusChange, Version } from './registry';
import { storeOnlyDecoded } from './well-formed-registry';
import type { RoutineKey } from '../../routine/routine';

/** Returns a registry that rejects the same writes as the original. No version can be removed from it. */
export function dryRegistry(registry: Registry): Registry {
  const versions: Version[] = [];
  const changes: (StatusChange & { readonly key: RoutineKey })[] = [];
  const find: Registry['find'] = async (key) => {
    const record = await registry.find(key);
    if (!record.ok) return record;
    const all = addPending(record.value === null ? [] : [record.value], { versions, changes });
    return succeed(all.find((each) => identify(each.key) === identify(key)) ?? null);
  };
  return storeOnlyDecoded({
    find,
    async list() {
      const records = await registry.list();
      return records.ok ? succeed(addPending(records.value, { versions, changes })) : records;
    },
    async append(added, first) {
      for (const { key } of added) {
        const record = await find(key);
        if (!record.ok) return record;
        const own = added.filter((version) => identify(version.key) === identify(key));
        const refused = rejectConflicts(record.value === null ? [] : [record.value]) ?? explainClash(record.value, own);
        if (refused !== null) return refused;
      }
      append(versions, added);
      append(changes, first);
      return succeed(undefined);
    },
    async mark(key, change) {
      const record = await find(key);
      if (!record.ok) return record;
      const refused =
        rejectConflicts(record.value === null ? [] : [record.value]) ?? explainMoved(key, change, record.value);
      if (refused !== null) return refused;
      changes.push({ key, ...change });
      return succeed(undefined);
    },
    resolve: (key, resolution) => registry.resolve(key, { ...resolution, dryRun: true }),
    remove: () => Promise.resolve(failure('could-not', 'A dry run removes no version.')),
  });
}
