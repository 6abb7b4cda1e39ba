/** Reads the payload of a journal row. A payload without the shape of its kind is not an entry, whoever wrote it. */
import { isRoutineKind } from '../syntax/routine-kind';
import type { LedgerEntry } from './ledger';

/** The content of a payload. The account is separate from the entry, because it does not concern the deployment. */
export interface ParsedPayload {
  readonly entry: LedgerEntry;
  readonly account: string | null;
  /** True if its writer had a key: then the row's signature must exist. */
  readonly isSigned: boolean;
}

/** Returns the content; null for a payload that Sproc does not write. */
export function parsePayload(payload: string): ParsedPayload | null {
  const value = parseJson(payload);
  if (value === null) return null;
  const { account, signed, ...entry } = value;
  const shape = typeof entry['kind'] === 'string' ? shapes.get(entry['kind']) : undefined;
  if (shape === undefined || !hasShape(entry, shape)) return null;
  if (account !== undefined && typeof account !== 'string') return null;
  if (signed !== undefined && signed !== true) return null;
  return { entry: entry as unknown as LedgerEntry, account: account ?? null, isSigned: signed === true };
}

export interface Writer {
  readonly account: string;
  /** True if the row is signed with a key. */
  readonly isSigned: boolean;
}

/** Returns the payload. The writing account and the signature flag are part of the row's hash, as everything else. */
export function renderPayload(entry: LedgerEntry, { account, isSigned }: Writer): string {
  return JSON.stringify({ ...entry, account, ...(isSigned ? { signed: true } : {}) });
}

/** The end of a signed row's payload, which no other payload has: quotes are escaped within JSON strings. */
export const signedEnd = ',"signed":true}';

type Fields = Readonly<Record<string, unknown>>;
type IsValid = (value: unknown) => boolean;
type Shape = Readonly<Record<string, IsValid>>;

function parseJson(text: string): Fields | null {
  try {
    const value = JSON.parse(text) as unknown;
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasShape(value: unknown, shape: Shape): boolean {
  return isRecord(value) && Object.entries(shape).every(([field, isValid]) => isValid(value[field]));
}

const text: IsValid = (value) => typeof value === 'string';
const textOrNull: IsValid = (value) => value === null || typeof value === 'string';
const textIfAny: IsValid = (value) => value === undefined || typeof value === 'string';
const digest: IsValid = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const digestOrNull: IsValid = (value) => value === null || digest(value);
const count: IsValid = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const duration: IsValid = (value) => typeof value === 'number' && value >= 0;
const oneOf = (...words: readonly string[]): IsValid => {
  const known = new Set<unknown>(words);
  return (value) => known.has(value);
};
const listOf =
  (isValid: IsValid): IsValid =>
  (value) =>
    Array.isArray(value) && value.every(isValid);
const optional =
  (isValid: IsValid): IsValid =>
  (value) =>
    value === undefined || isValid(value);
const orNull =
  (isValid: IsValid): IsValid =>
  (value) =>
    value === null || isValid(value);
const shaped =
  (shape: Shape): IsValid =>
  (value) =>
    hasShape(value, shape);

const routineKey = shaped({
  kind: (value) => typeof value === 'string' && isRoutineKind(value),
  schema: text,
  name: text,
});
const place: Shape = { deployment: text, environment: text, targetSchema: text };
const type = oneOf('deploy', 'rollback', 'recover', 'adopt');

const step: Shape = {
  ...place,
  type,
  step: count,
  key: routineKey,
  logical: routineKey,
  action: oneOf('create', 'replace', 'alter', 'drop'),
  strategy: oneOf('nothing', 'create', 'alter', 'or-replace', 'queued', 'replace', 'drop'),
  from: textOrNull,
  to: textOrNull,
  desired: textOrNull,
  before: digestOrNull,
  project: textIfAny,
};

const lastMoment = shaped({ at: text, zone: textOrNull });
const gap = shaped({ from: count, to: count, previous: digest, hash: digest });
const changedDefinition = shaped({ digest: text, actual: digest });

const shapes: ReadonlyMap<string, Shape> = new Map(
  Object.entries({
    'deployment-started': {
      ...place,
      type,
      ...{ target: text, by: text, from: text, commit: textOrNull, branch: textOrNull, reason: textOrNull },
      ...{ ticket: textOrNull, fingerprint: text, steps: count, settles: textOrNull },
      ...{ project: textIfAny, command: textIfAny, accepted: (value) => value === undefined || listOf(text)(value) },
    },
    'step-intended': { ...step, expected: textOrNull, sql: listOf(text) },
    'step-finished': {
      ...step,
      outcome: oneOf('done', 'failed', 'restored', 'not-run'),
      ...{ durationMs: duration, error: textOrNull, after: digestOrNull, live: textOrNull },
      order: optional(listOf(text)),
      left: optional(oneOf('object', 'grants')),
      event: optional(shaped({ schedule: textOrNull, status: textOrNull, until: orNull(lastMoment) })),
    },
    'deployment-finished': {
      ...place,
      outcome: oneOf('deployed', 'nothing-to-do', 'rolled-back', 'failed', 'partial'),
    },
    pruned: { ...place, by: text, from: text, reason: textOrNull, removed: listOf(text), gaps: listOf(gap) },
    accepted: {
      ...place,
      ...{ by: text, from: text, reason: text, wrong: listOf(text), rows: count, digest },
      definitions: listOf(changedDefinition),
    },
  } satisfies Readonly<Record<LedgerEntry['kind'], Shape>>),
);

export const entryKinds: readonly string[] = [...shapes.keys()];
