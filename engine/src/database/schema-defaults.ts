/** The character set and collation of a schema: what a type gets that names none. */
import { succeed, type Result } from '../base/result';
import type { Clock } from '../routine/schedule/over';
import type { ServerError, Session } from './connection/session';

export interface SchemaDefaults {
  readonly characterSet: string;
  readonly collation: string;
  /** The server's present moment. */
  readonly clock: Clock;
}

/** Returns null if the server has no schema of this name, or does not show it to this account. */
export async function readSchemaDefaults(
  session: Session,
  schema: string,
): Promise<Result<SchemaDefaults | null, ServerError>> {
  const rows = await session.query(
    `SELECT DEFAULT_CHARACTER_SET_NAME AS character_set, DEFAULT_COLLATION_NAME AS collation
      , ${moment('UTC_TIMESTAMP()')} AS utc, ${moment(inZone('@@global.time_zone'))} AS global_now,
      ${moment(inZone("'SYSTEM'"))} AS system_now
      FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?`,
    [schema],
  );
  if (!rows.ok) return rows;
  const [row] = rows.value;
  if (row === undefined) return succeed(null);
  const text = (name: string): string => String(row[name] ?? '');
  const clock = { utc: text('utc'), global: text('global_now'), system: text('system_now') };
  return succeed({ characterSet: text('character_set'), collation: text('collation'), clock });
}

function inZone(zone: string): string {
  return `CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', ${zone})`;
}

function moment(expression: string): string {
  return `DATE_FORMAT(${expression}, '%Y-%m-%d %H:%i:%s')`;
}

/** Renders the clauses of CREATE DATABASE; empty if the names are not valid. */
export function renderDefaults({
  characterSet,
  collation,
}: Pick<SchemaDefaults, 'characterSet' | 'collation'>): string {
  const isKnown = /^\w+$/.test(characterSet) && /^\w+$/.test(collation);
  return isKnown ? ` CHARACTER SET ${characterSet} COLLATE ${collation}` : '';
}
