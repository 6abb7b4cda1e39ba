/** The identity of what a CALL or a function use means. */
import type { RoutineKey } from '../../routine/routine';
import type { Reference } from '../../syntax/nodes';

/** Returns the key of the routine that a CALL or a function use means; in the caller's schema if none is written. */
export function targetKey(owner: RoutineKey, reference: Reference): RoutineKey {
  return {
    schema: reference.schema ?? owner.schema,
    kind: reference.kind === 'function' ? 'function' : 'procedure',
    name: reference.package === null ? reference.name : `${reference.package}.${reference.name}`,
  };
}

/** Returns the other meaning of `a.b`: the routine b of the package a (MariaDB's ORACLE mode). */
export function inPackage({ schema, kind, name }: RoutineKey, ofOwner: string): RoutineKey {
  return { schema: ofOwner, kind, name: `${schema}.${name}` };
}
