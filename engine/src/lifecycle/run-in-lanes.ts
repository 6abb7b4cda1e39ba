/** The statements of a batch side by side, as many at once as the environment allows. */
import { fail, type Result } from '../base/result';
import { runStatements, type StepWork } from './execute-step';
import type { SessionRole } from './target-sessions';
import { keepRenewed } from './renewals';
import type { BeforeStep, FailedStep, RunAnswer, RunStep } from './run-answer';
import { canBePacked, runPacked, type PackFailure } from './run-packed';
import { Turns } from './turns';

export interface Watch {
  readonly beforeStep: BeforeStep;
  /** Something has failed elsewhere: nothing more is begun, and what is not is no failure. */
  readonly isHalted: () => boolean;
}

export async function runInLanes(batch: readonly StepWork[], { beforeStep, isHalted }: Watch): Promise<RunAnswer> {
  const [first] = batch;
  if (first === undefined) return { done: [], failed: [] };
  const { target } = first;
  const renewed = keepRenewed(target.lease);
  const done: RunStep[] = [];
  const failed: FailedStep[] = [];
  const wanted = Math.min(target.environment.maxConnections, Math.ceil(batch.length / fewestPerLane));
  const roles = rolesOf(batch);
  // The one that watches serves all lanes, and must not find the last connection taken.
  if (roles.includes('holder')) await target.sessions.get('watcher');
  const lanes = await target.sessions.openLanes(roles, wanted);
  const most = Math.min(Math.ceil(batch.length / (packsPerLane * lanes)), mostInPack);
  const turns = new Turns(batch);
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
  return { done, failed };

  /** After a failure nothing more is begun; what runs is waited for. */
  async function runLane(lane: number): Promise<void> {
    for (;;) {
      const pack = await turns.take(most, goesWith);
      if (pack === null) return;
      try {
        if (failed.length === 0 && !isHalted()) await runPack(pack, lane);
      } finally {
        turns.end(pack);
      }
    }
  }

  async function runPack(pack: readonly StepWork[], lane: number): Promise<void> {
    const stopped = pack.map(beforeStep).find((failure) => failure !== null);
    const held = stopped === undefined ? await renewed() : fail(stopped);
    const startedAt = performance.now();
    const answer = held.ok ? await sendPack(pack, lane) : fail({ created: 0, failure: held.error, isLost: false });
    const durationMs = Math.round((performance.now() - startedAt) / pack.length);
    const ran = answer.ok ? pack : pack.slice(0, answer.error.created);
    done.push(...ran.map((work) => ({ work, durationMs })));
    if (!answer.ok) {
      const { failure, isLost } = answer.error;
      const isTouched = held.ok && failure.kind !== 'plan-stale';
      const others = pack.slice(ran.length, isLost ? undefined : ran.length + 1);
      failed.push(...others.map((work) => ({ work, durationMs, failure, isTouched })));
    }
    for (const work of ran) await work.onBoundary('statements-run', work.number);
  }
}

async function sendPack(pack: readonly StepWork[], lane: number): Promise<Result<void, PackFailure>> {
  const [first] = pack;
  if (first === undefined || canBePacked(first)) return runPacked(pack, lane);
  const ran = await runStatements(first, lane);
  return ran.ok ? ran : fail({ created: 0, failure: ran.error, isLost: false });
}

/** The sessions that the statements of the batch may be sent by. */
function rolesOf(batch: readonly StepWork[]): readonly SessionRole[] {
  const alone = batch.filter((work) => !canBePacked(work)).map(({ step }) => step.script);
  const needsWorker = alone.some(({ kind, grants }) => kind !== 'queued' || grants.length > 0);
  const isQueued = alone.some(({ kind }) => kind === 'queued');
  return [
    ...(alone.length < batch.length ? (['packets'] as const) : []),
    ...(needsWorker ? (['worker'] as const) : []),
    ...(isQueued ? queueRoles : []),
  ];
}

const queueRoles = ['holder', 'dropper', 'closer'] as const;

/** The sessions of a lane more are worth their opening only for so many steps. */
const fewestPerLane = 5;

/** No lane is left with one long pack while the others are done. */
const packsPerLane = 3;

/** A packet with more of them spares nothing that could be measured. */
const mostInPack = 10;

function goesWith(first: StepWork, other: StepWork): boolean {
  return canBePacked(first) && canBePacked(other) && first.step.script.settings === other.step.script.settings;
}
