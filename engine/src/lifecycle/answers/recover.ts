/** The request and the answer of `recover` (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';
import type { Advice } from '../../base/advice';
import type { MutationOptions } from './mutation-options';
import type { DeployAnswer, StepOutcome } from './deploy';

export interface RecoverRequest extends MutationOptions {
  readonly environment: string;
  /** A hash that is known from before: what rows up to it name may be restored although the ledger is broken. */
  readonly head?: string;
}

export interface RecoverAnswer extends DeployAnswer {
  /** The recovery of each interrupted deployment on each target that a dry run found. Absent otherwise. */
  readonly would?: readonly {
    readonly deployment: string;
    readonly target: string;
    readonly way: 'finish' | 'undo';
    /** A step that would remain unchanged is `failed`, with the reason as its error. */
    readonly steps: readonly StepOutcome[];
  }[];
  /** The reason why nothing was changed, if the ledger does not prove what to restore; otherwise null. */
  readonly refused: { readonly message: string; readonly remedy: Advice } | null;
  /** The statements that would restore each routine, for review, if nothing was changed. */
  readonly restoring: readonly {
    readonly routine: string;
    readonly kind: RoutineKind;
    readonly target: string;
    /** The digest of the saved definition; null if the routine did not exist before. */
    readonly digest: string | null;
    /** True if a row up to a known head refers to it. */
    readonly isProven: boolean;
    readonly statements: readonly string[];
  }[];
}
