/** The names of a schema's objects, which are listed before their texts are read. */
import { isRoutineKind, type RoutineKind } from '../syntax/routine-kind';
import { fail, succeed, type Result } from '../base/result';
import type { RoutineKey, TriggerOrder } from '../routine/routine';
import type { Clock } from '../routine/schedule/over';
import { quoteName } from '../syntax/quoting';
import { limitErrors, rejectAnswer } from './connection/answer-limits';
import { findIncompleteLists, findUnprovenLists, type IncompleteList } from './list-completeness';
import { readPrivileges } from './read-privileges';
import { readSchemaDefaults } from './schema-defaults';
import type { Row, ServerError, Session } from './connection/session';

export interface CatalogEntry {
  readonly key: RoutineKey;
  readonly createdAt: string | null;
  readonly alteredAt: string | null;
  /** FOLLOWS or PRECEDES a trigger of the same table and moment; null where it is alone, or no trigger. */
  readonly triggerPlace: string | null;
  /** The triggers of the same table and moment around it; null for other kinds. */
  readonly triggerOrder: TriggerOrder | null;
  /** The comment of a routine or an event, as it was given; null for other kinds. */
  readonly comment: string | null;
}

export interface CatalogList {
  readonly entries: readonly CatalogEntry[];
  readonly tables: readonly string[];
  readonly defaultCharacterSet: string;
  readonly defaultCollation: string;
  readonly clock: Clock | null;
  /** False if the server has no schema of this name, or does not show it to this account. */
  readonly exists: boolean;
  readonly incomplete: readonly IncompleteList[];
}

/** Lists the objects, sorted by kind and name. Source: MySQL manual, "INFORMATION_SCHEMA Tables". */
export async function listCatalog(session: Session, schema: string): Promise<Result<CatalogList, ServerError>> {
  const entries: CatalogEntry[] = [];
  for (const { sql, kind, kinds } of lists) {
    const rows = await session.query(sql, [schema]);
    if (!rows.ok) return rows;
    const orders = findTriggerOrders(rows.value);
    for (const row of rows.value) {
      const found = kind(row);
      // These values become SQL, so they must be valid.
      if (!isRoutineKind(found) || !kinds.includes(found) || row['name'] == null)
        return fail(rejectAnswer(limitErrors.unexpected));
      entries.push(toEntry(row, { schema, kind: found }, orders));
    }
  }
  const tables = await session.query(tablesQuery, [schema]);
  if (!tables.ok) return tables;
  const defaults = await readSchemaDefaults(session, schema);
  if (!defaults.ok) return defaults;
  const incomplete = await readIncompleteLists(session, schema, defaults.value !== null);
  if (!incomplete.ok) return incomplete;
  return succeed({
    entries,
    tables: tables.value.map((row) => String(row['name'])),
    defaultCharacterSet: defaults.value?.characterSet ?? '',
    defaultCollation: defaults.value?.collation ?? '',
    clock: defaults.value?.clock ?? null,
    exists: defaults.value !== null,
    incomplete: incomplete.value,
  });
}

/** Reads the incomplete lists of a schema, with the privileges of this moment: they change during a session. */
export async function readIncompleteLists(
  session: Session,
  schema: string,
  isVisible: boolean,
): Promise<Result<readonly IncompleteList[], ServerError>> {
  const { server } = session;
  const privileges = await readPrivileges(session);
  if (privileges.ok) return succeed(findIncompleteLists(server, privileges.value, { schema, isVisible }));
  const { connectionLost, message } = privileges.error;
  return connectionLost ? privileges : succeed(findUnprovenLists(server, schema, message));
}

interface CatalogQuery {
  readonly sql: string;
  readonly kind: (row: Row) => string;
  /** The kinds that the query lists; other rows are rejected. */
  readonly kinds: readonly RoutineKind[];
}

const lists: readonly CatalogQuery[] = [
  {
    sql: `SELECT ROUTINE_NAME AS name, ROUTINE_TYPE AS kind, CREATED AS created, LAST_ALTERED AS altered, NULL AS moment,
      ROUTINE_COMMENT AS comment FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? ORDER BY ROUTINE_TYPE, ROUTINE_NAME`,
    kind: (row) => String(row['kind']).toLowerCase(),
    kinds: ['procedure', 'function', 'package', 'package body'],
  },
  {
    sql: `SELECT TRIGGER_NAME AS name, CREATED AS created, NULL AS altered,
      CONCAT_WS(' ', EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION) AS moment
      FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY ACTION_ORDER, TRIGGER_NAME`,
    kind: () => 'trigger',
    kinds: ['trigger'],
  },
  {
    sql: `SELECT EVENT_NAME AS name, CREATED AS created, LAST_ALTERED AS altered, NULL AS moment,
      EVENT_COMMENT AS comment FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY EVENT_NAME`,
    kind: () => 'event',
    kinds: ['event'],
  },
  {
    sql: `SELECT TABLE_NAME AS name, NULL AS created, NULL AS altered, NULL AS moment
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'VIEW' ORDER BY TABLE_NAME`,
    kind: () => 'view',
    kinds: ['view'],
  },
];

const tablesQuery =
  'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME';

/** Returns the neighbours of each trigger. Rows are in the order in which triggers run. */
function findTriggerOrders(rows: readonly Row[]): ReadonlyMap<string, TriggerOrder> {
  const moments = new Map<string, string[]>();
  for (const row of rows) {
    if (row['moment'] == null) continue;
    const [moment, name] = [String(row['moment']), String(row['name'])];
    const known = moments.get(moment);
    if (known === undefined) moments.set(moment, [name]);
    else known.push(name);
  }
  return new Map(
    [...moments.values()].flatMap((names) =>
      names.map((name, i) => [
        name,
        { before: names.slice(0, i), after: names.slice(i + 1), isComplete: true } as const,
      ]),
    ),
  );
}

/** Returns the clause for the place of a trigger: after the previous one, or before the next. */
function renderPlace(order: TriggerOrder | null): string | null {
  const [previous, next] = [order?.before.at(-1), order?.after[0]];
  if (previous !== undefined) return `FOLLOWS ${quoteName(previous)}`;
  return next === undefined ? null : `PRECEDES ${quoteName(next)}`;
}

function toEntry(
  row: Row,
  of: Pick<RoutineKey, 'schema' | 'kind'>,
  orders: ReadonlyMap<string, TriggerOrder>,
): CatalogEntry {
  const text = (value: Row[string] | undefined): string | null => (value == null ? null : String(value));
  const name = String(row['name']);
  const order = orders.get(name) ?? null;
  return {
    key: { ...of, name },
    createdAt: text(row['created']),
    alteredAt: text(row['altered']),
    triggerPlace: renderPlace(order),
    triggerOrder: order,
    comment: text(row['comment']),
  };
}

export type TriggerPlace = Pick<CatalogEntry, 'triggerPlace' | 'triggerOrder'>;

export const noPlace: TriggerPlace = { triggerPlace: null, triggerOrder: null };

/** Reads the place of one trigger among those of the same table and moment. */
export async function readTriggerPlace(session: Session, key: RoutineKey): Promise<Result<TriggerPlace, ServerError>> {
  const rows = await session.query(siblingsQuery, [key.schema, key.schema, key.name]);
  if (!rows.ok) return rows;
  const order = findTriggerOrders(rows.value).get(key.name) ?? null;
  return succeed({ triggerPlace: renderPlace(order), triggerOrder: order });
}

const siblingsQuery = `SELECT s.TRIGGER_NAME AS name, 'same' AS moment FROM information_schema.TRIGGERS s
  JOIN information_schema.TRIGGERS t ON t.EVENT_OBJECT_TABLE = s.EVENT_OBJECT_TABLE
    AND t.ACTION_TIMING = s.ACTION_TIMING AND t.EVENT_MANIPULATION = s.EVENT_MANIPULATION
  WHERE s.TRIGGER_SCHEMA = ? AND t.TRIGGER_SCHEMA = ? AND t.TRIGGER_NAME = ? ORDER BY s.ACTION_ORDER`;

/** Reads the comment of one routine or event; null if it does not exist. */
export async function readComment(session: Session, key: RoutineKey): Promise<Result<string | null, ServerError>> {
  const sql =
    key.kind === 'event'
      ? 'SELECT EVENT_COMMENT AS comment FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? AND EVENT_NAME = ?'
      : 'SELECT ROUTINE_COMMENT AS comment FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? AND ROUTINE_NAME = ? AND ROUTINE_TYPE = ?';
  const values = key.kind === 'event' ? [key.schema, key.name] : [key.schema, key.name, key.kind.toUpperCase()];
  const rows = await session.query(sql, values);
  return rows.ok ? succeed(rows.value[0]?.['comment'] == null ? null : String(rows.value[0]['comment'])) : rows;
}
