/**
 * Runs statements while automatic_sp_privileges is off, so that it comes on again within moments even if this process is
 * killed in between. See docs/decisions/0020-guarded-setting.md.
 */
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { explainServerError, printCouldNot } from '../../database/connection/mysql-errors';
import type { Session } from '../../database/connection/session';
import { reachesState, track, type Tracked } from './await-state';
import type { ScriptContext } from './script-context';
import type { KeptGrants } from '../planning/steps/step-script';

type Work = () => Promise<Result<void, Failure>>;

export async function runKeepingGrants(
  kept: KeptGrants,
  run: ScriptContext,
  work: Work,
): Promise<Result<void, Failure>> {
  const [keeper, guard] = await Promise.all([run.sessions.get('keeper'), run.sessions.get('guard')]);
  if (!keeper.ok) return keeper;
  if (!guard.ok) return guard;
  const pair: Pair = { keeper: keeper.value, guard: guard.value };
  const done = await runGuarded(kept, run, { pair, work });
  // A session that was lost must not meet the next step.
  if (!done.ok) for (const role of ['keeper', 'guard'] as const) run.sessions.drop(role);
  return done;
}

interface Pair {
  /** Holds the lock that the guard waits for. */
  readonly keeper: Session;
  /** The session that switches the setting on as soon as it has the lock, whichever process is alive then. */
  readonly guard: Session;
}

async function runGuarded(
  kept: KeptGrants,
  run: ScriptContext,
  { pair, work }: { readonly pair: Pair; readonly work: Work },
): Promise<Result<void, Failure>> {
  const { keeper, guard } = pair;
  const taken = await take(keeper, kept, run);
  if (!taken.ok) return taken;
  if (taken.value === 'off already') return work();
  const guarding = track(guard.queryMany(kept.guard));
  const isGuarded = await reachesState(keeper, { session: guard, tracked: guarding }, /^User lock$/);
  const off = isGuarded ? await keeper.query(kept.off) : null;
  if (off?.ok !== true) {
    await letGo(kept, run, { pair, guarding });
    return off === null ? unguarded(run) : fail(explainServerError(off.error, run.asked));
  }
  const done = await work();
  const on = await letGo(kept, run, { pair, guarding });
  return done.ok ? on : done;
}

/** Milliseconds to wait for another replacement on this server, whose text may take long to compile. */
const patienceMs = 120_000;
const pauseMs = 20;

/** The time in which the guard of a dead replacement, which had the lock a moment ago, switches the setting on. */
const settlingMs = 500;

/** Takes the lock without waiting in its queue, because the guard of the present holder has to be first there. */
async function take(
  keeper: Session,
  { take, release }: KeptGrants,
  { asked }: ScriptContext,
): Promise<Result<'taken' | 'off already', Failure>> {
  const limit = Date.now() + patienceMs;
  let recovered: number | null = null;
  for (;;) {
    const rows = await keeper.query(take);
    if (!rows.ok) return fail(explainServerError(rows.error, asked));
    const [row] = rows.value;
    if (Number(row?.['taken']) === 1) {
      if (Number(row?.['setting']) === 1) return succeed('taken');
      await keeper.query(release);
      recovered ??= Date.now() + settlingMs;
      if (Date.now() > recovered) return succeed('off already');
    }
    if (Date.now() > limit)
      return failure(
        'held',
        printCouldNot(asked, 'another replacement on this server has automatic_sp_privileges switched off'),
        'Try again after it has finished.',
      );
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function unguarded({ asked }: ScriptContext): Result<never, Failure> {
  return failure(
    'could-not',
    printCouldNot(asked, 'the session that guards automatic_sp_privileges was lost or did not start in time'),
  );
}

/**
 * Lets the guard switch the setting on and checks that it did; if the guard was lost, another session does so. If the
 * lock was lost as well, the setting may have been on before DROP, and the grants were not restored.
 */
async function letGo(
  { release, on }: KeptGrants,
  { sessions, asked }: ScriptContext,
  { pair: { keeper }, guarding }: { readonly pair: Pair; readonly guarding: Tracked },
): Promise<Result<void, Failure>> {
  const released = await keeper.query(release);
  if (!released.ok) keeper.destroy();
  const guarded = await guarding.promise;
  if (guarded.ok && released.ok) return succeed(undefined);
  const another = await sessions.openAnother();
  if (!another.ok) return another;
  const switched = await another.value.query(on);
  await another.value.close();
  if (!switched.ok) return fail(explainServerError(switched.error, asked));
  return guarded.ok || released.ok ? succeed(undefined) : fail(explainServerError(guarded.error, asked));
}
