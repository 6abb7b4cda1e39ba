/** The names of a schema's objects, which are listed before their texts are read. */
import { isRoutineKind, type RoutineKind } from '../syntax/routine-kind';
import { fail, succeed, type Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
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
  /** The comment of a routine or an event, as it was given; null for other kinds. */
  readonly comment: string | null;
}

export interface CatalogList {
  readonly entries: readonly CatalogEntry[];
  readonly tables: readonly string[];
  readonly defaultCharacterSet: string;
  readonly defaultCollation: string;
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
    const places = findTriggerPlaces(rows.value);
    for (const row of rows.value) {
      const found = kind(row);
      // These values become SQL, so they must be valid.
      if (!isRoutineKind(found) || !kinds.includes(found) || row['name'] == null)
        return fail(rejectAnswer(limitErrors.unexpected));
      entries.push(toEntry(row, { schema, kind: found }, places));
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

/**
 * Returns the places of triggers. Rows are in the order in which triggers run, so the previous or the next neighbour
 * determines the place.
 */
function findTriggerPlaces(rows: readonly Row[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  const last = new Map<string, string>();
  for (const row of rows) {
    if (row['moment'] == null) continue;
    const [moment, name] = [String(row['moment']), String(row['name'])];
    const before = last.get(moment);
    if (before !== undefined) {
      places.set(name, `FOLLOWS ${quoteName(before)}`);
      if (!places.has(before)) places.set(before, `PRECEDES ${quoteName(name)}`);
    }
    last.set(moment, name);
  }
  return places;
}

function toEntry(row: Row, of: Pick<RoutineKey, 'schema' | 'kind'>, places: ReadonlyMap<string, string>): CatalogEntry {
  const text = (value: Row[string] | undefined): string | null => (value == null ? null : String(value));
  const name = String(row['name']);
  return {
    key: { ...of, name },
    createdAt: text(row['created']),
    alteredAt: text(row['altered']),
    triggerPlace: places.get(name) ?? null,
    comment: text(row['comment']),
  };
}

/** Reads the place of one trigger among those of the same table and moment. */
export async function readTriggerPlace(session: Session, key: RoutineKey): Promise<Result<string | null, ServerError>> {
  const rows = await session.query(siblingsQuery, [key.schema, key.schema, key.name]);
  return rows.ok ? succeed(findTriggerPlaces(rows.value).get(key.name) ?? null) : rows;
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
