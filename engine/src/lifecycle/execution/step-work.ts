/** One step on its way, and how far a run of steps came. */
import type { Failure } from '../../base/failure';
import type { DeploymentKind } from '../../ledger/ledger';
import type { DeploymentStep } from '../planning/steps/plan';
import type { OnBoundary } from '../target/boundary';
import type { TargetAtWork } from '../target/target-at-work';

export interface StepWork {
  readonly target: TargetAtWork;
  readonly deployment: string;
  readonly type: DeploymentKind;
  /** From 1. */
  readonly number: number;
  readonly step: DeploymentStep;
  /** Exact checksum of the project's text; null for a drop. */
  readonly desired: string | null;
  readonly onBoundary: OnBoundary;
}

/** A step whose statements have run. */
export interface RunStep {
  readonly work: StepWork;
  readonly durationMs: number;
}

export interface FailedStep extends RunStep {
  readonly failure: Failure;
  /** Statements may have run, so that what stood before has to be brought back. */
  readonly isTouched: boolean;
}

export interface RunAnswer {
  /** Without a failure all of them are in the ledger as done. */
  readonly done: readonly RunStep[];
  /** The first is the cause; others were under way when it failed. Empty where all went well. */
  readonly failed: readonly FailedStep[];
}

/** Asked before each step; a failure stops the run there. */
export type BeforeStep = (work: StepWork) => Failure | null;

export function untouched(work: StepWork, failure: Failure): FailedStep {
  return { work, durationMs: 0, failure, isTouched: false };
}
