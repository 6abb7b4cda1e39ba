/** Carries out a queued replacement: four sessions, in the order that leaves no moment without the routine. */
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { explainServerError } from '../database/mysql-errors';
import type { ServerError, Session } from '../database/session';
import { nameBlocker } from './name-blocker';
import type { ScriptRun } from './script-run';
import type { QueuedScript } from './step-script';

interface QueueSessions {
  readonly holder: Session;
  readonly dropper: Session;
  readonly closer: Session;
  readonly watcher: Session;
}

/** Longer than lock_wait_timeout, after which the server itself gives up. */
const queueLimitMs = 5_000;

export async function runQueued(script: QueuedScript, run: ScriptRun): Promise<Result<void, Failure>> {
  const opened = await openSessions(run);
  if (!opened.ok) return opened;
  const sessions = opened.value;
  if (script.settings !== null) {
    for (const session of [sessions.dropper, sessions.closer]) {
      const set = await session.query(script.settings);
      if (!set.ok) return fail(explainServerError(set.error, run.asked));
    }
  }
  for (const statement of script.hold) {
    const held = await sessions.holder.query(statement);
    if (held.ok) continue;
    await release(sessions, script);
    return fail(explainServerError(held.error, run.asked));
  }
  return replaceInQueue(sessions, script, run);
}

async function replaceInQueue(
  sessions: QueueSessions,
  script: QueuedScript,
  run: ScriptRun,
): Promise<Result<void, Failure>> {
  const { dropper, closer } = sessions;
  const dropping = track(dropper.queryMany(`${script.drop};\n${script.create}`));
  if (!(await isQueued(sessions, dropper, dropping))) {
    await withdraw(sessions, dropper, dropping);
    await release(sessions, script);
    // Not to be expected while the holder holds; but what it carries has then been created.
    return dropping.answer()?.ok === true ? succeed(undefined) : fail(await explain(dropping, run, dropper));
  }
  await run.onBoundary?.('drop-queued');
  const closing = track(closer.query(script.create));
  if (!(await isQueued(sessions, closer, closing))) {
    // Nothing is changed yet: the DROP still waits for the lock that the holder has.
    await withdraw(sessions, dropper, dropping);
    await withdraw(sessions, closer, closing);
    await release(sessions, script);
    return fail(await explain(closing, run, closer));
  }
  await run.onBoundary?.('create-queued');
  await release(sessions, script);
  const dropped = await dropping.promise;
  const closed = await closing.promise;
  if (!dropped.ok) return fail(await nameBlocker(sessions.watcher, dropped.error, run.asked));
  return closed.ok ? succeed(undefined) : fail(explainServerError(closed.error, run.asked));
}

async function openSessions({ sessions, characterSet }: ScriptRun): Promise<Result<QueueSessions, Failure>> {
  const holder = await sessions.get('holder');
  if (!holder.ok) return holder;
  const dropper = await sessions.get('dropper', characterSet);
  if (!dropper.ok) return dropper;
  const closer = await sessions.get('closer', characterSet);
  if (!closer.ok) return closer;
  const watcher = await sessions.get('watcher');
  if (!watcher.ok) return watcher;
  return succeed({ holder: holder.value, dropper: dropper.value, closer: closer.value, watcher: watcher.value });
}

interface Tracked {
  readonly promise: Promise<Result<unknown, ServerError>>;
  /** Null for as long as the server has not answered. */
  answer(): Result<unknown, ServerError> | null;
}

function track(promise: Promise<Result<unknown, ServerError>>): Tracked {
  let answer: Result<unknown, ServerError> | null = null;
  void promise.then((result) => {
    answer = result;
  });
  return { promise, answer: () => answer };
}

/** Whether the session waits for a lock; false as soon as it has answered instead. One's own sessions need no privilege. */
async function isQueued({ watcher }: QueueSessions, session: Session, tracked: Tracked): Promise<boolean> {
  const limit = Date.now() + queueLimitMs;
  while (tracked.answer() === null && Date.now() < limit) {
    const list = await watcher.query('SHOW PROCESSLIST');
    if (!list.ok) return false;
    const row = list.value.find((candidate) => Number(candidate['Id']) === session.server.connectionId);
    if (/^Waiting for stored .* metadata lock$/.test(String(row?.['State'] ?? ''))) return true;
  }
  return false;
}

/** Stops a statement that still waits, and sees it end. */
async function withdraw({ watcher }: QueueSessions, session: Session, tracked: Tracked): Promise<void> {
  if (tracked.answer() === null) {
    const killed = await watcher.query(`KILL QUERY ${session.server.connectionId}`);
    if (!killed.ok) session.destroy();
  }
  await tracked.promise;
}

async function release({ holder }: QueueSessions, script: QueuedScript): Promise<void> {
  const released = await holder.query(script.release);
  if (!released.ok) holder.destroy();
}

async function explain(tracked: Tracked, { asked }: ScriptRun, session: Session): Promise<Failure> {
  const answer = tracked.answer();
  if (answer?.ok === false) return nameBlocker(session, answer.error, asked);
  const message = `Environment ${asked.environment} could not ${asked.doing}: the statement was not queued in time.`;
  return { kind: 'could-not', message };
}
