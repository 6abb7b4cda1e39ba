/** The request and the answer of `deploy` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { Finding, FindingPlace } from './finding';
import type { CallersNote } from './possible-callers';
import type { DeploymentOutcome, LeftPart, StepAction, StepResult } from '../../ledger/ledger';
import type { MutationOptions } from './mutation-options';
import type { PlanRequest } from './plan';
import type { RoutineEffect } from './routine-effect';

export interface DeployRequest extends PlanRequest, MutationOptions {}

export interface StepOutcome {
  readonly routine: string;
  readonly target: string;
  readonly outcome: StepResult;
  readonly durationMs: number;
  readonly error: Advice | null;
  /** The action of the step. */
  readonly action?: StepAction;
  /** The versions as in a plan: `-` for a text that is not registered, null if the routine does not exist. */
  readonly from?: string | null;
  readonly to?: string | null;
  /** The part that was not undone, because someone else changed it meanwhile; absent if there is none. */
  readonly left?: LeftPart;
  /** The line of the source that the server rejected; absent for any other error. */
  readonly place?: FindingPlace;
}

export interface DeployAnswer {
  /** The ledger's id; null where nothing was done. */
  readonly deployment: string | null;
  /** `would-deploy` of a dry run that found steps. */
  readonly outcome: DeploymentOutcome | 'would-deploy';
  readonly steps: readonly StepOutcome[];
  /** The author and the machine; absent where nothing was done. */
  readonly by?: string;
  /** The warnings, as sentences, whatever the outcome. Absent if there are none. */
  readonly warnings?: readonly Advice[];
  /** The findings and the hazards of the plan; a hazard has the code `hazard`. Absent if there are none. */
  readonly findings?: readonly Finding[];
  /** The unknown parts of the search for callers outside of stored programs. Absent if nothing is. */
  readonly notes?: readonly CallersNote[];
  /** The measured effect of a rollback or a revert on each routine that it brought back. Absent for other changes. */
  readonly effects?: readonly RoutineEffect[];
}
