/** Grants as a saved definition keeps them: data in JSON, or the statements that earlier versions of Sproc wrote. */
import { isRoutinePrivilege, parseGrant, renderGrant } from '../database/read-grants';
import type { RoutineKey } from '../routine/routine';
import type { SavedDefinition, SavedGrant } from './ledger';

/** Returns the statements that restore the grants; none if they could not be read. */
export function renderGrants(saved: Pick<SavedDefinition, 'key' | 'grants'> | null): readonly string[] {
  return saved?.grants?.map((grant) => renderGrant({ ...grant, key: saved.key })) ?? [];
}

export function encodeGrants(grants: SavedDefinition['grants']): string | null {
  return grants === null ? null : JSON.stringify(grants);
}

export interface StoredGrants {
  /** One statement for each grant, as the digest uses them. */
  readonly statements: readonly string[] | null;
  /** `changed` where they are none that Sproc writes. */
  readonly grants: SavedDefinition['grants'] | 'changed';
}

export function decodeGrants(stored: string | null, key: RoutineKey): StoredGrants {
  if (stored === null) return { statements: null, grants: null };
  if (stored.startsWith('[')) return decodeData(stored, key);
  const statements = stored.split(';\n').filter((statement) => statement !== '');
  const grants = statements.map((statement) => parseGrant(statement, key));
  const known = grants.filter((grant) => grant !== null).map(({ key: _key, ...grant }) => grant);
  return { statements, grants: known.length === grants.length && isGrantable(key, known) ? known : 'changed' };
}

function decodeData(stored: string, key: RoutineKey): StoredGrants {
  const grants = parseData(stored);
  if (grants === null || !isGrantable(key, grants)) return { statements: [stored], grants: 'changed' };
  return { statements: renderGrants({ key, grants }), grants };
}

function parseData(stored: string): readonly SavedGrant[] | null {
  try {
    const values = JSON.parse(stored) as unknown;
    return Array.isArray(values) && values.every(isSavedGrant) ? values : null;
  } catch {
    return null;
  }
}

function isSavedGrant(value: unknown): value is SavedGrant {
  if (typeof value !== 'object' || value === null) return false;
  const { user, host, privileges, grantOption } = value as Readonly<Record<string, unknown>>;
  return (
    typeof user === 'string' &&
    typeof host === 'string' &&
    typeof grantOption === 'boolean' &&
    Array.isArray(privileges) &&
    privileges.every((privilege) => typeof privilege === 'string' && isRoutinePrivilege(privilege))
  );
}

function isGrantable(key: RoutineKey, grants: readonly SavedGrant[]): boolean {
  return grants.length === 0 || takesGrants(key);
}

/** Returns true for kinds with privileges of their own; triggers, events and views have none. */
export function takesGrants({ kind }: RoutineKey): boolean {
  return kind !== 'trigger' && kind !== 'event' && kind !== 'view';
}
