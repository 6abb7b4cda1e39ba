/** A problem of a plan or a warning about it (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly remedy: Advice;
  /** The line of a source that it is about. Absent where it is about no line. */
  readonly place?: FindingPlace;
  /** The routine whose text a server rejects. */
  readonly routine?: string;
  /** The severity in `sproc check`, for a finding of that check. */
  readonly checked?: 'error' | 'warning';
}

/** A line of a source file. */
export interface FindingPlace {
  /** The path within the project. */
  readonly file: string;
  /** The line, counted from 1. */
  readonly line: number;
}
