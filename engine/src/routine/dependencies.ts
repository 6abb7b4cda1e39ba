/** What a definition touches; names without a schema belong to the routine's own. */
import type { Definition, Reference } from '../syntax/nodes';
import type { Dependencies } from './routine';

export interface Touched {
  readonly kind: Reference['kind'];
  readonly schema: string;
  /** With its package in front, where it is a routine of one. */
  readonly name: string;
}

/** The server resolves unqualified names in a body against the routine's own schema (MySQL manual, CREATE PROCEDURE). */
export function listTouched(definition: Definition, home: string): readonly Touched[] {
  const known = definition.dynamic.flatMap((dynamic) => dynamic.references);
  return [...definition.references, ...known].map((one) => ({
    kind: one.kind,
    schema: one.schema ?? home,
    name: one.package == null ? one.name : `${one.package}.${one.name}`,
  }));
}

/** As sorted lists of `schema.name`, which is how registries keep them. */
export function collectDependencies(definition: Definition, home: string): Dependencies {
  const touched = listTouched(definition, home);
  const pick = (kind: Reference['kind']): readonly string[] => {
    const names = touched.filter((one) => one.kind === kind);
    return [...new Set(names.map(({ schema, name }) => (schema === '' ? name : `${schema}.${name}`)))].sort();
  };
  return { calls: pick('call'), functions: pick('function'), reads: pick('read'), writes: pick('write') };
}
