/** The possible callers outside of stored programs, in plans (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';

/** The uses that are known of a routine or view that a step drops or changes; each may be one of another name. */
export interface PossibleCallers {
  /** The lines of files that `"applications"` of sproc.json matches. */
  readonly files: readonly FilePlace[];
  /** The statements that clients sent, by the server's statistics; null if it knows none. */
  readonly statements: SentStatements | null;
}

export interface FilePlace {
  /** The path relative to the project, with `/`. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
}

export interface SentStatements {
  /** The number of executions since the server began to count. */
  readonly calls: number;
  /** The last execution, ISO 8601 in UTC. */
  readonly lastSeen: string;
}

/** A part of the search that could not be done. */
export interface CallersNote {
  readonly message: string;
  /** Empty if there is none. */
  readonly remedy: Advice;
}
