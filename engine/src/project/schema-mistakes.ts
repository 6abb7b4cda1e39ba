/** Validates a project file against its JSON schema and reports each violation in a sentence. */
import type { ErrorObject } from 'ajv';
import type { MistakePath, Report } from './project-document';
import { printPath } from './project-mistake';
import { nearestWord } from '../base/nearest-word';
import { ruleCodes } from './rule-codes';
import { projectValidator } from './project-validator';
import { isSecretKey } from './secret-mistakes';

/** Reports the violations. Returns the paths of values of a wrong type, whose content must not be checked further. */
export function reportSchemaMistakes(value: unknown, report: Report): readonly MistakePath[] {
  const validate = projectValidator();
  validate(value);
  const mistyped: MistakePath[] = [];
  for (const error of validate.errors ?? []) {
    if (isPartOfAnother(error)) continue;
    const path = pathOf(error, value);
    if (error.keyword === 'type') mistyped.push(path);
    const message = describe(error, path);
    const isOfKey = error.keyword === 'additionalProperties' || error.keyword === 'propertyNames';
    if (message !== null) report(isOfKey ? { key: path } : path, message);
  }
  return mistyped;
}

/** Returns true for an alternative inside `anyOf` or a result of `propertyNames`, which their parent reports once. */
function isPartOfAnother(error: ErrorObject): boolean {
  return error.schemaPath.includes('/anyOf/') || error.propertyName !== undefined;
}

/** Returns the keys and indexes of a JSON pointer; for an unknown key the key itself. */
function pathOf(error: ErrorObject, value: unknown): MistakePath {
  const path: (string | number)[] = [];
  let at = value;
  for (const part of error.instancePath.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(key) : key);
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  if (error.keyword === 'additionalProperties') path.push(params(error, 'additionalProperty'));
  if (error.keyword === 'propertyNames') path.push(params(error, 'propertyName'));
  return path;
}

function params(error: ErrorObject, name: string): string {
  return String((error.params as Readonly<Record<string, unknown>>)[name]);
}

function describe(error: ErrorObject, path: MistakePath): string | null {
  const what = path.length === 0 ? 'The file' : `'${printPath(path)}'`;
  switch (error.keyword) {
    case 'additionalProperties':
      return path[0] === 'rules' ? describeUnknownRule(params(error, 'additionalProperty')) : describeUnknownKey(error);
    case 'propertyNames':
      return describeName(path);
    case 'required':
      return describeMissing(params(error, 'missingProperty'), what);
    case 'type':
      return `${what} must be ${typeNames[params(error, 'type')] ?? params(error, 'type')}, not ${typeOf(error.data)}.`;
    case 'enum':
      return describeChoice(error, what);
    case 'minimum':
    case 'maximum':
      return describeRange(error, what);
    case 'minLength':
      return `${what} must not be empty.`;
    case 'minItems':
      return `${what} must have at least one entry.`;
    case 'maxLength':
      return `${what} must not be longer than ${params(error, 'limit')} characters.`;
    case 'pattern':
      return `${what} ${patterns[lastKey(path)] ?? patterns[String(path.at(-2))] ?? 'does not have the expected form'}.`;
    case 'anyOf':
      return `${what} must be a string like 'ANSI_QUOTES,STRICT_TRANS_TABLES', or a list of modes.`;
    default:
      return `${what} ${error.message ?? 'does not have the expected form'}.`;
  }
}

function lastKey(path: MistakePath): string {
  return path.findLast((part) => typeof part === 'string') ?? '';
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string in double quotes',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list [ … ]',
  object: 'an object { … }',
};

function typeOf(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'string') return 'a string';
  if (typeof data === 'object') return 'an object';
  return typeof data === 'number' && !Number.isInteger(data) ? 'a fraction' : `a ${typeof data}`;
}

const patterns: Readonly<Record<string, string>> = {
  prefix: 'can contain only letters, digits, _ and $, so that prefixed names need no quotes',
  serverVersion: "must be written like '9.7', '10.11' or '10.11.18'",
  ledgerSchema: 'can contain only letters, digits, _ and $',
  definers: "must be an account, written like 'app@%'",
};

/** Describes an unknown key; null for one that holds a secret, which `reportSecrets` reports with the right remedy. */
function describeUnknownKey(error: ErrorObject): string | null {
  const key = params(error, 'additionalProperty');
  if (isSecretKey(key)) return null;
  const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
  const near = nearestWord(key, known);
  if (near !== null) return `Unknown key '${key}': did you mean '${near}'?`;
  return `Unknown key '${key}': known keys are ${known.join(', ')}.`;
}

function describeUnknownRule(code: string): string {
  const near = nearestWord(code, ruleCodes);
  if (near !== null) return `Unknown rule '${code}': did you mean '${near}'?`;
  return `Unknown rule '${code}': use the code of a diagnostic. Syntax errors are not rules.`;
}

function describeName(path: MistakePath): string {
  const name = String(path.at(-1));
  if (path[0] === 'environments' && path.length === 2) {
    if (name === 'workspace' || name === 'registry') {
      return `An environment cannot be named '${name}', a reserved word of comparisons. Choose another name.`;
    }
    return `The environment name '${name}' can contain only letters, digits, _ and -.`;
  }
  return `'${name}' is not an account. Write it like 'app@%'.`;
}

function describeMissing(key: string, what: string): string {
  if (key === 'stage') return `${what} needs a 'stage': DEVELOPMENT, TESTING or PRODUCTION.`;
  return `${what} needs '${key}'.`;
}

function describeChoice(error: ErrorObject, what: string): string {
  const choices = ((error.params as { readonly allowedValues?: readonly unknown[] }).allowedValues ?? []).map(String);
  const near =
    typeof error.data === 'string' ? (nearestWord(error.data, choices) ?? spellOut(error.data, choices)) : null;
  return `${what} must be one of ${choices.join(', ')}${near === null ? '.' : `: did you mean '${near}'?`}`;
}

/** Returns `warning` for `warn`. */
function spellOut(word: string, choices: readonly string[]): string | null {
  return choices.find((choice) => word.length > 2 && choice.toLowerCase().startsWith(word.toLowerCase())) ?? null;
}

function describeRange(error: ErrorObject, what: string): string {
  const { minimum, maximum } = (error.parentSchema ?? {}) as { readonly minimum?: number; readonly maximum?: number };
  return `${what} must be between ${minimum ?? 'any'} and ${maximum ?? 'any'}.`;
}
