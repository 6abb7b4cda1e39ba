/** Reads the facts of a version from JSON that anybody may have written: nothing is used before its shape was checked. */
import { checksum } from '../../base/checksum';
import type { RoutineKind } from '../../syntax/routine-kind';
import { parseJsonSafely } from '../../base/parse-json';
import { fail, succeed, type Result } from '../../base/result';
import type { SentenceAbout } from '../../base/sentence-about';
import type { CreationModes, Dependencies } from '../../routine/routine';
import type { LineEnds } from './line-ends';
import type { StoredRoutine } from './read-stored-routine';
import type { Version } from './registry';
import { isMoment, isVersion } from './status-line';

export const newestFactsFormat = 2;

/** The content of `1.2.0.json`, in this order; it is extended by a new `format` only. */
export interface VersionFacts {
  readonly format: number;
  readonly schema: string;
  readonly kind: RoutineKind;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly author: string;
  readonly createdAt: string;
  readonly commit: string | null;
  readonly bump: Version['bump'];
  readonly reason: string;
  /** The dependencies for the reader of a pull request; the text is decisive. */
  readonly dependencies: Dependencies;
  /** The options with which the text is read, and the comments in front of it. */
  readonly reading: StoredRoutine['parserOptions'] & { readonly comments?: string };
  readonly modes: CreationModes;
  /** The line ends of the text as it was registered, from format 2 on. */
  readonly lineEnds?: LineEnds;
  /** The checksums. From format 2 on `text` ignores line ends. */
  readonly checksums: { readonly text: string; readonly exact: string; readonly semantic: string };
}

const limits = { maxBytes: 4_000_000, maxDepth: 16 };

/** Returns the facts, or a sentence on the file that says what is wrong with it. */
export function parseFacts(text: string): Result<VersionFacts, SentenceAbout> {
  const parsed = parseJsonSafely(text, limits);
  if (!parsed.ok) return parsed;
  if (!isRecord(parsed.value)) return fail((name) => `${name} does not contain an object.`);
  const { seal, ...facts } = parsed.value;
  const { format } = facts;
  if (typeof format === 'number' && format > newestFactsFormat)
    return fail((name) => `${name} was written by a newer version of Sproc.`);
  if (seal !== sealFacts(facts)) return fail(wasChanged);
  const wrong = Object.keys(shape).find((key) => shape[key]?.(facts[key], Number(format)) !== true);
  const unknown = Object.keys(facts).find((key) => !Object.hasOwn(shape, key));
  if (wrong !== undefined) return fail((name) => `${name} has no valid ${JSON.stringify(wrong)}.`);
  if (unknown !== undefined)
    return fail((name) => `${name} has an unknown key ${JSON.stringify(unknown.slice(0, 40))}.`);
  return succeed(facts as unknown as VersionFacts);
}

export const wasChanged: SentenceAbout = (name) => `${name} was changed after it was registered.`;

/** Returns the checksum of the facts, which depends on order and values, but not on whitespace and escapes. */
export function sealFacts(facts: object): string {
  return checksum(JSON.stringify(facts));
}

type IsValid = (value: unknown, format: number) => boolean;

const isText: IsValid = (value) => typeof value === 'string';
const isName: IsValid = (value) => typeof value === 'string' && value !== '';
const isTextOrNull: IsValid = (value) => value === null || typeof value === 'string';
const areTexts: IsValid = (value) => Array.isArray(value) && value.every((each) => typeof each === 'string');
const isIn =
  (...values: readonly string[]): IsValid =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const isChecksum: IsValid = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

export const isKind: IsValid = isIn('procedure', 'function', 'trigger', 'event', 'view', 'package', 'package body');

const shape: Readonly<Record<string, IsValid>> = {
  format: (value) => value === 1 || value === 2,
  schema: isText,
  kind: isKind,
  name: isName,
  version: isVersion,
  description: isText,
  author: isText,
  createdAt: isMoment,
  commit: isTextOrNull,
  bump: isIn('first', 'major', 'minor', 'patch', 'given'),
  reason: isText,
  dependencies: hasFields({ calls: areTexts, functions: areTexts, reads: areTexts, writes: areTexts }),
  reading: hasFields({
    dialect: isIn('mysql', 'mariadb'),
    serverVersion: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    sqlMode: areTexts,
    comments: (value) => value === undefined || typeof value === 'string',
  }),
  modes: hasFields({
    sqlMode: (value, format) => value === null || areTexts(value, format),
    characterSet: isTextOrNull,
    collation: isTextOrNull,
    timeZone: (value) => value === undefined || typeof value === 'string',
  }),
  lineEnds: (value, format) => (format === 1 ? value === undefined : isIn('LF', 'CRLF', 'mixed')(value, format)),
  checksums: hasFields({ text: isChecksum, exact: isChecksum, semantic: isChecksum }),
};

/** Returns a check of these fields; further ones are allowed. */
function hasFields(fields: Readonly<Record<string, IsValid>>): IsValid {
  return (value, format) =>
    isRecord(value) && Object.entries(fields).every(([name, isValid]) => isValid(value[name], format));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
