/** The settings of creating sessions: a session that has them already is not set again. */
import { Kept } from '../../base/memory';
import { succeed, type Result } from '../../base/result';
import type { ServerError, Session } from '../../database/connection/session';

const prepared = new Kept<{ settings: string | null }>(() => ({ settings: null }));

/** Sets the session; `settings` is a SET statement, null leaves the settings unchanged. */
export async function prepareSession(session: Session, settings: string | null): Promise<Result<void, ServerError>> {
  const state = session.memory.of(prepared);
  if (settings === null || state.settings === settings) return succeed(undefined);
  state.settings = null;
  const set = await session.query(settings);
  if (!set.ok) return set;
  state.settings = settings;
  return succeed(undefined);
}

/** Forgets the settings after another statement has changed them. */
export function forgetSettings(session: Session): void {
  session.memory.of(prepared).settings = null;
}
