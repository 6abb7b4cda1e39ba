/** The statements of a batch side by side, as many at once as the environment allows. */
import type { Failure } from '../../base/failure';
import { fail, type Result } from '../../base/result';
import { printKindAndKey } from '../../routine/routine';
import { ownCharacterSet } from '../planning/steps/blueprint';
import { askedFor } from '../target/target-at-work';
import type { Renew } from './renewals';
import { canBePacked, noneCreated, runPacked, type PackFailure } from './run-packed';
import { runScript } from './run-script';
import type { ScriptRun } from './script-run';
import type { BeforeStep, FailedStep, RunAnswer, RunStep, StepWork } from './step-work';
import type { SessionRole } from '../target/target-sessions';
import { Turns, type Pack } from './turns';

export interface Watch {
  readonly beforeStep: BeforeStep;
  /** The lease. */
  readonly renew: Renew;
  /** Something has failed elsewhere: nothing more is begun, and what is not is no failure. */
  readonly isHalted: () => boolean;
}

export async function runInLanes(
  batch: readonly StepWork[],
  { beforeStep, renew, isHalted }: Watch,
): Promise<RunAnswer> {
  const [first] = batch;
  if (first === undefined) return { done: [], failed: [] };
  const { target } = first;
  const done: RunStep[] = [];
  const failed: FailedStep[] = [];
  const wanted = Math.min(target.environment.maxConnections, Math.ceil(batch.length / fewestPerLane));
  const packable = new Set(batch.filter(canBePacked));
  const roles = rolesOf(batch, packable);
  // The one that watches serves all lanes, and must not find the last connection taken.
  if (roles.includes('holder')) await target.sessions.get('watcher');
  const lanes = await target.sessions.openLanes(roles, wanted);
  const most = Math.min(Math.ceil(batch.length / (packsPerLane * lanes)), mostInPack);
  const turns = new Turns(batch);
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let pack = await turns.take(most, goesWith); pack !== null; pack = await turns.take(most, goesWith)) {
        // After a failure nothing more is begun; what runs is waited for.
        if (failed.length === 0 && !isHalted()) await runPack(pack, lane).finally(() => turns.end(pack));
        else turns.end(pack);
      }
    }),
  );
  return { done, failed };

  function goesWith(one: StepWork, other: StepWork): boolean {
    return packable.has(one) && packable.has(other) && one.step.script.settings === other.step.script.settings;
  }

  async function runPack(pack: Pack, lane: number): Promise<void> {
    const stopped = pack.map(beforeStep).find((failure) => failure !== null);
    const held = stopped === undefined ? await renew() : fail(stopped);
    const startedAt = performance.now();
    const answer = held.ok
      ? packable.has(pack[0])
        ? await runPacked(pack, lane)
        : asPack(await runScript(pack[0].step.script, scriptRunOf(pack[0], lane)))
      : noneCreated(held.error);
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

function scriptRunOf({ target, step, number, onBoundary }: StepWork, lane: number): ScriptRun {
  return {
    key: step.key,
    sessions: target.sessions,
    lane,
    before: step.before?.saved ?? null,
    characterSet: step.after === null ? null : ownCharacterSet(step.after),
    asked: askedFor(target, `${step.action} ${printKindAndKey(step.key)}`, step.key.schema),
    onBoundary: (boundary) => onBoundary(boundary, number),
  };
}

function asPack(ran: Result<void, Failure>): Result<void, PackFailure> {
  return ran.ok ? ran : noneCreated(ran.error);
}

/** The sessions that the statements of the batch may be sent by. */
function rolesOf(batch: readonly StepWork[], packable: ReadonlySet<StepWork>): readonly SessionRole[] {
  const alone = batch.filter((work) => !packable.has(work)).map(({ step }) => step.script);
  const needsWorker = alone.some(({ kind, grants }) => kind !== 'queued' || grants.length > 0);
  const isQueued = alone.some(({ kind }) => kind === 'queued');
  return [
    ...(packable.size > 0 ? (['packets'] as const) : []),
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
