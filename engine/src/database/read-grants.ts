/** Privileges granted on single routines: what DROP takes away and a replacement has to give back. */
import { succeed, type Result } from '../base/result';
import type { RoutineKind } from '../syntax/routine-kind';
import { identify, type RoutineKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import type { Row, ServerError, Session } from './connection/session';
import { decodeGrantText, encodeGrantText } from './grant-table-text';
import { readAccounts } from './read-accounts';

/** One row of mysql.procs_priv (MySQL manual, "Grant Tables"). */
export interface RoutineGrant {
  readonly key: RoutineKey;
  readonly user: string;
  /** Empty for a role on MariaDB. */
  readonly host: string;
  /** Upper case, sorted, without GRANT. */
  readonly privileges: readonly string[];
  readonly grantOption: boolean;
}

/** Access denied to a table, to its columns, to the schema. */
const deniedErrnos: ReadonlySet<number> = new Set([1142, 1143, 1044]);

const grantsQuery = `SELECT Host AS host, User AS user, Routine_name AS name, Routine_type AS kind, Proc_priv AS privileges
  FROM mysql.procs_priv WHERE Db = ? AND Routine_name LIKE ? ORDER BY Routine_name, Routine_type, User, Host`;

/** The length at which mysql.procs_priv cuts names: `Db` and `Routine_name` are CHAR(64). */
const longestName = 64;

/** `name` where only the grants on routines of that name are wanted; `accounts` where they were read already. */
export interface GrantsReading {
  readonly name?: string | null;
  readonly accounts?: ReadonlySet<string> | null;
}

/**
 * Grants on single routines of the schema, or of that one name, to accounts that exist: a row for any other grants nothing.
 * Null where this account may not read them, or where a name is so long that it was cut off.
 */
export async function readGrants(
  session: Session,
  schema: string,
  { name = null, accounts }: GrantsReading = {},
): Promise<Result<readonly RoutineGrant[] | null, ServerError>> {
  const wanted = name === null ? '%' : escapeLike(encodeGrantText(name).slice(0, longestName));
  const rows = await session.query(grantsQuery, [encodeGrantText(schema).slice(0, longestName), wanted]);
  if (!rows.ok) return deniedErrnos.has(rows.error.errno) ? succeed(null) : rows;
  if (rows.value.length === 0) return succeed([]);
  if (encodeGrantText(schema).length > longestName || rows.value.some(isCutOff)) return succeed(null);
  const there = accounts === undefined ? await readAccounts(session) : succeed(accounts);
  if (!there.ok) return there;
  const known = there.value;
  const grants = rows.value.map((row) => toGrant(row, schema));
  return succeed(known === null ? grants : grants.filter(({ user, host }) => known.has(`${user}@${host}`)));
}

function isCutOff(row: Row): boolean {
  const name = String(row['name']);
  return name.length >= longestName && decodeGrantText(name) !== name;
}

function escapeLike(name: string): string {
  return name.replace(/[\\%_]/g, '\\$&');
}

function toGrant(row: Row, schema: string): RoutineGrant {
  const privileges = String(row['privileges'])
    .toUpperCase()
    .split(',')
    .filter((privilege) => privilege !== '');
  return {
    key: { schema, kind: String(row['kind']).toLowerCase() as RoutineKind, name: decodeGrantText(String(row['name'])) },
    user: decodeGrantText(String(row['user'])),
    host: decodeGrantText(String(row['host'])),
    privileges: privileges.filter((privilege) => privilege !== 'GRANT').sort(),
    grantOption: privileges.includes('GRANT'),
  };
}

/** Groups grants by the identity of the routine. */
export function groupGrants(grants: readonly RoutineGrant[]): ReadonlyMap<string, readonly RoutineGrant[]> {
  const groups = new Map<string, RoutineGrant[]>();
  for (const grant of grants) {
    const identity = identify(grant.key);
    const known = groups.get(identity);
    if (known === undefined) groups.set(identity, [grant]);
    else known.push(grant);
  }
  return groups;
}

/** Renders the statement that restores the grant. */
export function renderGrant(grant: RoutineGrant): string {
  const { kind, schema, name } = grant.key;
  const privileges = grant.privileges.length === 0 ? 'USAGE' : grant.privileges.join(', ');
  const option = grant.grantOption ? ' WITH GRANT OPTION' : '';
  return `GRANT ${privileges} ON ${kind.toUpperCase()} ${quoteName(schema)}.${quoteName(name)} TO ${renderGrantee(grant)}${option}`;
}

/** Returns the grant of this statement on this routine; null for any statement that `renderGrant` would not print. */
export function parseGrant(statement: string, key: RoutineKey): RoutineGrant | null {
  const found = /^GRANT ([A-Z ,]+) ON .* TO `((?:[^`]|``)*)`(?:@`((?:[^`]|``)*)`)?( WITH GRANT OPTION)?$/s.exec(
    statement,
  );
  if (found === null) return null;
  const [, words = '', user = '', host = '', option] = found;
  const grant: RoutineGrant = {
    key,
    user: user.replaceAll('``', '`'),
    host: host.replaceAll('``', '`'),
    privileges: words === 'USAGE' ? [] : words.split(', '),
    grantOption: option !== undefined,
  };
  return grant.privileges.every(isRoutinePrivilege) && renderGrant(grant) === statement ? grant : null;
}

/** Returns true for the name of a privilege on a routine: up to three words, none of which continues the statement. */
export function isRoutinePrivilege(privilege: string): boolean {
  return /^[A-Z]+( [A-Z]+){0,2}$/.test(privilege) && !/\b(ON|TO|WITH|ALL)\b/.test(privilege);
}

function renderGrantee({ user, host }: Pick<RoutineGrant, 'user' | 'host'>): string {
  return host === '' ? quoteName(user) : `${quoteName(user)}@${quoteName(host)}`;
}

/** Compares two lists of grants: those missing in the second, and those that only the second has. */
export function compareGrants(
  before: readonly RoutineGrant[],
  after: readonly RoutineGrant[],
): { readonly missing: readonly RoutineGrant[]; readonly extra: readonly RoutineGrant[] } {
  return { missing: subtract(before, after), extra: subtract(after, before) };
}

function subtract(from: readonly RoutineGrant[], what: readonly RoutineGrant[]): readonly RoutineGrant[] {
  const others = new Map(what.map((grant) => [granteeAndRoutine(grant), grant]));
  const rest: RoutineGrant[] = [];
  for (const grant of from) {
    const other = others.get(granteeAndRoutine(grant));
    const privileges = grant.privileges.filter((privilege) => other?.privileges.includes(privilege) !== true);
    const grantOption = grant.grantOption && other?.grantOption !== true;
    if (privileges.length > 0 || grantOption || other === undefined) rest.push({ ...grant, privileges, grantOption });
  }
  return rest;
}

function granteeAndRoutine(grant: RoutineGrant): string {
  return `${identify(grant.key)} ${grant.user}@${grant.host}`;
}
