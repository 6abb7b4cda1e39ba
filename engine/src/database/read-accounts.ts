/** Which accounts exist, as far as this one may ask. */
import { succeed, type Result } from '../base/result';
import type { ServerError, Session } from './session';

/** `user@host` of every account; null where mysql.user may not be read. */
export async function readAccounts(session: Session): Promise<Result<ReadonlySet<string> | null, ServerError>> {
  const rows = await session.query("SELECT CONCAT(User, '@', Host) AS account FROM mysql.user");
  if (rows.ok) return succeed(new Set(rows.value.map((row) => String(row['account']))));
  return rows.error.connectionLost ? rows : succeed(null);
}
