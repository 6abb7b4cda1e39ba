/** The names of what a plan creates, in one scratch schema: objects of several schemas may have the same name. */
import { checksum } from '../../base/checksum';
import { sameNames, type Renaming } from '../../routine/naming';
import { identify, type RoutineKey } from '../../routine/routine';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface ScratchNames {
  /** The scratch schema. */
  readonly schema: string;
  /** Gives each object the name that it has there; its schema remains. */
  readonly renaming: Renaming;
  /** Returns true for an object of the plan, under the name that it has there. */
  readonly isPlanned: (key: RoutineKey) => boolean;
  /** Returns a message of the server with the names that the objects have on the target. */
  readonly restore: (message: string) => string;
}

/** Makes the names of some objects; `foldsNames` is true where the server treats all names without regard to case. */
export function makeScratchNames(keys: readonly RoutineKey[], schema: string, foldsNames: boolean): ScratchNames {
  const fold = (key: RoutineKey): string => (foldsNames ? identify(key).toLowerCase() : identify(key));
  const schemas = new Map<string, Set<string>>();
  for (const { name, schema: home } of keys)
    schemas.set(name.toLowerCase(), (schemas.get(name.toLowerCase()) ?? new Set()).add(home));
  const rename = (key: RoutineKey): string =>
    (schemas.get(key.name.toLowerCase())?.size ?? 0) > 1 ? distinctName(key) : key.name;
  const there = keys.map((key) => ({ key, name: rename(key) }));
  const own = new Set(keys.map(fold));
  const planned = new Set(there.map(({ key, name }) => fold({ ...key, name })));
  const object = (kind: RoutineKind, home: string, name: string): string =>
    own.has(fold({ kind, schema: home, name })) ? rename({ kind, schema: home, name }) : name;
  // The longest first, since one name may be the beginning of another.
  const byLength = there.sort((a, b) => b.name.length - a.name.length);
  return {
    schema,
    renaming: { ...sameNames, object, key: (key) => ({ ...key, name: object(key.kind, key.schema, key.name) }) },
    isPlanned: (key) => planned.has(fold(key)),
    restore(message) {
      let restored = message;
      for (const { key, name } of byLength)
        restored = restored.replaceAll(`${schema}.${name}`, `${key.schema}.${key.name}`);
      for (const { key, name } of byLength) if (name !== key.name) restored = restored.replaceAll(name, key.name);
      return restored;
    },
  };
}

/** Returns a name that no other schema has, of 64 characters at most. */
function distinctName({ schema, name }: RoutineKey): string {
  return `${name.slice(0, 47)}_${checksum(schema).slice(0, 16)}`;
}
