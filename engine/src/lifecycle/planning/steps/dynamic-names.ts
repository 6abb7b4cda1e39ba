/** The names in the dynamic SQL of a routine that another schema or a prefix would change: strings are never rewritten. */
import type { Renaming } from '../../../routine/naming';
import type { Routine } from '../../../routine/routine';
import type { Reference } from '../../../syntax/nodes';
import type { RoutineKind } from '../../../syntax/routine-kind';

/** Returns a hazard for the names that remain those of the project; none if there are none. */
export function describeDynamicNames({ key, origin }: Routine, renaming: Renaming): readonly string[] {
  const names = new Set<string>();
  for (const { references } of origin.definition.dynamic)
    for (const reference of references) {
      const { schema, name, kind } = reference;
      const changesSchema = schema !== null && renaming.schema(schema) !== schema;
      const changesName = renaming.object(kindOf(kind), schema ?? key.schema, name) !== name;
      if (changesSchema || changesName) names.add(schema === null ? name : `${schema}.${name}`);
    }
  return names.size === 0
    ? []
    : [
        `Its dynamic SQL names ${[...names].join(', ')}: strings are not renamed, so this fails or uses another object.`,
      ];
}

function kindOf(kind: Reference['kind']): RoutineKind {
  return kind === 'call' ? 'procedure' : kind === 'function' ? 'function' : 'view';
}
