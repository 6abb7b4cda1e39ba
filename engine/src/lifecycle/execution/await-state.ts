/** Sees that a statement has come to the lock that it is to wait for. */
import { Kept } from '../../base/memory';
import type { Result } from '../../base/result';
import type { ServerError, Session } from '../../database/connection/session';

export interface Tracked {
  readonly promise: Promise<Result<unknown, ServerError>>;
  /** Returns null until the server has answered. */
  answer(): Result<unknown, ServerError> | null;
}

export function track(promise: Promise<Result<unknown, ServerError>>): Tracked {
  let answer: Result<unknown, ServerError> | null = null;
  void promise.then((result) => {
    answer = result;
  });
  return { promise, answer: () => answer };
}

export interface Awaited {
  readonly session: Session;
  readonly tracked: Tracked;
}

/** Milliseconds; longer than lock_wait_timeout, after which the server itself gives up. */
const limitMs = 5_000;

/**
 * Returns true if the session reaches that state; false as soon as it has answered instead. `extraMs` is the time that
 * the server needs before. An account's own sessions need no privilege.
 */
export async function reachesState(
  watcher: Session,
  { session, tracked }: Awaited,
  state: RegExp,
  extraMs = 0,
): Promise<boolean> {
  const limit = Date.now() + limitMs + extraMs;
  while (tracked.answer() === null && Date.now() < limit) {
    const states = await readStates(watcher);
    if (states === null) return false;
    if (state.test(states.get(session.server.connectionId) ?? '')) return true;
  }
  return false;
}

type States = ReadonlyMap<number, string>;

const asking = new Kept<{ running: Promise<States | null> | null }>(() => ({ running: null }));

/**
 * Returns the states of all sessions by their number; null if they are unreadable. Concurrent callers share the answer.
 */
function readStates(watcher: Session): Promise<States | null> {
  const state = watcher.memory.of(asking);
  state.running ??= askStates(watcher).finally(() => (state.running = null));
  return state.running;
}

/**
 * Reads the states after a moment on the server, in which statements just sent reach their locks: that saves a round
 * trip.
 */
async function askStates(watcher: Session): Promise<States | null> {
  const answers = await watcher.queryMany(['DO SLEEP(0.001)', 'SHOW PROCESSLIST']);
  const list = answers.ok ? answers.value.at(-1) : undefined;
  if (list === undefined) return null;
  return new Map(list.map((row) => [Number(row['Id']), String(row['State'] ?? '')]));
}
