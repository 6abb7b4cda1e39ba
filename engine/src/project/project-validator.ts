/**
 * The schema of the project file as a function. Bundles hold its code in place of this module
 * (`scripts/bundling/compiled-validator.mjs`), since a command would wait for ajv longer than for its files.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { projectSchema, readingOfSchema } from './project-schema';

let validator: ValidateFunction | null = null;

export function projectValidator(): ValidateFunction {
  validator ??= new Ajv(readingOfSchema).compile(projectSchema);
  return validator;
}
