/** One step on its way, and how far a run of steps came. */
import type { Failure } from '../../base/failure';
import type { DeploymentKind } from '../../ledger/ledger';
import type { DeployedObject, DeploymentStep } from '../planning/steps/plan';
import type { OnFaultPoint } from '../target/fault-point';
import type { TargetAtWork } from '../target/target-at-work';

export interface StepTask {
  readonly target: TargetAtWork;
  readonly deployment: string;
  readonly type: DeploymentKind;
  /** The step's number, from 1. */
  readonly number: number;
  readonly step: DeploymentStep;
  /** Exact checksum of the project's text; null for a drop. */
  readonly desired: string | null;
  readonly onFaultPoint: OnFaultPoint;
}

/** A step whose statements have run. */
export interface ExecutedStep {
  readonly task: StepTask;
  readonly durationMs: number;
  /** The object that was read back and recorded after them; absent until then. */
  readonly readBack?: { readonly object: DeployedObject | null };
}

export interface FailedStep extends ExecutedStep {
  readonly failure: Failure;
  /** True if statements may have run, so that the previous definition has to be restored. */
  readonly isTouched: boolean;
}

export interface GroupOutcome {
  /** The executed steps; without a failure all of them are in the ledger as done. */
  readonly done: readonly ExecutedStep[];
  /** The first is the cause; others were under way when it failed. Empty where all went well. */
  readonly failed: readonly FailedStep[];
}

/** Returns a failure to stop before a step, otherwise null. */
export type BeforeStep = (task: StepTask) => Failure | null;

export function untouched(task: StepTask, failure: Failure): FailedStep {
  return { task, durationMs: 0, failure, isTouched: false };
}
