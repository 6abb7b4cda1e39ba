/**
 * Check: the schemas of the routines exist. The compile check cannot find this, because it uses a schema that does not.
 */
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkSchemas: Check = ({ environment, plan, facts }) => {
  const schemas = new Set(plan.steps.map(({ key }) => key.schema));
  const missing = [...schemas].filter((schema) => facts.catalogs.get(schema)?.exists === false);
  return missing.map((schema) =>
    stop(
      'missing-schema',
      `Schema ${schema} does not exist on ${facts.label}, or is not visible to ${facts.server.account}.`,
      `Create it (CREATE DATABASE), or correct "schema" or "schemas" of environment ${environment.name}.`,
    ),
  );
};
