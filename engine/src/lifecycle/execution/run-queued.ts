/** Runs a queued replacement: four sessions, in the order that leaves no moment without the routine. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { explainServerError, printCouldNot } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import { reachesState, track, type Tracked } from './await-state';
import { findChange } from './find-change';
import { describeLockHolder } from './describe-lock-holder';
import { compileSeconds } from '../planning/steps/compile-time';
import { prepareSession } from '../target/prepare-session';
import type { ScriptContext } from './script-context';
import { listDropped, type QueuedScript } from '../planning/steps/step-script';

interface QueueSessions {
  readonly holder: Session;
  readonly dropper: Session;
  readonly closer: Session;
  readonly watcher: Session;
}

export async function runQueued(script: QueuedScript, run: ScriptContext): Promise<Result<void, Failure>> {
  const opened = await openSessions(run);
  if (!opened.ok) return opened;
  const sessions = opened.value;
  for (const session of [sessions.dropper, sessions.closer]) {
    const set = await prepareSession(session, script.settings);
    if (!set.ok) return fail(explainServerError(set.error, run.asked));
    for (const use of script.use) {
      const used = await session.query(use);
      if (!used.ok) return fail(explainServerError(used.error, run.asked));
    }
  }
  const extra = compileSeconds(run.sessions.memory, script.create.length);
  const patient = await setPatience(sessions.dropper, extra);
  if (!patient.ok) return fail(explainServerError(patient.error, run.asked));
  const held = await sessions.holder.queryMany(script.hold);
  // From here on no other session can change it: the existing routine must be the one that the ledger has saved.
  const change = await findChange(held.ok ? succeed(held.value.at(-1)) : held, run);
  const done = change === null ? await replaceInQueue(sessions, script, { ...run, extra }) : fail(change);
  if (change !== null) await release(sessions, script);
  if (extra > 0) await setPatience(sessions.dropper, 0);
  return done;
}

/**
 * Sets how long DROP waits for its lock. The time in which the server compiles the CREATE that is to come next in the
 * queue does not count: the lock is then ours.
 */
function setPatience(dropper: Session, extra: number): Promise<Result<unknown, ServerError>> {
  return dropper.query(`SET SESSION lock_wait_timeout = ${lockWaitSeconds + extra}`);
}

interface QueuedContext extends ScriptContext {
  /** Seconds that the server may need to compile the text. */
  readonly extra: number;
}

async function replaceInQueue(
  sessions: QueueSessions,
  script: QueuedScript,
  run: QueuedContext,
): Promise<Result<void, Failure>> {
  const { dropper, closer, watcher } = sessions;
  const dropping = track(dropper.queryMany(listDropped(script)));
  if (!(await reachesState(watcher, { session: dropper, tracked: dropping }, waiting))) {
    const answer = dropping.answer();
    await withdraw(sessions, dropper, dropping);
    await endGuard(dropper, script);
    await release(sessions, script);
    // This is not expected while the holder holds; but then the routine has been created.
    return dropping.answer()?.ok === true ? succeed(undefined) : fail(await explain(answer, run, dropper));
  }
  await run.onFaultPoint?.('drop-queued');
  const closing = track(closer.query(script.create));
  if (!(await reachesState(watcher, { session: closer, tracked: closing }, waiting, run.extra * 1_000))) {
    const answer = closing.answer();
    // Nothing is changed yet: the DROP still waits for the lock that the holder has.
    await withdraw(sessions, dropper, dropping);
    await endGuard(dropper, script);
    await withdraw(sessions, closer, closing);
    await release(sessions, script);
    return fail(await explain(answer, run, closer));
  }
  await run.onFaultPoint?.('create-queued');
  await release(sessions, script);
  return concludeQueue(sessions, script, { run, dropping, closing });
}

async function concludeQueue(
  sessions: QueueSessions,
  script: QueuedScript,
  { run, dropping, closing }: { readonly run: QueuedContext; readonly dropping: Tracked; readonly closing: Tracked },
): Promise<Result<void, Failure>> {
  const { dropper, watcher } = sessions;
  // From here on only others can hold the lock: where the CREATE gives up, the DROP does so, too.
  const gaveUp = run.extra === 0 ? null : await closing.promise;
  const isHeld =
    gaveUp?.ok === false && (await reachesState(watcher, { session: dropper, tracked: dropping }, waiting, lookMs));
  if (isHeld) await withdraw(sessions, dropper, dropping);
  const dropped = await dropping.promise;
  const ending = script.around === null ? null : dropper.query(script.around.end);
  const [closed] = await Promise.all([closing.promise, ending]);
  if (!dropped.ok) {
    const error = isHeld && !closed.ok ? closed.error : dropped.error;
    return fail(await describeLockHolder(watcher, error, run));
  }
  return closed.ok ? succeed(undefined) : fail(explainServerError(closed.error, run.asked));
}

async function openSessions({
  sessions,
  characterSet,
  worker,
}: ScriptContext): Promise<Result<QueueSessions, Failure>> {
  const [holder, dropper, closer, watcher] = await Promise.all([
    sessions.get('holder', null, worker),
    sessions.get('dropper', characterSet, worker),
    sessions.get('closer', characterSet, worker),
    sessions.get('watcher'),
  ]);
  if (!holder.ok) return holder;
  if (!dropper.ok) return dropper;
  if (!closer.ok) return closer;
  if (!watcher.ok) return watcher;
  return succeed({ holder: holder.value, dropper: dropper.value, closer: closer.value, watcher: watcher.value });
}

/** The `lock_wait_timeout` of all sessions. */
const lockWaitSeconds = 3;

/** Milliseconds less than the usual time for a look at a statement that waits already. */
const lookMs = -4_000;

const waiting = /^Waiting for stored .* metadata lock$/;

/** Stops a statement that still waits, and sees it end. The watcher may be lost; the holder cannot be, if it still waits. */
async function withdraw({ watcher, holder }: QueueSessions, session: Session, tracked: Tracked): Promise<void> {
  if (tracked.answer() === null) {
    const kill = `KILL QUERY ${session.server.connectionId}`;
    const isKilled = (await watcher.query(kill)).ok || (await holder.query(kill)).ok;
    if (!isKilled) session.destroy();
  }
  await tracked.promise;
}

/** Ends the setting's guard, which would wait for a lost keeper, and we for the guard. */
async function endGuard(dropper: Session, { around }: QueuedScript): Promise<void> {
  if (around !== null) await dropper.query(around.end);
}

async function release({ holder }: QueueSessions, script: QueuedScript): Promise<void> {
  const released = await holder.query(script.release);
  if (!released.ok) holder.destroy();
}

/** Explains why a statement was not queued; `answer` is its own, null if there was none. */
async function explain(answer: ReturnType<Tracked['answer']>, run: QueuedContext, session: Session): Promise<Failure> {
  if (answer?.ok === false) return describeLockHolder(session, answer.error, run);
  const seconds = lockWaitSeconds + run.extra;
  return {
    kind: 'could-not',
    message: printCouldNot(run.asked, `the server did not begin to replace it within ${seconds} seconds`),
    remedy: 'Nothing was changed. Try again when the server is less busy, or divide the routine.',
  };
}
