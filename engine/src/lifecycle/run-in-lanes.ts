/** The statements of a run side by side, as many at once as the environment allows. */
import { fail, succeed, type Result } from '../base/result';
import { identify } from '../routine/routine';
import { runStatements, type StepWork } from './execute-step';
import { inLanes } from './in-lanes';
import { listCallees } from './order-routines';
import type { SessionRole } from './target-sessions';
import { keepRenewed } from './renewals';
import type { BeforeStep, FailedStep, RunAnswer, RunStep } from './run-answer';

export interface Watch {
  readonly beforeStep: BeforeStep;
  /** Something has failed elsewhere: nothing more is begun, and what is not is no failure. */
  readonly isHalted: () => boolean;
}

export async function runInLanes(run: readonly StepWork[], { beforeStep, isHalted }: Watch): Promise<RunAnswer> {
  const [first] = run;
  if (first === undefined) return { done: [], failed: [] };
  const { target } = first;
  const renewed = keepRenewed(target.lease);
  const done: RunStep[] = [];
  const failed: FailedStep[] = [];
  const wanted = Math.min(target.environment.maxConnections, Math.ceil(run.length / fewestPerLane));
  const roles = rolesOf(run);
  // The one that watches serves all lanes, and must not find the last connection taken.
  if (roles.includes('holder')) await target.sessions.get('watcher');
  const lanes = await target.sessions.openLanes(roles, wanted);
  await inLanes(inTurn(run), lanes, async ({ work, after, end }, lane) => {
    try {
      await after;
      return await runOne(work, lane);
    } finally {
      end();
    }
  });
  return { done, failed };

  async function runOne(work: StepWork, lane: number): Promise<Result<void, unknown>> {
    if (failed.length > 0 || isHalted()) return succeed(undefined);
    const stopped = beforeStep(work);
    const held = stopped === null ? await renewed() : fail(stopped);
    const startedAt = performance.now();
    const answer = held.ok ? await runStatements(work, lane) : held;
    const durationMs = Math.round(performance.now() - startedAt);
    if (!answer.ok) {
      failed.push({
        work,
        durationMs,
        failure: answer.error,
        isTouched: held.ok && answer.error.kind !== 'plan-stale',
      });
      return answer;
    }
    done.push({ work, durationMs });
    await work.onBoundary('statements-run', work.number);
    return succeed(undefined);
  }
}

/** The sessions that the statements of the run are sent by. */
function rolesOf(run: readonly StepWork[]): readonly SessionRole[] {
  const scripts = run.map(({ step }) => step.script);
  const needsWorker = scripts.some(({ kind, grants }) => kind !== 'queued' || grants.length > 0);
  const isQueued = scripts.some(({ kind }) => kind === 'queued');
  return [...(needsWorker ? (['worker'] as const) : []), ...(isQueued ? queueRoles : [])];
}

const queueRoles = ['holder', 'dropper', 'closer'] as const;

/** The sessions of a lane more are worth their opening only for so many steps. */
const fewestPerLane = 5;

interface Turn {
  readonly work: StepWork;
  /** The turns of those before it in the run that it calls or that call it. */
  readonly after: Promise<unknown>;
  readonly end: () => void;
}

/** The order of the plan is kept where it matters: callees come before their callers, and go after them. */
function inTurn(run: readonly StepWork[]): readonly Turn[] {
  const turns = new Map<string, Promise<void>>();
  const callers = new Map<string, Promise<void>[]>();
  return run.map((work) => {
    const { key, before, after } = work.step;
    const identity = identify(key);
    const routine = (after ?? before?.live)?.routine;
    const callees = routine === undefined ? [] : listCallees(routine);
    const earlier = callees.map((callee) => turns.get(callee)).filter((turn) => turn !== undefined);
    earlier.push(...(callers.get(identity) ?? []));
    let end = (): void => undefined;
    const turn = new Promise<void>((resolve) => (end = resolve));
    turns.set(identity, turn);
    for (const callee of callees) {
      const known = callers.get(callee);
      if (known === undefined) callers.set(callee, [turn]);
      else known.push(turn);
    }
    return { work, after: Promise.all(earlier), end };
  });
}
