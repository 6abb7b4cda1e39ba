/** The switch of a server's statistics: on MariaDB performance_schema is off by default. */
import { succeed, type Result } from '../../base/result';
import type { ServerError, Session } from '../connection/session';

/** Returns true if the server counts anything at all. */
export async function isCounting(session: Session): Promise<Result<boolean, ServerError>> {
  const on = await session.query('SELECT @@GLOBAL.performance_schema AS is_on');
  return on.ok ? succeed(Number(on.value[0]?.['is_on']) === 1) : on;
}
