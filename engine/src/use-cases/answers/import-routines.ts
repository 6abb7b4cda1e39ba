/** The request of `import` (docs/formats/command-line.md). */

export interface ImportRequest {
  readonly environment: string;
  /** The routines; by default every routine of the environment. */
  readonly routines?: readonly string[];
}

export interface ImportAnswer {
  readonly written: readonly { readonly routine: string; readonly file: string }[];
  readonly skipped: readonly { readonly routine: string; readonly reason: string }[];
}
