/** Reads the tables and views of live schemas with their columns, with few queries. */
import { succeed, type Result } from '../base/result';
import type { LiveColumn, LiveTable } from '../routine/live-tables';
import { quoteText } from '../syntax/quoting';
import type { Row, ServerError, Session } from './connection/session';

/**
 * Reads the tables. If an account may see only some columns of a table, the table has no columns here, because it is
 * unknown which are missing. Source: MySQL manual, "The INFORMATION_SCHEMA COLUMNS Table".
 */
export async function readTables(
  session: Session,
  schemas: readonly string[],
): Promise<Result<readonly LiveTable[], ServerError>> {
  const within = `IN (${schemas.map(quoteText).join(', ')})`;
  const tables = await session.query(`SELECT TABLE_SCHEMA AS \`schema\`, TABLE_NAME AS name, TABLE_TYPE AS type
    FROM information_schema.TABLES WHERE TABLE_SCHEMA ${within} ORDER BY TABLE_SCHEMA, TABLE_NAME`);
  if (!tables.ok) return tables;
  const partly = await session.query(`SELECT TABLE_SCHEMA AS \`schema\`, TABLE_NAME AS name
    FROM information_schema.COLUMN_PRIVILEGES WHERE TABLE_SCHEMA ${within} AND GRANTEE = ${quoteGrantee(session)}`);
  if (!partly.ok) return partly;
  const triggers = await session.query(`SELECT EVENT_OBJECT_SCHEMA AS \`schema\`, EVENT_OBJECT_TABLE AS name
    FROM information_schema.TRIGGERS
    WHERE EVENT_OBJECT_SCHEMA ${within} AND ACTION_TIMING = 'BEFORE' AND EVENT_MANIPULATION = 'INSERT'`);
  if (!triggers.ok) return triggers;
  const rows = await session.query(`SELECT TABLE_SCHEMA AS \`schema\`, TABLE_NAME AS name, COLUMN_NAME AS \`column\`,
    COLUMN_TYPE AS type, IS_NULLABLE AS nullable, COLUMN_DEFAULT AS value, EXTRA AS extra
    FROM information_schema.COLUMNS WHERE TABLE_SCHEMA ${within}
    ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`);
  if (!rows.ok) return rows;
  const columns = groupColumns(rows.value);
  for (const row of partly.value) columns.delete(keyOf(row));
  const filled = new Set(triggers.value.map(keyOf));
  return succeed(
    tables.value.map((row) => ({
      schema: String(row['schema']),
      name: String(row['name']),
      isView: /VIEW/.test(String(row['type'])),
      hasInsertTrigger: filled.has(keyOf(row)),
      columns: columns.get(keyOf(row)) ?? [],
    })),
  );
}

function groupColumns(rows: readonly Row[]): Map<string, LiveColumn[]> {
  const columns = new Map<string, LiveColumn[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = columns.get(key);
    if (known === undefined) columns.set(key, [toColumn(row)]);
    else known.push(toColumn(row));
  }
  return columns;
}

function toColumn(row: Row): LiveColumn {
  const extra = String(row['extra']).toUpperCase();
  const value = row['value'] == null ? null : String(row['value']);
  return {
    name: String(row['column']),
    type: String(row['type']),
    nullable: row['nullable'] === 'YES',
    // MariaDB writes the default NULL as a word.
    defaultValue: value === 'NULL' ? null : value,
    generated: /\b(?:VIRTUAL|STORED|PERSISTENT) GENERATED\b/.test(extra),
    autoIncrement: extra.includes('AUTO_INCREMENT'),
  };
}

function keyOf(row: Row): string {
  return `${String(row['schema'])}.${String(row['name'])}`;
}

/** Returns the account as in information_schema: `'app'@'%'`. */
function quoteGrantee({ server }: Session): string {
  const at = server.account.lastIndexOf('@');
  return quoteText(`'${server.account.slice(0, at)}'@'${server.account.slice(at + 1)}'`);
}
