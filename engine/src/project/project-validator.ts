/**
 * The schema of the project file as a function. Bundles hold its code in place of this module
 * (`scripts/bundling/compiled-validator.mjs`), since a command would wait for ajv longer than for its files.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { projectSchema, readingOfSchema } from './project-schema';

const validator = new Ajv(readingOfSchema).compile(projectSchema);

export function projectValidator(): ValidateFunction {
  return validator;
}
