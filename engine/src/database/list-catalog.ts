/** What a schema holds, by name: the lists that reading its texts begins with. */
import type { RoutineKind } from '../base/routine-kind';
import { succeed, type Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
import type { Row, ServerError, Session } from './session';

export interface CatalogEntry {
  readonly key: RoutineKey;
  readonly createdAt: string | null;
  readonly alteredAt: string | null;
  readonly triggerOrder: number | null;
}

export interface CatalogList {
  readonly entries: readonly CatalogEntry[];
  readonly tables: readonly string[];
  readonly defaultCharacterSet: string;
  readonly defaultCollation: string;
  /** False where the server has no such schema, or does not show it to this account. */
  readonly exists: boolean;
}

/** Source: MySQL manual, "INFORMATION_SCHEMA Tables". Every entry comes sorted by kind and name. */
export async function listCatalog(session: Session, schema: string): Promise<Result<CatalogList, ServerError>> {
  const entries: CatalogEntry[] = [];
  for (const { sql, kind } of lists) {
    const rows = await session.query(sql, [schema]);
    if (!rows.ok) return rows;
    for (const row of rows.value) entries.push(toEntry(row, schema, kind(row)));
  }
  const tables = await session.query(tablesQuery, [schema]);
  if (!tables.ok) return tables;
  const defaults = await session.query(defaultsQuery, [schema]);
  if (!defaults.ok) return defaults;
  return succeed({
    entries,
    tables: tables.value.map((row) => String(row['name'])),
    defaultCharacterSet: String(defaults.value[0]?.['character_set'] ?? ''),
    defaultCollation: String(defaults.value[0]?.['collation'] ?? ''),
    exists: defaults.value.length > 0,
  });
}

const lists: readonly { readonly sql: string; readonly kind: (row: Row) => RoutineKind }[] = [
  {
    sql: `SELECT ROUTINE_NAME AS name, ROUTINE_TYPE AS kind, CREATED AS created, LAST_ALTERED AS altered, NULL AS position
      FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? ORDER BY ROUTINE_TYPE, ROUTINE_NAME`,
    kind: (row) => String(row['kind']).toLowerCase() as RoutineKind,
  },
  {
    sql: `SELECT TRIGGER_NAME AS name, CREATED AS created, NULL AS altered, ACTION_ORDER AS position
      FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY TRIGGER_NAME`,
    kind: () => 'trigger',
  },
  {
    sql: `SELECT EVENT_NAME AS name, CREATED AS created, LAST_ALTERED AS altered, NULL AS position
      FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY EVENT_NAME`,
    kind: () => 'event',
  },
  {
    sql: `SELECT TABLE_NAME AS name, NULL AS created, NULL AS altered, NULL AS position
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'VIEW' ORDER BY TABLE_NAME`,
    kind: () => 'view',
  },
];

const tablesQuery =
  'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME';

const defaultsQuery = `SELECT DEFAULT_CHARACTER_SET_NAME AS character_set, DEFAULT_COLLATION_NAME AS collation
  FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?`;

function toEntry(row: Row, schema: string, kind: RoutineKind): CatalogEntry {
  const text = (value: Row[string] | undefined): string | null => (value == null ? null : String(value));
  return {
    key: { schema, kind, name: String(row['name']) },
    createdAt: text(row['created']),
    alteredAt: text(row['altered']),
    triggerOrder: row['position'] == null ? null : Number(row['position']),
  };
}
