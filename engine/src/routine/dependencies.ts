/** The objects that a definition uses; names without a schema belong to the routine's own. */
import type { Definition, Reference } from '../syntax/nodes';
import type { Dependencies } from './routine';

export interface Touched {
  readonly kind: Reference['kind'];
  readonly schema: string;
  /** The name, preceded by its package for a routine of one. */
  readonly name: string;
}

/**
 * Lists the objects that a definition uses. The server resolves unqualified names in a body in the routine's own schema
 * (MySQL manual, CREATE PROCEDURE).
 */
export function listTouched(definition: Definition, home: string): readonly Touched[] {
  const known = definition.dynamic.flatMap((dynamic) => dynamic.references);
  return [...definition.references, ...known].map((one) => ({
    kind: one.kind,
    schema: one.schema ?? home,
    name: one.package == null ? one.name : `${one.package}.${one.name}`,
  }));
}

/** Returns the dependencies as sorted lists of `schema.name`, the format of registries. */
export function collectDependencies(definition: Definition, home: string): Dependencies {
  const touched = listTouched(definition, home);
  const pick = (kind: Reference['kind']): readonly string[] => {
    const names = touched.filter((one) => one.kind === kind);
    return [...new Set(names.map(({ schema, name }) => (schema === '' ? name : `${schema}.${name}`)))].sort();
  };
  return { calls: pick('call'), functions: pick('function'), reads: pick('read'), writes: pick('write') };
}
