/** Rows of a registry on a server as versions and status changes, each held against its checksum. */
import { compare } from 'semver';
import { checksum } from '../base/checksum';
import type { VersionStatus } from '../base/contract';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { Row, SqlValue } from '../database/session';
import { identify } from '../routine/routine';
import type { RoutineRecord, StatusChange, Version } from './registry';
import { parseVersion } from './version-files';

/** Where the rows stand, for messages. */
interface RegistryTables {
  readonly schema: string;
  readonly environment: string;
}

export function assemble(
  tables: RegistryTables,
  versionRows: readonly Row[],
  changeRows: readonly Row[],
): Result<readonly RoutineRecord[], Failure> {
  const versions = new Map<string, Version[]>();
  for (const row of versionRows) {
    const version = readVersion(tables, row);
    if (!version.ok) return version;
    addTo(versions, String(row['identity']), version.value);
  }
  const changes = new Map<string, StatusChange[]>();
  const seals = new Map<string, string>();
  for (const row of changeRows) {
    const change = toChange(row);
    const identity = String(row['identity']);
    const name = `${identity} ${change.version}`;
    const seal = sealChange(seals.get(name) ?? '', identity, change);
    if (seal !== row['seal']) return damaged(tables, `status of ${name}`);
    seals.set(name, seal);
    addTo(changes, identity, change);
  }
  const records = [...versions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([identity, all]): RoutineRecord => {
      const sorted = all.sort((a, b) => compare(a.version, b.version));
      return { key: (sorted.at(-1) as Version).key, versions: sorted, changes: changes.get(identity) ?? [] };
    });
  return succeed(records);
}

function addTo<T>(lists: Map<string, T[]>, name: string, value: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}

function readVersion(tables: RegistryTables, row: Row): Result<Version, Failure> {
  const [identity, number] = [String(row['identity']), String(row['version'])];
  const version = parseVersion({ text: String(row['text']), facts: String(row['facts']) });
  const fits = version.ok && identify(version.value.key) === identity && version.value.version === number;
  if (!fits) return damaged(tables, `version ${number} of ${identity}`);
  return version;
}

function damaged({ schema, environment }: RegistryTables, what: string): Result<never, Failure> {
  return failure(
    'bad-input',
    `The ${what} in the registry (schema ${schema} of environment ${environment}) was changed after it was written, or by a newer Sproc.`,
    'Restore that row from a backup of the schema: nothing in a registry is ever changed.',
  );
}

function toChange(row: Row): StatusChange {
  const text = (name: string): string => String(row[name]);
  return {
    version: text('version'),
    from: row['from_status'] === null ? null : (text('from_status') as VersionStatus),
    to: text('to_status') as VersionStatus,
    by: text('changed_by'),
    at: text('changed_at'),
    reason: text('reason'),
  };
}

/** Each change of a version seals the ones before it, so that none can be taken away from the middle or rewritten. */
export function sealChange(
  before: string,
  identity: string,
  { version, from, to, by, at, reason }: StatusChange,
): string {
  return checksum(before, identity, version, from ?? '-', to, by, at, reason);
}

export const changeColumns = 'identity, version, place, from_status, to_status, changed_by, changed_at, reason, seal';

export function changeRow(
  identity: string,
  { version, from, to, by, at, reason }: StatusChange,
  { place, seal }: { readonly place: number; readonly seal: string },
): readonly SqlValue[] {
  return [identity, version, place, from, to, by, at, reason, seal];
}
