/** What `preflight` answers (docs/formats/command-line.md). It is asked as `plan` is. */
import type { Finding } from './finding';

export interface PreflightAnswer {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}
