/** Texts of stored programs as SHOW CREATE gives them, many in one packet: the only rendering that can be run again. */
import { fail, succeed, type Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import type { Row, ServerError, Session } from './session';

/** One row of SHOW CREATE (MySQL manual, "SHOW CREATE PROCEDURE Statement" and its neighbours). */
export interface StoredDefinition {
  /** Null where the account may see that the routine exists, but not its text. */
  readonly text: string | null;
  /** Empty for a view, which keeps none. */
  readonly sqlMode: string;
  readonly characterSet: string;
  readonly collation: string;
  readonly databaseCollation: string | null;
  readonly timeZone: string | null;
}

/** Or why there is none: the server's error, for one that was dropped meanwhile or may not be seen. */
export type ShownDefinition = Result<StoredDefinition, ServerError>;

/** A packet of this many answers stays far below max_allowed_packet, and hides the network's latency. */
const batchSize = 100;

/** In the order of the keys. An error of one does not hide the others; only a lost connection ends the reading. */
export async function showCreate(
  session: Session,
  keys: readonly RoutineKey[],
): Promise<Result<readonly ShownDefinition[], ServerError>> {
  const shown: ShownDefinition[] = [];
  for (let at = 0; at < keys.length; at += batchSize) {
    const batch = keys.slice(at, at + batchSize);
    const packet = await session.queryMany(batch.map(renderShowCreate).join(';\n'));
    if (packet.ok) {
      for (const rows of packet.value) shown.push(succeed(toDefinition(rows[0] ?? {})));
      continue;
    }
    if (packet.error.connectionLost) return packet;
    for (const key of batch) {
      const rows = await session.query(renderShowCreate(key));
      if (!rows.ok && rows.error.connectionLost) return rows;
      shown.push(rows.ok ? succeed(toDefinition(rows.value[0] ?? {})) : fail(rows.error));
    }
  }
  return succeed(shown);
}

export function renderShowCreate(key: RoutineKey): string {
  return `SHOW CREATE ${key.kind.toUpperCase()} ${quoteName(key.schema)}.${quoteName(key.name)}`;
}

const textColumn = /^(Create |SQL Original Statement$)/i;

/** From a row of SHOW CREATE. */
export function toDefinition(row: Row): StoredDefinition {
  const column = Object.keys(row).find((name) => textColumn.test(name));
  const text = column === undefined ? null : row[column];
  const optional = (name: string): string | null => (row[name] == null ? null : String(row[name]));
  return {
    text: text == null ? null : String(text),
    sqlMode: optional('sql_mode') ?? '',
    characterSet: optional('character_set_client') ?? '',
    collation: optional('collation_connection') ?? '',
    databaseCollation: optional('Database Collation'),
    timeZone: optional('time_zone'),
  };
}
