/** The request and the answer of `drift` (docs/formats/command-line.md). */
import type { MutationOptions } from '../../lifecycle/answers/mutation-options';
import type { DeployAnswer } from '../../lifecycle/answers/deploy';
import type { DifferenceKind } from '../../routine/difference';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { RegisterAnswer } from './register';

/** Either `adopt` or `revert`, or neither to look only. */
export interface DriftRequest extends MutationOptions {
  readonly environment: string;
  readonly routines?: readonly string[];
  /** True to write the live texts to the source files, and to record in the ledger that they are accepted. */
  readonly adopt?: boolean;
  /** True to accept with `adopt`, in the ledger, that routines were dropped; their sources stay. */
  readonly adoptDrops?: boolean;
  /** Registers what was adopted. */
  readonly register?: boolean;
  /** Deploys what was deployed last. */
  readonly revert?: boolean;
}

export interface DriftedRoutine {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly target: string;
  readonly state: 'changed' | 'missing';
  /** The last deployed version, or `-` for a text that was not registered. */
  readonly version: string | null;
  readonly deployment: string;
  readonly deployedAt: string | null;
  /** The moment of the last change, as far as the server reports it. */
  readonly alteredAt: string | null;
  readonly definer: string | null;
  readonly differences: readonly { readonly kind: DifferenceKind; readonly detail: string }[];
  /** A unified diff from the deployed to the live text; null if one of them does not exist. */
  readonly patch: string | null;
}

/** A routine that was deployed and cannot be compared with the live one. */
export interface UnknownDrift {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly target: string;
  /** The reason, with the privilege that would help. */
  readonly message: string;
}

export interface DriftAnswer {
  /** True for a protected environment, as in a plan. */
  readonly isProtected?: true;
  readonly drifted: readonly DriftedRoutine[];
  /** Routines that are unreadable, or may exist without being visible; absent if there are none. */
  readonly unknown?: readonly UnknownDrift[];
  /** The number of deployed routines that were compared, over all targets. */
  readonly compared?: number;
  /** The project's routines there that equal no version and no known deployment, by name; absent if there are none. */
  readonly different?: readonly string[];
  /** The files that now equal the server; in a dry run those that would. */
  readonly adopted: readonly {
    readonly routine: string;
    readonly file: string;
    /** The unified diff of the file; null if it does not change. */
    readonly patch: string | null;
  }[];
  /** The new versions; in a dry run those that would be registered. */
  readonly registered: RegisterAnswer['registered'];
  /** The answer of the deployment; null if nothing was reverted. */
  readonly reverted: DeployAnswer | null;
  /** The failures after an adoption, which undo nothing; absent if there are none. */
  readonly warnings?: readonly string[];
}
