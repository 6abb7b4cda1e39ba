/** The last change and the definer of each stored program, as far as the server records them. */
import type { RoutineKind } from '../syntax/routine-kind';
import { succeed, type Result } from '../base/result';
import { identify } from '../routine/routine';
import type { ServerError, Session } from './connection/session';

export interface Alteration {
  /** ISO 8601, UTC, whole seconds; null where the server does not keep it. */
  readonly at: string | null;
  /** `user@host`. */
  readonly definer: string;
}

const inUtc = (column: string): string =>
  `DATE_FORMAT(CONVERT_TZ(${column}, @@session.time_zone, '+00:00'), '%Y-%m-%dT%H:%i:%sZ')`;

/**
 * Returns the alterations by identity. Source: MySQL manual, "The INFORMATION_SCHEMA ROUTINES Table" and related ones;
 * for a trigger it is the creation.
 */
export async function readAlterations(
  session: Session,
  schema: string,
): Promise<Result<ReadonlyMap<string, Alteration>, ServerError>> {
  const rows = await session.query(
    `SELECT LOWER(ROUTINE_TYPE) AS kind, ROUTINE_NAME AS name, ${inUtc('LAST_ALTERED')} AS altered_at, DEFINER AS definer
      FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?
    UNION ALL SELECT 'trigger', TRIGGER_NAME, ${inUtc('CREATED')}, DEFINER
      FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?
    UNION ALL SELECT 'event', EVENT_NAME, ${inUtc('LAST_ALTERED')}, DEFINER
      FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?
    UNION ALL SELECT 'view', TABLE_NAME, NULL, DEFINER FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?`,
    [schema, schema, schema, schema],
  );
  if (!rows.ok) return rows;
  const found = new Map<string, Alteration>();
  for (const { kind, name, altered_at: at, definer } of rows.value)
    found.set(identify({ schema, kind: kind as RoutineKind, name: String(name) }), {
      at: at === null ? null : String(at),
      definer: String(definer),
    });
  return succeed(found);
}
