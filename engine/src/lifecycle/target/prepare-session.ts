/** The settings of sessions that create: a session that has them already is not told again. */
import { succeed, type Result } from '../../base/result';
import type { ServerError, Session } from '../../database/connection/session';

const prepared = new WeakMap<Session, string>();

/** `settings` is a SET statement; null leaves them as they are. */
export async function prepareSession(session: Session, settings: string | null): Promise<Result<void, ServerError>> {
  if (settings === null || prepared.get(session) === settings) return succeed(undefined);
  prepared.delete(session);
  const set = await session.query(settings);
  if (!set.ok) return set;
  prepared.set(session, settings);
  return succeed(undefined);
}

/** After something else has set them. */
export function forgetSettings(session: Session): void {
  prepared.delete(session);
}
