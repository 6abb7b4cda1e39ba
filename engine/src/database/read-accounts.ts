/** The accounts that exist, as far as this one may read them. */
import { succeed, type Result } from '../base/result';
import type { ServerError, Session } from './connection/session';

/** Returns `user@host` of every account; null if mysql.user may not be read. */
export async function readAccounts(session: Session): Promise<Result<ReadonlySet<string> | null, ServerError>> {
  const rows = await session.query("SELECT CONCAT(User, '@', Host) AS account FROM mysql.user");
  if (rows.ok) return succeed(new Set(rows.value.map((row) => String(row['account']))));
  return rows.error.connectionLost ? rows : succeed(null);
}

/**
 * Returns the accounts that only an account with SYSTEM_USER may name as definer (MySQL manual, "Account Categories");
 * null if this may not be read. MariaDB and MySQL before 8.0.16 have none.
 */
export async function readSystemAccounts(session: Session): Promise<Result<ReadonlySet<string> | null, ServerError>> {
  if (session.server.dialect !== 'mysql' || session.server.version < 80_016) return succeed(new Set());
  const rows = await session.query(
    "SELECT CONCAT(USER, '@', HOST) AS account FROM mysql.global_grants WHERE PRIV = 'SYSTEM_USER'",
  );
  if (rows.ok) return succeed(new Set(rows.value.map((row) => String(row['account']))));
  return rows.error.connectionLost ? rows : succeed(null);
}
