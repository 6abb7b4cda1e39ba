/** Texts of stored programs as SHOW CREATE gives them, many in one packet: the only rendering that can be run again. */
import { fail, succeed, type Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import { readValidView } from './invalid-views';
import type { Row, ServerError, Session } from './connection/session';

/** One row of SHOW CREATE (MySQL manual, "SHOW CREATE PROCEDURE Statement" and its neighbours). */
export interface StoredDefinition {
  /** The text; null if the account may see that the routine exists, but not its text. */
  readonly text: string | null;
  /** Empty for a view, which keeps none. */
  readonly sqlMode: string;
  readonly characterSet: string;
  readonly collation: string;
  readonly databaseCollation: string | null;
  readonly timeZone: string | null;
}

/** The definition, or the server's error for one that was dropped meanwhile or is not visible. */
export type ShownDefinition = Result<StoredDefinition, ServerError>;

/** A packet of this many answers stays far below max_allowed_packet, and hides the network's latency. */
const batchSize = 100;

/**
 * Returns the definitions in the order of the keys. An error of one does not hide the others; only a lost connection
 * ends the reading.
 */
export async function showCreate(
  session: Session,
  keys: readonly RoutineKey[],
): Promise<Result<readonly ShownDefinition[], ServerError>> {
  const shown: ShownDefinition[] = [];
  for (let at = 0; at < keys.length; at += batchSize) {
    const batch = keys.slice(at, at + batchSize);
    const packet = await session.queryMany(batch.map(renderShowCreate));
    if (packet.ok) {
      for (const [i, rows] of packet.value.entries()) {
        const one = await asValid(session, toShown(rows[0] ?? {}, batch[i]), batch[i]);
        if (!one.ok) return one;
        shown.push(one.value);
      }
      continue;
    }
    if (packet.error.connectionLost) return packet;
    for (const key of batch) {
      const rows = await session.query(renderShowCreate(key));
      if (!rows.ok && rows.error.connectionLost) return rows;
      const one = await asValid(session, rows.ok ? toShown(rows.value[0] ?? {}, key) : fail(rows.error), key);
      if (!one.ok) return one;
      shown.push(one.value);
    }
  }
  return succeed(shown);
}

/** Returns a view as it is shown while it is valid; fails only if the connection is lost. */
async function asValid(
  session: Session,
  shown: ShownDefinition,
  key: RoutineKey | undefined,
): Promise<Result<ShownDefinition, ServerError>> {
  if (key?.kind !== 'view' || !shown.ok || shown.value.text === null) return succeed(shown);
  const text = await readValidView(session, key, shown.value.text);
  return text.ok ? succeed(succeed({ ...shown.value, text: text.value })) : text;
}

export function renderShowCreate(key: RoutineKey): string {
  return `SHOW CREATE ${key.kind.toUpperCase()} ${quoteName(key.schema)}.${quoteName(key.name)}`;
}

/** Accepts a row only if it is the requested object, whatever a server answers. */
function toShown(row: Row, key: RoutineKey | undefined): ShownDefinition {
  const column = Object.keys(row).find((name) => name.toLowerCase() === key?.kind);
  const name = column === undefined ? null : row[column];
  if (key === undefined || (name != null && !isSameName(String(name), key.name)))
    return fail({ ...notAsked, message: `the server answered with ${key?.kind ?? 'another'} ${String(name)}` });
  return succeed(toDefinition(row));
}

const notAsked = { code: 'ANSWER_UNEXPECTED', errno: 0, sqlState: '', connectionLost: false, completed: 0 } as const;

/** Compares names of stored programs as servers do. */
export function isSameName(left: string, right: string): boolean {
  return left.normalize().toLowerCase() === right.normalize().toLowerCase();
}

const textColumn = /^(Create |SQL Original Statement$)/i;

/** Returns the definition of a row of SHOW CREATE. */
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
