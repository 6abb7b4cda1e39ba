/** What `drift` is asked, and what it answers (docs/formats/command-line.md). */
import type { MutationOptions } from '../../lifecycle/answers/mutation-options';
import type { DeployAnswer } from '../../lifecycle/answers/deploy';
import type { DifferenceKind } from '../../routine/difference';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { RegisterAnswer } from './register';

/** Either `adopt` or `revert`, or neither to look only. */
export interface DriftRequest extends MutationOptions {
  readonly environment: string;
  readonly routines?: readonly string[];
  /** Writes the live texts to the source files, and notes in the ledger that they are accepted. */
  readonly adopt?: boolean;
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
  /** Of what was deployed last: a version, or `-` for a text that was not registered. */
  readonly version: string | null;
  readonly deployment: string;
  readonly deployedAt: string | null;
  /** When it was last changed, as far as the server tells. */
  readonly alteredAt: string | null;
  readonly definer: string | null;
  readonly differences: readonly { readonly kind: DifferenceKind; readonly detail: string }[];
  /** A unified diff from what was deployed to what is live; null where one of them is not there. */
  readonly patch: string | null;
}

export interface DriftAnswer {
  /** As in a plan. */
  readonly isProtected?: true;
  readonly drifted: readonly DriftedRoutine[];
  /** Files that say by now what the server says. */
  readonly adopted: readonly { readonly routine: string; readonly file: string }[];
  readonly registered: RegisterAnswer['registered'];
  /** Null where nothing was put back. */
  readonly reverted: DeployAnswer | null;
}
