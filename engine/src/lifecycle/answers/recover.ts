/** What `recover` is asked, and what it answers (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';
import type { MutationOptions } from './mutation-options';
import type { DeployAnswer } from './deploy';

export interface RecoverRequest extends MutationOptions {
  readonly environment: string;
  /** A hash that is known from before: what rows up to it name may be restored although the ledger is broken. */
  readonly head?: string;
}

export interface RecoverAnswer extends DeployAnswer {
  /** Why nothing was changed, where the ledger does not prove what is to be restored; else null. */
  readonly refused: { readonly message: string; readonly remedy: string } | null;
  /** Where refused: what would restore each routine, for people to review. */
  readonly restoring: readonly {
    readonly routine: string;
    readonly kind: RoutineKind;
    readonly target: string;
    /** Of the saved definition; null where nothing was there before. */
    readonly digest: string | null;
    /** Whether a row up to a known head names it. */
    readonly isProven: boolean;
    readonly statements: readonly string[];
  }[];
}
