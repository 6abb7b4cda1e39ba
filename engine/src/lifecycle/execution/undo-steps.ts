/** Undoes the steps of a deployment that failed, in reverse order; changes that others made meanwhile remain. */
import { advise, isAdvice, type Advice } from '../../base/advice';
import { explainFailure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import type { StepOutcome } from '../answers/deploy';
import { listStatements } from '../planning/steps/step-script';
import type { DeploymentStep } from '../planning/steps/plan';
import type { TargetAtWork } from '../target/target-at-work';
import type { LeftState, Undoing } from './evaluate-undo';
import { recordUndoing, recordUndone } from './journal';
import { describeDeployed, expectedBody } from './journal-entries';
import { restoreRoutine, type Restored } from './restore';
import type { ExecutedStep, FailedStep, StepTask } from './step-task';

export interface Undone {
  /** The outcomes of the steps that were undone, by their number from 1. */
  readonly outcomes: ReadonlyMap<number, StepOutcome>;
  /** `partial` if "recover" has to finish it; `failed` if changes by others remain; `rolled-back` if all is as before. */
  readonly outcome: 'rolled-back' | 'failed' | 'partial';
}

export interface UndoneSteps {
  readonly done: readonly ExecutedStep[];
  readonly failed: readonly FailedStep[];
  readonly onStep: (task: StepTask) => void;
}

/** Undoes the failed steps first. If the ledger is not reachable, "recover" completes the record. */
export async function undoAll({ done, failed, onStep }: UndoneSteps): Promise<Undone> {
  const touched = failed.filter(({ isTouched }) => isTouched);
  await recordUndoing([...touched, ...done].map(({ task }) => task));
  const outcomes = new Map<number, StepOutcome>(failed.map((step) => [step.task.number, describeFailed(step)]));
  /** Each attempt at a target that is gone takes its time, and "recover" makes up for all of them. */
  const gone = new Map<TargetAtWork, Result<never, Failure>>();
  let isWhole = true;
  const all = [
    ...touched.map((step) => ({ step, own: step })),
    ...done.toReversed().map((step) => ({ step, own: null })),
  ];
  for (const { step, own } of all) {
    const { task } = step;
    onStep(task);
    const startedAt = performance.now();
    const restored = gone.get(task.target) ?? (await restoreRoutine(task.target, undoingOf(step)));
    if (!restored.ok && restored.error.kind === 'unreachable') gone.set(task.target, restored);
    const durationMs = own?.durationMs ?? Math.round(performance.now() - startedAt);
    if (!restored.ok) {
      isWhole = false;
      const error = advise`The previous version could not be restored: ${explainFailure(restored.error)}`;
      outcomes.set(task.number, outcomeOf(task, { outcome: 'failed', durationMs, error: joinErrors(own, error) }));
    } else outcomes.set(task.number, await conclude(step, { restored: restored.value, own, durationMs }));
  }
  const isAsBefore = [...outcomes.values()].every(({ left }) => left === undefined);
  return { outcomes, outcome: isWhole ? (isAsBefore ? 'rolled-back' : 'failed') : 'partial' };
}

/** Records how the undoing of a step ended. */
async function conclude(
  { task }: ExecutedStep,
  ended: { readonly restored: Restored; readonly own: FailedStep | null; readonly durationMs: number },
): Promise<StepOutcome> {
  const { restored, own, durationMs } = ended;
  const { warning, left } = restored;
  const outcome = own === null && left !== 'object' ? 'restored' : 'failed';
  // The ledger keeps what happened; what to do about it changes with the time.
  const recorded = [own?.failure.message ?? null, warning].filter((part) => part !== null).join(' ');
  await recordUndone(task, { outcome, durationMs, error: recorded === '' ? null : recorded }, restored);
  const error = warning === null ? null : describeLeft(warning, restored, task);
  const answer = outcomeOf(task, { outcome, durationMs, error: joinErrors(own && withoutRecovery(own), error) });
  return left === null ? answer : { ...answer, left };
}

/** Adds the command that shows what differs from the last deployment now. */
function describeLeft(warning: string, { left }: Restored, { target }: StepTask): Advice {
  if (left !== 'object') return warning;
  return advise`${warning} See ${{ id: 'drift', environment: target.environment.name }}.`;
}

function joinErrors(own: FailedStep | null, error: Advice | null): Advice | null {
  if (own === null) return error;
  const cause = explainFailure(own.failure);
  return error === null ? cause : advise`${cause} ${error}`;
}

/** Returns a failed step that is as before: nothing is left to a recovery, which its failure may advise. */
function withoutRecovery(step: FailedStep): FailedStep {
  const { remedy, ...failure } = step.failure;
  const advised = isAdvice(remedy) ? remedy.advice : [];
  const isRecovery = advised.some((part) => typeof part !== 'string' && part.id === 'recover');
  return isRecovery ? { ...step, failure } : step;
}

function describeFailed(step: FailedStep): StepOutcome {
  const { task, durationMs, failure } = withoutRecovery(step);
  return outcomeOf(task, { outcome: 'failed', durationMs, error: explainFailure(failure) });
}

/** Returns the outcome of a step with the facts that it has in each answer. */
export function outcomeOf(
  { step, target }: StepTask,
  { outcome, durationMs, error }: Pick<StepOutcome, 'outcome' | 'durationMs' | 'error'>,
): StepOutcome {
  const { action, from, to } = step;
  return { action, from, to, routine: step.name, target: target.label, outcome, durationMs, error };
}

function undoingOf({ task: { step }, readBack }: ExecutedStep): Undoing {
  const { key, before } = step;
  const left = readBack === undefined ? begunBy(step) : knownFrom(step, readBack.object);
  return { key, saved: before?.saved ?? null, left };
}

function knownFrom({ key, after }: DeploymentStep, object: DeploymentStep['before']): LeftState {
  const live = object?.live ?? null;
  const { event } = describeDeployed(key, { stated: after, live });
  const step = { key, live: live?.routine.checksums.exact ?? null, ...(event === undefined ? {} : { event }) };
  return { kind: 'known', step, grants: object === null ? [] : object.saved.grants };
}

function begunBy(step: DeploymentStep): LeftState {
  const expected = expectedBody(step);
  return {
    kind: 'begun',
    isOurs: ({ live }) => {
      if (step.after === null) return false;
      return expected === null ? null : live.routine.checksums.semanticBody === expected;
    },
    keepsGrants: !dropsObject(listStatements(step.script)),
  };
}

/** Returns true if one of the statements of a step drops its object, and with it the grants on it. */
export function dropsObject(statements: readonly string[]): boolean {
  return statements.some((statement) =>
    /(^|;\s*)DROP (PROCEDURE|FUNCTION|PACKAGE|TRIGGER|EVENT|VIEW)\b/.test(statement),
  );
}
