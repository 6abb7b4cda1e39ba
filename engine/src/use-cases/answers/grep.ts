/** The request and the answer of `grep` (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';

export interface GrepRequest {
  /** A regular expression of JavaScript, read with the flag `u`. */
  readonly pattern: string;
  /** The pattern is the text itself. */
  readonly fixed?: boolean;
  readonly ignoreCase?: boolean;
  /** True to find only the first line of each file or routine. */
  readonly firstOnly?: boolean;
  /** The environments whose live routines are searched, and `workspace` for the sources, which are the default. */
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
  /** The routine under the project's name. */
  readonly routine: string;
  readonly kind: RoutineKind;
  /** The line in the text that the server shows. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

export interface GrepAnswer {
  readonly matches: readonly (SourceMatch | LiveMatch)[];
  /** The places that could not be searched completely. Each message is a sentence. */
  readonly unsearched: readonly UnsearchedPlace[];
}

export interface UnsearchedPlace {
  readonly file?: string;
  readonly environment?: string;
  readonly target?: string;
  readonly routine?: string;
  readonly message: string;
}
