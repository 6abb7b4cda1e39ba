/** A problem of a plan or a warning about it (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly remedy: Advice;
}
