/** Counts the rows of tables, exactly where that is quick. */
import { plural } from '../../base/plural';
import { quoteName } from '../../syntax/quoting';
import type { Session } from '../connection/session';

export interface CountedTable {
  readonly schema: string;
  readonly name: string;
}

export interface RowCount {
  /** The number of rows; null if it is unknown. */
  readonly rows: number | null;
  /** True for the server's own estimate. */
  readonly isEstimate: boolean;
  /** The reason why it is unknown or an estimate, as a clause; null for an exact number. */
  readonly why: string | null;
}

/** Limits: counting reads the whole table. No count begins once `allSeconds` have passed. */
export const countingLimits = { rows: 1_000_000, seconds: 2, allSeconds: 10 };

/** Returns one count for each table. Nothing that goes wrong is more than a reason. */
export async function countRows(
  session: Session,
  tables: readonly CountedTable[],
  limits: typeof countingLimits = countingLimits,
): Promise<readonly RowCount[]> {
  const { dialect } = session.server;
  const limited =
    dialect === 'mysql' ? null : await session.query(`SET SESSION max_statement_time = ${limits.seconds}`);
  const counts: RowCount[] = [];
  const end = performance.now() + limits.allSeconds * 1000;
  for (const table of tables) {
    if (limited?.ok === false) counts.push(unknown(limited.error.message));
    else if (performance.now() >= end) counts.push(unknown('counting the other tables took too long'));
    else counts.push(await countTable(session, table, limits));
  }
  if (limited !== null) await session.query('SET SESSION max_statement_time = DEFAULT');
  return counts;
}

async function countTable(
  session: Session,
  { schema, name }: CountedTable,
  { rows: most, seconds }: typeof countingLimits,
): Promise<RowCount> {
  const found = await session.query(
    'SELECT TABLE_TYPE AS type, TABLE_ROWS AS estimate FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?',
    [schema, name],
  );
  if (!found.ok) return unknown(found.error.message);
  const [row] = found.value;
  if (row === undefined) return unknown('it does not exist, or is not shown to the account');
  const type = String(row['type']).toLowerCase();
  if (!type.endsWith('table') && type !== 'system versioned') return unknown(`it is a ${type}`);
  const estimate = row['estimate'] == null ? null : Number(row['estimate']);
  if (estimate !== null && estimate > most) return { rows: estimate, isEstimate: true, why: 'it is large' };
  const hint = session.server.dialect === 'mysql' ? `/*+ MAX_EXECUTION_TIME(${seconds * 1000}) */ ` : '';
  const counted = await session.query(`SELECT ${hint}COUNT(*) AS total FROM ${quoteName(schema)}.${quoteName(name)}`);
  if (counted.ok) return { rows: Number(counted.value[0]?.['total']), isEstimate: false, why: null };
  const why = tooSlow.has(counted.error.errno)
    ? `counting took more than ${plural(seconds, 'second')}`
    : counted.error.message.replace(/\.$/, '');
  return estimate === null ? unknown(why) : { rows: estimate, isEstimate: true, why };
}

/** The errors of MySQL and MariaDB for a statement beyond its time. */
const tooSlow: ReadonlySet<number> = new Set([3024, 1969]);

function unknown(why: string): RowCount {
  return { rows: null, isEstimate: false, why: why.replace(/\.$/, '') };
}
