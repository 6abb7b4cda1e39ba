/** What `import` is asked, and what it answers (docs/formats/command-line.md). */

export interface ImportRequest {
  readonly environment: string;
  /** None means every routine of the environment. */
  readonly routines?: readonly string[];
}

export interface ImportAnswer {
  readonly written: readonly { readonly routine: string; readonly file: string }[];
  readonly skipped: readonly { readonly routine: string; readonly reason: string }[];
}
