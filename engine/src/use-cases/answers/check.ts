/** What `check` is asked, and what it answers (docs/formats/command-line.md). */
import type { Severity } from '../../analysis/program/diagnostic';

export interface CheckRequest {
  /** Files or folders, relative to the project; none means all sources. */
  readonly paths?: readonly string[];
  /** Also check against what lives in this environment. */
  readonly environment?: string;
  /** MMmmpp: judge what servers lack or have removed by this version, of the project's dialect. */
  readonly serverVersion?: number;
}

export interface DiagnosticAnswer {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

export interface CheckAnswer {
  readonly diagnostics: readonly DiagnosticAnswer[];
  /** What could not be judged, a sentence each; absent where all was. */
  readonly notes?: readonly string[];
}
