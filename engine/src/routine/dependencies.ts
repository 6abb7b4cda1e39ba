/** What a definition touches, as sorted lists of `schema.name`; names without a schema belong to the routine's own. */
import type { Definition, Reference } from '../syntax/nodes';
import type { Dependencies } from './routine';

/** The server resolves unqualified names in a body against the routine's own schema (MySQL manual, CREATE PROCEDURE). */
export function collectDependencies(definition: Definition, schema: string): Dependencies {
  const known = definition.dynamic.flatMap((dynamic) => dynamic.references);
  const all = [...definition.references, ...known];
  const pick = (kind: Reference['kind']): readonly string[] => {
    const names = all.filter((reference) => reference.kind === kind);
    return [
      ...new Set(names.map((one) => [one.schema ?? schema, one.package, one.name].filter(Boolean).join('.'))),
    ].sort();
  };
  return { calls: pick('call'), functions: pick('function'), reads: pick('read'), writes: pick('write') };
}
