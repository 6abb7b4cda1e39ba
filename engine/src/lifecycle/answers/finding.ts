/** What speaks against a plan or should be known of it (docs/formats/command-line.md). */

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}
