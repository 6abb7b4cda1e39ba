/** The request and the answer of `check` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { Severity } from '../../analysis/program/diagnostic';

export interface CheckRequest {
  /** Files or folders, relative to the project; none means all sources. */
  readonly paths?: readonly string[];
  /** The environment against which the files are checked as well. */
  readonly environment?: string;
  /** The server version, as MMmmpp, of the project's dialect, for features that servers lack or have removed. */
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
  /** Said after the message. */
  readonly remedy?: Advice;
}

export interface CheckAnswer {
  readonly diagnostics: readonly DiagnosticAnswer[];
  /** The parts that could not be checked, a sentence each; absent if there are none. */
  readonly notes?: readonly Advice[];
}
