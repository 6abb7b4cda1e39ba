/** The request and the answer of `deploymentSteps`, for editors. */
import type { RoutineKind } from '../../syntax/routine-kind';
import type { StepAction, StepResult } from '../../ledger/ledger';

export interface DeploymentStepsRequest {
  readonly environment: string;
  readonly deployment: string;
  /** The number of one step, as the history gives it; by default all. */
  readonly step?: number;
}

export interface DeploymentStepsAnswer {
  readonly deployment: string;
  readonly startedAt: string;
  readonly steps: readonly DeploymentStepAnswer[];
}

export interface DeploymentStepAnswer {
  readonly step: number;
  readonly routine: string;
  readonly kind: RoutineKind;
  /** `db1:3306/shop`. */
  readonly target: string;
  readonly action: StepAction;
  /** The versions: `-` for a text that is not registered, null if the routine did not exist. */
  readonly from: string | null;
  readonly to: string | null;
  readonly outcome: StepResult | 'running';
  /** The statements as they were sent; none for an adoption. */
  readonly sql: readonly string[];
  readonly before: LedgerText;
  /** The text that the step created, also if it was undone later. */
  readonly after: LedgerText;
}

/** A text in a ledger; `unknown` if it cannot be read, which is different from a routine that does not exist. */
export type LedgerText =
  | {
      readonly kind: 'text';
      /** The text as the server returned it. */
      readonly text: string;
      /** The settings of its creation and its grants, one line each. */
      readonly settings: readonly string[];
    }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unknown';
      /** One sentence. */
      readonly reason: string;
    };
