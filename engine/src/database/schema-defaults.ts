/** The character set and collation of a schema: what a type gets that names none. */
import { succeed, type Result } from '../base/result';
import type { ServerError, Session } from './connection/session';

export interface SchemaDefaults {
  readonly characterSet: string;
  readonly collation: string;
}

/** Returns null if the server has no schema of this name, or does not show it to this account. */
export async function readSchemaDefaults(
  session: Session,
  schema: string,
): Promise<Result<SchemaDefaults | null, ServerError>> {
  const rows = await session.query(
    `SELECT DEFAULT_CHARACTER_SET_NAME AS character_set, DEFAULT_COLLATION_NAME AS collation
      FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?`,
    [schema],
  );
  if (!rows.ok) return rows;
  const [row] = rows.value;
  if (row === undefined) return succeed(null);
  return succeed({ characterSet: String(row['character_set'] ?? ''), collation: String(row['collation'] ?? '') });
}

/** Renders the clauses of CREATE DATABASE; empty if the names are not valid. */
export function renderDefaults({ characterSet, collation }: SchemaDefaults): string {
  const isKnown = /^\w+$/.test(characterSet) && /^\w+$/.test(collation);
  return isKnown ? ` CHARACTER SET ${characterSet} COLLATE ${collation}` : '';
}
