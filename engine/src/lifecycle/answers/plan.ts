/** The request and the answer of `plan` (docs/formats/command-line.md). */
import type { StepAction } from '../../ledger/ledger';
import type { Strategy } from '../../project/environment';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { Finding } from './finding';
import type { CallersNote, PossibleCallers } from './possible-callers';

export interface PlanRequest {
  readonly environment: string;
  /** Names, patterns, or `name@version`; none means every routine of the workspace. */
  readonly routines?: readonly string[];
  readonly withCallees?: boolean;
  readonly strategy?: Strategy;
  /** True to include routines that were changed on the server since the last deployment, or were never managed. */
  readonly overwrite?: boolean;
  /** True to drop routines that this project deployed and no longer has. */
  readonly prune?: boolean;
}

export interface PlanStep {
  readonly action: StepAction;
  readonly routine: string;
  readonly kind: RoutineKind;
  /** Target as `host:port/schema`. */
  readonly target: string;
  /** The version, or `-` for a text that is not registered; null if the routine does not exist. */
  readonly from: string | null;
  readonly to: string | null;
  readonly strategy: Strategy;
  /** Every statement that the step runs on the target, in order, as it is sent but for the comment in front that names the deployment. */
  readonly sql: readonly string[];
  /**
   * The smoke tests, run after the deployment, each in a transaction that is rolled back; an error restores everything.
   */
  readonly smoke: readonly string[];
  /** Sentences a person can act on. */
  readonly hazards: readonly string[];
  /** The number of grants on the existing routine that it has afterwards, too. Absent if it has none, or if they are unreadable. */
  readonly grants?: number;
  /** The live text before and the text after, for a diff. */
  readonly before: string | null;
  readonly after: string | null;
  /** The possible callers outside of stored programs of what the step drops or changes. Absent if none is known. */
  readonly callers?: PossibleCallers;
}

export interface PlanAnswer {
  readonly environment: string;
  /** The environment's name must be typed to deploy it. Absent where it need not. */
  readonly isProtected?: true;
  readonly fingerprint: string;
  readonly steps: readonly PlanStep[];
  readonly order: readonly string[];
  /** The problems and warnings; a plan with an error cannot be deployed. */
  readonly findings: readonly Finding[];
  /** The unknown parts of the search for callers outside of stored programs. Absent if nothing is. */
  readonly notes?: readonly CallersNote[];
}
