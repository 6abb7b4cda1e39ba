/** The routines, triggers, events and views of a server whose texts mention a name, in whatever schema they are. */
import { isRoutineKind } from '../syntax/routine-kind';
import { fail, succeed, type Result } from '../base/result';
import { whyReserved } from '../routine/reserved-schema';
import type { RoutineKey } from '../routine/routine';
import { limitErrors, rejectAnswer } from './connection/answer-limits';
import type { Row, ServerError, Session } from './connection/session';

export interface Mentions {
  readonly keys: readonly RoutineKey[];
  /** The number of objects whose texts this account cannot see. */
  readonly hidden: number;
}

/**
 * Finds the texts, which the server searches: the names occur in them, in a comment perhaps. Source: MySQL manual,
 * "INFORMATION_SCHEMA Tables"; a text is NULL, that of a view empty, where the account may not see it.
 */
export async function findMentions(session: Session, names: readonly string[]): Promise<Result<Mentions, ServerError>> {
  const keys = new Map<string, RoutineKey>();
  let hidden = 0;
  for (const { kind, table, schema, name, text } of sources) {
    const rows = await session.query(
      `SELECT ${schema} AS \`schema\`, ${name} AS name, ${kind} AS kind, COALESCE(${text}, '') = '' AS hidden
        FROM information_schema.${table} WHERE COALESCE(${text}, '') = '' OR ${likeAny(text, names.length)}`,
      names.map((one) => `%${one.replace(/[%_|]/g, '|$&')}%`),
    );
    if (!rows.ok) return rows;
    for (const row of rows.value) {
      const key = toKey(row);
      if (key === null) return fail(rejectAnswer(limitErrors.unexpected));
      if (whyReserved(key.schema) !== null) continue;
      if (Number(row['hidden']) === 1) hidden++;
      else keys.set(`${key.kind} ${key.schema} ${key.name}`, key);
    }
  }
  return succeed({ keys: [...keys.values()], hidden });
}

function likeAny(text: string, count: number): string {
  return `(${Array.from({ length: count }, () => `${text} LIKE ? ESCAPE '|'`).join(' OR ')})`;
}

function toKey(row: Row): RoutineKey | null {
  const [schema, name, kind] = [row['schema'], row['name'], String(row['kind']).toLowerCase()];
  if (schema == null || name == null || !isRoutineKind(kind)) return null;
  return { schema: String(schema), name: String(name), kind };
}

const sources = [
  {
    kind: 'ROUTINE_TYPE',
    table: 'ROUTINES',
    schema: 'ROUTINE_SCHEMA',
    name: 'ROUTINE_NAME',
    text: 'ROUTINE_DEFINITION',
  },
  {
    kind: "'trigger'",
    table: 'TRIGGERS',
    schema: 'TRIGGER_SCHEMA',
    name: 'TRIGGER_NAME',
    text: 'ACTION_STATEMENT',
  },
  { kind: "'event'", table: 'EVENTS', schema: 'EVENT_SCHEMA', name: 'EVENT_NAME', text: 'EVENT_DEFINITION' },
  { kind: "'view'", table: 'VIEWS', schema: 'TABLE_SCHEMA', name: 'TABLE_NAME', text: 'VIEW_DEFINITION' },
] as const;

/** Reads the columns of tables and views, in lower case, by `schema.table`. A table without any visible column is left out. */
export async function readColumns(
  session: Session,
  schemas: readonly string[],
): Promise<Result<ReadonlyMap<string, readonly string[]>, ServerError>> {
  const columns = new Map<string, string[]>();
  for (const schema of schemas) {
    const rows = await session.query(
      `SELECT TABLE_NAME AS name, COLUMN_NAME AS \`column\` FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION`,
      [schema],
    );
    if (!rows.ok) return rows;
    for (const row of rows.value) {
      const table = `${schema}.${String(row['name'])}`;
      const known = columns.get(table);
      if (known === undefined) columns.set(table, [String(row['column']).toLowerCase()]);
      else known.push(String(row['column']).toLowerCase());
    }
  }
  return succeed(columns);
}
