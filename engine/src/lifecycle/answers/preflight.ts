/** The answer of `preflight` (docs/formats/command-line.md), whose request is that of `plan`. */
import type { Finding } from './finding';
import type { CallersNote } from './possible-callers';

export interface PreflightAnswer {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** The unknown parts of the search for callers outside of stored programs. Absent if nothing is. */
  readonly notes?: readonly CallersNote[];
}
