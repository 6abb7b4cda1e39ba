/** The request of `import` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface ImportRequest {
  readonly environment: string;
  /** The routines; by default every routine of the environment. */
  readonly routines?: readonly string[];
  /** True if the live text of a routine that a source file already defines is to be written into that file. */
  readonly overwrite?: boolean;
  /** True for the answer alone: nothing is written. */
  readonly dryRun?: boolean;
}

export interface ImportAnswer {
  readonly written: readonly { readonly routine: string; readonly file: string }[];
  readonly skipped: readonly {
    readonly routine: string;
    readonly reason: Advice;
    readonly kind: RoutineKind;
    /** The file that defines the routine; null if none does. */
    readonly file: string | null;
    /** True where the name lacks the prefix of the environment, so that it is none of its own. */
    readonly isForeign?: true;
  }[];
  /** A sentence for each list of the server that may lack something; absent if all are complete. */
  readonly unlisted?: readonly string[];
}
