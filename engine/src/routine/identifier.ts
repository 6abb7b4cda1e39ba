/** A version as people paste it into a ticket: `user_login_v2.1.3_20250907_prod`. */
import { unitOf } from './distinct-names';
import type { RoutineKey } from './routine';
import type { VersionStatus } from './states/version-status';
import { valid } from 'semver';

export interface Identifier {
  readonly name: string;
  readonly version: string;
  /** `2025-09-07`. */
  readonly date: string;
  /** The environment or stage it is meant for. */
  readonly environment: string;
}

const places: Readonly<Record<VersionStatus, string>> = {
  DEVELOPMENT: 'dev',
  TESTING: 'test',
  PRODUCTION: 'prod',
  DEPRECATED: 'deprecated',
  RETIRED: 'retired',
};

/** Returns the identifier. Its last part is the environment, if there is one, otherwise the version's status. */
export function makeIdentifier(version: {
  readonly name: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly status: VersionStatus;
  readonly environment?: string;
}): string {
  const date = version.createdAt.slice(0, 10).replaceAll('-', '');
  return `${version.name}_v${version.version}_${date}_${version.environment ?? places[version.status]}`;
}

/** Returns the name in an identifier; it begins with the kind where the name in answers does, so that no two are equal. */
export function nameInIdentifier(printed: string, { kind, name }: RoutineKey): string {
  const prefix = `${unitOf(kind)}:`;
  return printed.startsWith(prefix) ? prefix + name : name;
}

// Names may hold `_v1` themselves; neither numbers nor environments hold what follows the last one.
const shape = /^(?<name>.+)_v(?<version>\d+\.\d+\.\d+[0-9A-Za-z.+-]*)_(?<date>\d{8})_(?<environment>[A-Za-z0-9_-]+)$/s;

/** Returns null for a text that is not an identifier. */
export function parseIdentifier(text: string): Identifier | null {
  const { name, version, date, environment } = shape.exec(text.trim())?.groups ?? {};
  if (name === undefined || version === undefined || date === undefined || environment === undefined) return null;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  if (valid(version) === null || !isDay(day)) return null;
  return { name, version, date: day, environment };
}

function isDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
