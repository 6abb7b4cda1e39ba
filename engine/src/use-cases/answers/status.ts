/** The request and the answer of `status` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { FailureKind } from '../../base/failure';
import type { RoutineStatus } from '../../routine/states/routine-state';
import type { LastSeen } from './last-seen';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface StatusRequest {
  /** The environments; all by default. */
  readonly environments?: readonly string[];
  /** Asks no server: what the workspace is against the registry, and columns only of environments that were seen before. */
  readonly offline?: boolean;
}

export interface StatusAnswer {
  readonly routines: readonly {
    readonly routine: string;
    readonly kind: RoutineKind;
    /**
     * The registered version that the workspace's text equals, `modified` if it equals none, null if there is no text.
     */
    readonly workspace: string | null;
    /** The newest registered version; `unknown` where the registry contradicts itself. */
    readonly registry: string | null;
    readonly environments: Readonly<Record<string, RoutineStatus>>;
  }[];
  /** Environments that could not be read, whose cells are `unknown`. Absent where there are none. */
  readonly unread?: readonly { readonly environment: string; readonly kind: FailureKind; readonly message: Advice }[];
  /** The deployments that were started, never ended, and do not run any longer. Absent if there are none. */
  readonly unfinished?: readonly {
    readonly environment: string;
    readonly target: string;
    readonly deployment: string;
  }[];
  /** The ledgers that were changed after they were written, which stops deployments. Absent if there are none. */
  readonly changedLedgers?: readonly {
    readonly environment: string;
    readonly target: string;
    readonly message: Advice;
  }[];
  /** Sentences: what should be known of the environments. Absent where there is nothing. */
  readonly notes?: readonly Advice[];
  /** The last seen states of environments that could not be read now. Absent where none are known. */
  readonly lastSeen?: readonly LastSeen[];
}
