/** The tables that foreign keys connect: a server that changes one of them locks the others. */
import { succeed, type Result } from '../base/result';
import { identifyUse } from '../routine/used-name';
import type { Row, ServerError, Session } from './connection/session';

/**
 * Returns the connections in both directions, by `identifyUse`. Source: MySQL manual, "The INFORMATION_SCHEMA
 * REFERENTIAL_CONSTRAINTS Table".
 */
export async function readForeignKeys(
  session: Session,
  schemas: readonly string[],
): Promise<Result<ReadonlyMap<string, readonly string[]>, ServerError>> {
  const rows = await session.query(
    `SELECT CONSTRAINT_SCHEMA AS child_schema, TABLE_NAME AS child, UNIQUE_CONSTRAINT_SCHEMA AS parent_schema,
      REFERENCED_TABLE_NAME AS parent FROM information_schema.REFERENTIAL_CONSTRAINTS
      WHERE CONSTRAINT_SCHEMA IN (${schemas.map(() => '?').join(', ')})`,
    schemas,
  );
  if (!rows.ok) return rows;
  const ties = new Map<string, string[]>();
  const tie = (one: string, other: string): void => {
    const known = ties.get(one);
    if (known === undefined) ties.set(one, [other]);
    else known.push(other);
  };
  for (const row of rows.value) {
    const [child, parent] = [tableId(row, 'child'), tableId(row, 'parent')];
    tie(child, parent);
    tie(parent, child);
  }
  return succeed(ties);
}

function tableId(row: Row, which: 'child' | 'parent'): string {
  return identifyUse({ kind: 'table', schema: String(row[`${which}_schema`]), name: String(row[which]) });
}
