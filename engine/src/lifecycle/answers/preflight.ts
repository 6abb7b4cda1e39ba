/** The answer of `preflight` (docs/formats/command-line.md), whose request is that of `plan`. */
import type { Finding } from './finding';

export interface PreflightAnswer {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}
