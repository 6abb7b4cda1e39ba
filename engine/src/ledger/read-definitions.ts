/** Reads saved definitions, and refuses those that no longer fit the digest they were saved under. */
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import { isMissingTable, ownTable } from '../database/own-tables';
import type { Row, ServerError, Session } from '../database/session';
import { printKindAndKey } from '../routine/routine';
import { digestDefinition } from './chain';
import type { SavedDefinition } from './ledger';

/** A row as it is found: what it holds, and the digest that it was saved under. */
export interface FoundDefinition {
  readonly digest: string;
  readonly saved: SavedDefinition;
}

/** The rows of these digests; none where the table does not exist. */
export async function readDefinitions(
  { session, schema }: { readonly session: Session; readonly schema: string },
  digests: readonly string[],
): Promise<Result<readonly FoundDefinition[], ServerError>> {
  if (digests.length === 0) return succeed([]);
  const table = ownTable(schema, 'saved_definition');
  const rows = await session.query(
    `SELECT * FROM ${table} WHERE digest IN (${digests.map(() => '?').join(', ')})`,
    digests,
  );
  if (!rows.ok) return isMissingTable(rows.error) ? succeed([]) : rows;
  return succeed(rows.value.map((row) => ({ digest: String(row['digest']), saved: toDefinition(row) })));
}

/** By digest. A name that does not fit what it names is worth nothing: somebody wrote another text under it. */
export function refuseChanged(
  schema: string,
  found: readonly FoundDefinition[],
): Result<ReadonlyMap<string, SavedDefinition>, Failure> {
  const changed = found.find(isChanged);
  if (changed === undefined) return succeed(new Map(found.map(({ digest, saved }) => [digest, saved])));
  return failure(
    'bad-input',
    `${nameChanged(schema, changed)} was changed after it was written.`,
    'It is not used. Put the row back from a backup of the server.',
  );
}

function isChanged({ digest, saved }: FoundDefinition): boolean {
  return digestDefinition(saved) !== digest;
}

/** As sentences name it. */
function nameChanged(schema: string, { digest, saved }: FoundDefinition): string {
  return `The saved definition of ${printKindAndKey(saved.key)} (digest ${digest.slice(0, 12)}) in ${schema}.saved_definition`;
}

function toDefinition(row: Row): SavedDefinition {
  const text = (name: string): string => String(row[name]);
  const optional = (name: string): string | null => (row[name] == null ? null : String(row[name]));
  const grants = optional('grants');
  return {
    key: {
      kind: text('routine_kind') as SavedDefinition['key']['kind'],
      schema: text('routine_schema'),
      name: text('routine_name'),
    },
    text: text('definition'),
    sqlMode: text('sql_mode'),
    characterSet: text('character_set_client'),
    collation: text('collation_connection'),
    databaseCollation: optional('database_collation'),
    timeZone: optional('time_zone'),
    triggerPlace: optional('trigger_place'),
    grants: grants === null ? null : grants.split(';\n').filter((grant) => grant !== ''),
  };
}
