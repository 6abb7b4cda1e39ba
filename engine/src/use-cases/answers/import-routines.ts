/** The request of `import` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';

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
  readonly skipped: readonly { readonly routine: string; readonly reason: Advice }[];
  /** A sentence for each list of the server that may lack something; absent if all are complete. */
  readonly unlisted?: readonly string[];
}
