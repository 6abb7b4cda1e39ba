/** The statements of a batch side by side, as many at once as the environment allows. */
import { append } from '../../base/long-lists';
import type { Failure } from '../../base/failure';
import { fail, type Result } from '../../base/result';
import { printKindAndKey } from '../../routine/routine';
import { ownCharacterSet } from '../planning/steps/target-definition';
import { askedFor } from '../target/target-at-work';
import type { RenewLease } from './lease-heartbeat';
import { canShareQuery, noneCreated, runMultiStatement, type MultiStatementFailure } from './run-multi-statement';
import { runScript } from './run-script';
import type { ScriptContext } from './script-context';
import type { BeforeStep, FailedStep, GroupOutcome, ExecutedStep, StepTask } from './step-task';
import type { SessionRole } from '../target/target-sessions';
import { Scheduler, type ReadySteps } from './scheduler';
import { couldNot } from '../../database/connection/could-not';

export interface Watch {
  readonly beforeStep: BeforeStep;
  /** The lease. */
  readonly renew: RenewLease;
  /** Returns true after a failure elsewhere: nothing more is started, and steps that did not start are not failures. */
  readonly isHalted: () => boolean;
}

export async function runWorkers(
  batch: readonly StepTask[],
  { beforeStep, renew, isHalted }: Watch,
): Promise<GroupOutcome> {
  const [first] = batch;
  if (first === undefined) return { done: [], failed: [] };
  const { target } = first;
  const done: ExecutedStep[] = [];
  const failed: FailedStep[] = [];
  const wanted = Math.min(target.environment.maxConnections, Math.ceil(batch.length / stepsPerWorker));
  const sharing = new Set(batch.filter(canShareQuery));
  const roles = rolesOf(batch, sharing);
  // The watcher serves all workers, and must not find the last connection taken.
  if (roles.includes('holder')) await target.sessions.get('watcher');
  const workers = await target.sessions.openWorkers(roles, wanted);
  const most = Math.min(Math.ceil(batch.length / (requestsPerWorker * workers)), mostInRequest);
  const scheduler = new Scheduler(batch);
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (
        let ready = await scheduler.next(most, goesWith);
        ready !== null;
        ready = await scheduler.next(most, goesWith)
      ) {
        // After a failure nothing more is started; running steps are awaited.
        if (failed.length === 0 && !isHalted()) await runReady(ready, worker).finally(() => scheduler.complete(ready));
        else scheduler.complete(ready);
      }
    }),
  );
  return { done, failed };

  function goesWith(one: StepTask, other: StepTask): boolean {
    return sharing.has(one) && sharing.has(other) && one.step.script.settings === other.step.script.settings;
  }

  async function runReady(ready: ReadySteps, worker: number): Promise<void> {
    const stopped = ready.map(beforeStep).find((failure) => failure !== null);
    const held = stopped === undefined ? await renew() : fail(stopped);
    const startedAt = performance.now();
    const answer = held.ok
      ? sharing.has(ready[0])
        ? await runMultiStatement(ready, worker)
        : asReady(await runScript(ready[0].step.script, scriptRunOf(ready[0], worker)))
      : noneCreated(held.error);
    const durationMs = Math.round((performance.now() - startedAt) / ready.length);
    const ran = answer.ok ? ready : ready.slice(0, answer.error.created);
    append(
      done,
      ran.map((task) => ({ task, durationMs })),
    );
    if (!answer.ok) {
      const { failure, isLost } = answer.error;
      const isTouched = held.ok && failure.kind !== 'plan-stale';
      const others = ready.slice(ran.length, isLost ? undefined : ran.length + 1);
      append(
        failed,
        others.map((task) => ({ task, durationMs, failure, isTouched })),
      );
    }
    for (const task of ran) await task.onFaultPoint('statements-run', task.number);
  }
}

function scriptRunOf({ target, step, number, onFaultPoint }: StepTask, worker: number): ScriptContext {
  return {
    key: step.key,
    sessions: target.sessions,
    worker,
    before: step.before?.saved ?? null,
    characterSet: step.after === null ? null : ownCharacterSet(step.after),
    asked: askedFor(target, couldNot[step.action](printKindAndKey(step.key)), step.key.schema),
    onFaultPoint: (faultPoint) => onFaultPoint(faultPoint, number),
  };
}

function asReady(ran: Result<void, Failure>): Result<void, MultiStatementFailure> {
  return ran.ok ? ran : noneCreated(ran.error);
}

/** Returns the roles of the sessions that run the statements of the batch. */
function rolesOf(batch: readonly StepTask[], sharing: ReadonlySet<StepTask>): readonly SessionRole[] {
  const alone = batch.filter((task) => !sharing.has(task)).map(({ step }) => step.script);
  const needsWorker = alone.some(({ kind, grants }) => kind !== 'queued' || grants.length > 0);
  const isQueued = alone.some(({ kind }) => kind === 'queued');
  return [
    ...(sharing.size > 0 ? (['packets'] as const) : []),
    ...(needsWorker ? (['worker'] as const) : []),
    ...(isQueued ? queueRoles : []),
  ];
}

const queueRoles = ['holder', 'dropper', 'closer'] as const;

/** The minimum number of steps for which the sessions of another worker are worth their opening. */
const stepsPerWorker = 5;

/** The minimum number of requests for each worker, so that none has a long list left while the others are done. */
const requestsPerWorker = 3;

/** A packet with more of them spares nothing that could be measured. */
const mostInRequest = 10;
