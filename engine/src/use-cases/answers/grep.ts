/** What `grep` is asked, and what it answers (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';

export interface GrepRequest {
  /** A regular expression of JavaScript, read with the flag `u`. */
  readonly pattern: string;
  /** The pattern is the text itself. */
  readonly fixed?: boolean;
  readonly ignoreCase?: boolean;
  /** Only the first line of each file or routine. */
  readonly firstOnly?: boolean;
  /** Environments whose live routines are searched, and `workspace` for the sources; none means the sources. */
  readonly places?: readonly string[];
}

export interface SourceMatch {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The whole line. */
  readonly text: string;
}

export interface LiveMatch {
  readonly environment: string;
  /** `host:port/schema`. */
  readonly target: string;
  /** Under the project's name. */
  readonly routine: string;
  readonly kind: RoutineKind;
  /** Of the text that the server shows. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

export interface GrepAnswer {
  readonly matches: readonly (SourceMatch | LiveMatch)[];
  /** What could not be searched, or not to its end. Each message is a sentence. */
  readonly unsearched: readonly UnsearchedPlace[];
}

export interface UnsearchedPlace {
  readonly file?: string;
  readonly environment?: string;
  readonly target?: string;
  readonly routine?: string;
  readonly message: string;
}
