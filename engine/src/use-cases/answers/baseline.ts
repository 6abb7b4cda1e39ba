/** The request and the answer of `baseline` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { MutationOptions } from '../../lifecycle/answers/mutation-options';
import type { VersionStatus } from '../../routine/states/version-status';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface BaselineRequest extends Pick<MutationOptions, 'confirm' | 'reason' | 'dryRun'> {
  readonly environment: string;
  /** The routines; by default every routine of the environment. */
  readonly routines?: readonly string[];
}

export interface BaselineAnswer {
  readonly environment: string;
  /** The routines that are versions now, and deployed according to the ledger; with `dryRun` those that would be. */
  readonly adopted: readonly BaselineRoutine[];
  /** The number of routines that were adopted or deployed before, and need nothing. */
  readonly unchanged: number;
  /** The routines that live there and were not taken over, with the reason. */
  readonly skipped: readonly { readonly routine: string; readonly kind: RoutineKind; readonly reason: Advice }[];
  readonly isProtected?: true;
  /** A sentence for each list of the server that may lack something; absent if all are complete. */
  readonly unlisted?: readonly string[];
  /** The failures afterwards, which undo nothing; absent if there are none. */
  readonly warnings?: readonly string[];
}

export interface BaselineRoutine {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly version: string;
  readonly status: VersionStatus;
  readonly file: string;
  /** True if the file was written from what lives there. */
  readonly isImported: boolean;
}
