/** Reads saved definitions and rejects those that no longer match the digest under which they were saved. */
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import { isMissingTable, ownTable } from '../database/own-tables';
import type { Row, ServerError, Session } from '../database/connection/session';
import { printKindAndKey, type RoutineKey } from '../routine/routine';
import { digestParts } from './chain';
import { isWellFormed } from './check-definition';
import type { NamedChange, SavedDefinition } from './ledger';
import { decodeGrants } from './saved-grants';

/** A row as it is found. */
export interface FoundDefinition {
  /** The digest under which it was saved. */
  readonly digest: string;
  /** The digest of its content now; equal to `digest` unless it was changed. */
  readonly actual: string;
  readonly key: RoutineKey;
  /** The definition; null if it holds something that Sproc does not write. */
  readonly saved: SavedDefinition | null;
}

/** Returns the rows of these digests; none if the table does not exist. */
export async function readDefinitions(
  { session, schema }: { readonly session: Session; readonly schema: string },
  digests: readonly string[],
): Promise<Result<readonly FoundDefinition[], ServerError>> {
  const table = ownTable(schema, 'saved_definition');
  const found: FoundDefinition[] = [];
  for (let at = 0; at < digests.length; at += atOnce) {
    const some = digests.slice(at, at + atOnce);
    const rows = await session.query(
      `SELECT * FROM ${table} WHERE digest IN (${some.map(() => '?').join(', ')})`,
      some,
    );
    if (!rows.ok) return isMissingTable(rows.error) ? succeed([]) : rows;
    for (const row of rows.value) found.push(readDefinition(row));
  }
  return succeed(found);
}

/** Whole texts: so many stay far below what one answer may hold. */
const atOnce = 500;

/** Returns the definitions by digest; fails if one does not match its digest, because someone replaced its text. */
export function rejectChanged(
  schema: string,
  found: readonly FoundDefinition[],
): Result<ReadonlyMap<string, SavedDefinition>, Failure> {
  const definitions = new Map<string, SavedDefinition>();
  for (const one of found) {
    if (isChanged(one) || one.saved === null)
      return failure(
        'bad-input',
        describeChanged(schema, one),
        'It is not used. Restore the row from a backup of the server.',
      );
    definitions.set(one.digest, one.saved);
  }
  return succeed(definitions);
}

export interface ChangedPage {
  readonly changed: readonly NamedChange[];
  /** The last digest of a full page; null after the last page. */
  readonly last: string | null;
}

/** Returns the definitions after that digest that do not match. */
export async function findChanged(
  { session, schema }: { readonly session: Session; readonly schema: string },
  after: string,
  most: number,
): Promise<Result<ChangedPage, ServerError>> {
  const table = ownTable(schema, 'saved_definition');
  const rows = await session.query(`SELECT * FROM ${table} WHERE digest > ? ORDER BY digest LIMIT ${most}`, [after]);
  if (!rows.ok) return rows;
  const found = rows.value.map(readDefinition);
  const changed = found.filter(isChanged).map((one) => ({
    digest: one.digest,
    actual: one.actual,
    message: describeChanged(schema, one),
  }));
  return succeed({ changed, last: found.length < most ? null : (found.at(-1)?.digest ?? null) });
}

function isChanged({ digest, actual, saved }: FoundDefinition): boolean {
  return actual !== digest || saved === null;
}

function describeChanged(schema: string, { digest, actual, key }: FoundDefinition): string {
  const what = `The saved definition of ${printKindAndKey(key)} (digest ${digest.slice(0, 12)}) in ${schema}.saved_definition`;
  return actual === digest
    ? `${what} is corrupt: Sproc does not write such definitions.`
    : `${what} was changed after it was written.`;
}

function readDefinition(row: Row): FoundDefinition {
  const text = (name: string): string => String(row[name]);
  const optional = (name: string): string | null => (row[name] == null ? null : String(row[name]));
  const key = {
    kind: text('routine_kind') as RoutineKey['kind'],
    schema: text('routine_schema'),
    name: text('routine_name'),
  };
  const { statements, grants } = decodeGrants(optional('grants'), key);
  const parts = {
    key,
    text: text('definition'),
    sqlMode: text('sql_mode'),
    characterSet: text('character_set_client'),
    collation: text('collation_connection'),
    databaseCollation: optional('database_collation'),
    timeZone: optional('time_zone'),
    triggerPlace: optional('trigger_place'),
  };
  const saved = grants !== 'changed' && isWellFormed(parts) ? { ...parts, grants } : null;
  return { digest: text('digest'), actual: digestParts(parts, statements), key, saved };
}
