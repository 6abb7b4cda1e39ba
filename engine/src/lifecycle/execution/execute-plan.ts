/** Executes a plan step by step; on any failure all completed steps are undone in reverse order. Never throws. */
import type { Progress } from '../answers/mutation-options';
import type { DeployAnswer, StepOutcome } from '../answers/deploy';
import { advise } from '../../base/advice';
import { explainFailure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import type { DeploymentKind } from '../../ledger/ledger';
import type { OnFaultPoint } from '../target/fault-point';
import { recordUndone } from './journal';
import { expectedBody } from './journal-entries';
import type { DeploymentStep } from '../planning/steps/plan';
import { restoreRoutine, type Restoring } from './restore';
import { runTogether } from './run-together';
import { runSmoke } from './run-smoke';
import { splitSteps } from './split-into-batches';
import type { FailedStep, StepTask } from './step-task';
import type { TargetAtWork } from '../target/target-at-work';

export interface Execution {
  readonly deployment: string;
  readonly type: DeploymentKind;
  readonly targets: readonly { readonly target: TargetAtWork; readonly steps: readonly DeploymentStep[] }[];
  /**
   * Returns the exact checksum of the project's text of a step; null for a drop or a text that is not the project's.
   */
  readonly desiredOf: (step: DeploymentStep) => string | null;
  readonly signal: AbortSignal | null;
  readonly onProgress: (progress: Progress) => void;
  readonly onFaultPoint: OnFaultPoint;
}

export interface Executed {
  readonly outcome: Extract<DeployAnswer['outcome'], 'deployed' | 'rolled-back' | 'partial'>;
  readonly steps: readonly StepOutcome[];
}

interface DoneStep {
  readonly task: StepTask;
  /** Position in the outcomes. */
  readonly at: number;
}

export async function executePlan(execution: Execution): Promise<Executed> {
  const work = listWork(execution);
  const outcomes: StepOutcome[] = work.map(notRun);
  const done: DoneStep[] = [];
  for (const run of splitSteps(work)) {
    const answer = await runTogether(run, (one) => announce(one, work.length, execution));
    for (const step of answer.done) {
      const at = step.task.number - 1;
      outcomes[at] = { ...notRun(step.task), outcome: 'done', durationMs: step.durationMs };
      done.push({ task: step.task, at });
    }
    if (answer.failed.length > 0) return failAt(answer.failed, { done, outcomes }, execution);
  }
  const failedTest = await runSmoke(done.map((one) => one.task));
  if (failedTest !== null) {
    const others = done.filter((one) => one.task !== failedTest.task);
    return failAt([failedTest], { done: others, outcomes }, execution);
  }
  execution.onProgress({ done: work.length, total: work.length, message: 'done' });
  return { outcome: 'deployed', steps: outcomes };
}

/** Reports the next step as progress; fails if it must not run. */
function announce({ step, number }: StepTask, total: number, { signal, onProgress }: Execution): Failure | null {
  onProgress({ done: number - 1, total, message: `${step.action} ${step.name}` });
  return signal?.aborted === true
    ? { kind: 'could-not', message: 'The deployment was cancelled before this step.' }
    : null;
}

async function failAt(
  failed: readonly FailedStep[],
  { done, outcomes }: { readonly done: readonly DoneStep[]; readonly outcomes: StepOutcome[] },
  execution: Execution,
): Promise<Executed> {
  let isBack = true;
  for (const { task, durationMs, failure, isTouched } of failed) {
    const at = task.number - 1;
    outcomes[at] = { ...notRun(task), outcome: 'failed', durationMs, error: explainFailure(failure) };
    if (isTouched && !(await bringBack({ task, at }, outcomes, failure))) isBack = false;
  }
  const undone = await undo(done, outcomes, execution);
  return isBack ? undone : { ...undone, outcome: 'partial' };
}

function listWork({ deployment, type, targets, desiredOf, onFaultPoint }: Execution): readonly StepTask[] {
  return targets
    .flatMap(({ target, steps }) => steps.map((step) => ({ target, step })))
    .map(({ target, step }, i) => ({
      target,
      deployment,
      type,
      number: i + 1,
      step,
      desired: desiredOf(step),
      onFaultPoint,
    }));
}

function notRun({ step, target }: StepTask): StepOutcome {
  const { action, from, to } = step;
  const routine = step.name;
  return { action, from, to, routine, target: target.label, outcome: 'not-run', durationMs: 0, error: null };
}

/** Restores the routine of the failed step itself. If the ledger is not reachable, "recover" completes it. */
async function bringBack({ task, at }: DoneStep, outcomes: StepOutcome[], failure: Failure): Promise<boolean> {
  const { target, step } = task;
  const restored = await restoreRoutine(target, restoringOf(step));
  const outcome = outcomes[at] ?? notRun(task);
  if (!restored.ok) {
    outcomes[at] = {
      ...outcome,
      error: advise`${explainFailure(failure)} The previous version could not be restored: ${explainFailure(restored.error)}`,
    };
    return false;
  }
  const { found, warning } = restored.value;
  const error = warning === null ? explainFailure(failure) : advise`${explainFailure(failure)} ${warning}`;
  // The ledger keeps what happened; what to do about it changes with the time.
  const recorded = warning === null ? failure.message : `${failure.message} ${warning}`;
  outcomes[at] = { ...outcome, error };
  await recordUndone(task, { outcome: 'failed', durationMs: outcome.durationMs, error: recorded }, found);
  return true;
}

async function undo(done: readonly DoneStep[], outcomes: StepOutcome[], execution: Execution): Promise<Executed> {
  let isWhole = true;
  /** Each attempt at a target that is gone takes its time, and "recover" makes up for all of them. */
  const gone = new Map<TargetAtWork, Result<never, Failure>>();
  for (const { task, at } of [...done].reverse()) {
    const { target, step } = task;
    execution.onProgress({ done: at, total: outcomes.length, message: `restoring ${step.name}` });
    const startedAt = performance.now();
    const restored = gone.get(target) ?? (await restoreRoutine(target, restoringOf(step)));
    const durationMs = Math.round(performance.now() - startedAt);
    if (!restored.ok && restored.error.kind === 'unreachable') gone.set(target, restored);
    if (restored.ok) {
      const { found, warning: error } = restored.value;
      outcomes[at] = { ...notRun(task), outcome: 'restored', durationMs, error };
      await recordUndone(task, { outcome: 'restored', durationMs, error }, found);
    } else {
      isWhole = false;
      outcomes[at] = {
        ...notRun(task),
        outcome: 'failed',
        durationMs,
        error: advise`The previous version could not be restored: ${explainFailure(restored.error)}`,
      };
    }
  }
  return { outcome: isWhole ? 'rolled-back' : 'partial', steps: outcomes };
}

function restoringOf(step: DeploymentStep): Restoring {
  return { key: step.key, saved: step.before?.saved ?? null, expected: expectedBody(step) };
}
