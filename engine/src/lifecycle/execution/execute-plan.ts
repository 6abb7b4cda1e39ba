/** Executes a plan step by step; on any failure all completed steps are undone in reverse order. Never throws. */
import { append } from '../../base/long-lists';
import type { Progress } from '../answers/mutation-options';
import type { DeployAnswer, StepOutcome } from '../answers/deploy';
import type { Failure } from '../../base/failure';
import type { DeploymentKind } from '../../ledger/ledger';
import type { OnFaultPoint } from '../target/fault-point';
import type { DeploymentStep } from '../planning/steps/plan';
import { runTogether } from './run-together';
import { runSmoke } from './run-smoke';
import { splitSteps } from './split-into-batches';
import type { ExecutedStep, FailedStep, StepTask } from './step-task';
import { outcomeOf, undoAll } from './undo-steps';
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
  readonly outcome: Extract<DeployAnswer['outcome'], 'deployed' | 'rolled-back' | 'failed' | 'partial'>;
  readonly steps: readonly StepOutcome[];
}

export async function executePlan(execution: Execution): Promise<Executed> {
  const work = listWork(execution);
  const outcomes: StepOutcome[] = work.map(notRun);
  const done: ExecutedStep[] = [];
  for (const run of splitSteps(work)) {
    const answer = await runTogether(run, (one) => announce(one, work.length, execution));
    for (const { task, durationMs } of answer.done)
      outcomes[task.number - 1] = { ...notRun(task), outcome: 'done', durationMs };
    append(done, answer.done);
    if (answer.failed.length > 0) return failAt(answer.failed, { done, outcomes }, execution);
  }
  const failedTest = await runSmoke(done);
  if (failedTest !== null) {
    const others = done.filter((one) => one.task !== failedTest.task);
    return failAt([failedTest], { done: others, outcomes }, execution);
  }
  execution.onProgress({ done: work.length, total: work.length, message: 'done' });
  return { outcome: 'deployed', steps: outcomes };
}

/** Reports the next step as progress; fails if it must not run. */
function announce(
  { step, number, target }: StepTask,
  total: number,
  { signal, onProgress }: Execution,
): Failure | null {
  onProgress({ done: number - 1, total, message: `${step.action} ${step.name} on ${target.label}` });
  return signal?.aborted === true
    ? { kind: 'could-not', message: 'The deployment was cancelled before this step.' }
    : null;
}

async function failAt(
  failed: readonly FailedStep[],
  { done, outcomes }: { readonly done: readonly ExecutedStep[]; readonly outcomes: readonly StepOutcome[] },
  { onProgress }: Execution,
): Promise<Executed> {
  const total = outcomes.length;
  const undone = await undoAll({
    ...{ done, failed },
    onStep: ({ step, number, target }) =>
      onProgress({ done: number - 1, total, message: `restoring ${step.name} on ${target.label}` }),
  });
  const steps = outcomes.map((outcome, i) => undone.outcomes.get(i + 1) ?? outcome);
  return { outcome: undone.outcome, steps };
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

function notRun(task: StepTask): StepOutcome {
  return outcomeOf(task, { outcome: 'not-run', durationMs: 0, error: null });
}
