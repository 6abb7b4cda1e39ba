/** One line of a status log: its content, the text it is about, and the line that it follows (docs/formats/registry.md). */
import { valid } from 'semver';
import { checksum } from '../../base/checksum';
import { parseJsonSafely } from '../../base/parse-json';
import { fail, succeed, type Result } from '../../base/result';
import type { StatusChange } from './registry';

const newestFormat = 2;

interface Chained {
  /** 1: without checksums, as earlier versions of Sproc wrote it. */
  readonly format: 1 | 2;
  /** The checksum of the line's content; the next line names it. */
  readonly id: string;
  /** True if the line is as it was sealed. */
  readonly isIntact: boolean;
  /** The id of the line before; null for the first one, and for every line of format 1. */
  readonly before: string | null;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

export interface StatusLine extends Chained {
  readonly kind: 'status';
  readonly version: string;
  /** The checksum of the version's text; null if it is not known any longer. */
  readonly text: string | null;
  /** Names of statuses, also of ones that this Sproc does not know. */
  readonly from: string | null;
  readonly to: string;
}

/** The choice between two branches from here on. */
export interface ResolutionLine extends Chained {
  readonly kind: 'resolution';
  readonly keep: 'ours' | 'theirs';
  readonly statuses: 'carry' | 'drop';
  /** Ids of lines that do not count. */
  readonly dropped: readonly string[];
  readonly renumbered: readonly { readonly from: string; readonly to: string }[];
}

export type LogLine = StatusLine | ResolutionLine;

export type LineFault = 'invalid' | 'newer';

export type NewStatus = Pick<StatusLine, 'version' | 'text' | 'from' | 'to' | 'by' | 'at' | 'reason' | 'before'>;
export type NewResolution = Omit<ResolutionLine, 'format' | 'id' | 'isIntact' | 'kind'>;

export function renderStatus({ version, text, from, to, by, at, reason, before }: NewStatus): string {
  return seal({ format: newestFormat, kind: 'status', version, text, from, to, by, at, reason, before });
}

export function renderResolution(line: NewResolution): string {
  const { keep, statuses, dropped, renumbered, by, at, reason, before } = line;
  const facts = { keep, statuses, dropped, renumbered, by, at, reason, before };
  return seal({ format: newestFormat, kind: 'resolution', ...facts });
}

function seal(facts: object): string {
  return JSON.stringify({ ...facts, seal: checksum(JSON.stringify(facts)) });
}

/** Limits far above the size of a line; a resolution names each dropped line with 64 characters. */
const limits = { maxBytes: 4_000_000, maxDepth: 8 };

export function parseLine(text: string): Result<LogLine, LineFault> {
  const parsed = parseJsonSafely(text, limits);
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return fail('invalid');
  const fields = parsed.value as Readonly<Record<string, unknown>>;
  if (fields['format'] === undefined) return parseOldLine(fields);
  if (typeof fields['format'] !== 'number') return fail('invalid');
  if (fields['format'] > newestFormat) return fail('newer');
  if (fields['format'] !== newestFormat || typeof fields['kind'] !== 'string') return fail('invalid');
  const { seal: claimed, ...facts } = fields;
  const id = checksum(JSON.stringify(facts));
  const about = readAbout(fields);
  const { before } = fields;
  if (about === null || typeof claimed !== 'string' || !isIdOrNull(before)) return fail('invalid');
  const chained = { format: 2, id, isIntact: id === claimed, before, ...about } as const;
  if (fields['kind'] === 'status') return parseStatus(fields, chained);
  return fields['kind'] === 'resolution' ? parseResolution(fields, chained) : fail('newer');
}

function parseOldLine(fields: Readonly<Record<string, unknown>>): Result<LogLine, LineFault> {
  const about = readAbout(fields);
  if (about === null) return fail('invalid');
  const { version, from, to } = fields;
  const id = checksum(JSON.stringify([version, from, to, about.by, about.at, about.reason]));
  return parseStatus({ ...fields, text: null }, { format: 1, id, isIntact: true, before: null, ...about });
}

function parseStatus(fields: Readonly<Record<string, unknown>>, chained: Chained): Result<LogLine, LineFault> {
  const { version, text, from, to } = fields;
  if (!isVersion(version) || !isIdOrNull(text) || !isStatusName(to)) return fail('invalid');
  if (from !== null && !isStatusName(from)) return fail('invalid');
  return succeed({ ...chained, kind: 'status', version, text, from, to });
}

function parseResolution(fields: Readonly<Record<string, unknown>>, chained: Chained): Result<LogLine, LineFault> {
  const { keep, statuses, dropped, renumbered } = fields;
  if (keep !== 'ours' && keep !== 'theirs') return fail('invalid');
  if (statuses !== 'carry' && statuses !== 'drop') return fail('invalid');
  if (!Array.isArray(dropped) || !dropped.every(isId)) return fail('invalid');
  if (!Array.isArray(renumbered) || !renumbered.every(isRenumbering)) return fail('invalid');
  return succeed({ ...chained, kind: 'resolution', keep, statuses, dropped, renumbered });
}

function readAbout({
  by,
  at,
  reason,
}: Readonly<Record<string, unknown>>): Pick<Chained, 'by' | 'at' | 'reason'> | null {
  return typeof by === 'string' && isMoment(at) && typeof reason === 'string' ? { by, at, reason } : null;
}

function isRenumbering(value: unknown): value is ResolutionLine['renumbered'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to } = value as Readonly<Record<string, unknown>>;
  return isVersion(from) && isVersion(to);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isIdOrNull(value: unknown): value is string | null {
  return value === null || isId(value);
}

function isStatusName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]{0,31}$/.test(value);
}

export function isVersion(value: unknown): value is string {
  return typeof value === 'string' && valid(value) === value;
}

/** Returns true for a moment in ISO 8601, in UTC, on an existing day. */
export function isMoment(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** Returns the content of a line without its format: equal for a line and its migrated form. */
export function contentOf({
  version,
  from,
  to,
  by,
  at,
  reason,
}: Omit<StatusChange, 'from' | 'to'> & Pick<StatusLine, 'from' | 'to'>): string {
  return JSON.stringify([version, from, to, by, at, reason]);
}
