/** What `deploy` is asked, and what it answers (docs/formats/command-line.md). */
import type { DeploymentOutcome, StepAction, StepResult } from '../../ledger/ledger';
import type { MutationOptions } from './mutation-options';
import type { PlanRequest } from './plan';

export interface DeployRequest extends PlanRequest, MutationOptions {}

export interface StepOutcome {
  readonly routine: string;
  readonly target: string;
  readonly outcome: StepResult;
  readonly durationMs: number;
  readonly error: string | null;
  /** What the step does, or did. */
  readonly action?: StepAction;
  /** Versions as in a plan: `-` for a text that is not registered, null where nothing is there. */
  readonly from?: string | null;
  readonly to?: string | null;
}

export interface DeployAnswer {
  /** The ledger's id; null where nothing was done. */
  readonly deployment: string | null;
  /** `would-deploy` of a dry run that found steps. */
  readonly outcome: DeploymentOutcome | 'would-deploy';
  readonly steps: readonly StepOutcome[];
  /** Sentences: what should be known of it, whatever its outcome. Absent where there is nothing. */
  readonly warnings?: readonly string[];
}
