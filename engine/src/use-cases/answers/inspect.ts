/** The answer of `inspect` (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';

export interface InspectedRoutine {
  readonly kind: RoutineKind;
  readonly schema: string | null;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly parameters: readonly {
    readonly mode: 'IN' | 'OUT' | 'INOUT';
    readonly name: string;
    readonly type: string;
  }[];
  readonly returns: string | null;
  readonly calls: readonly string[];
  readonly functions: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly ddl: readonly { readonly verb: string; readonly table: string }[];
  readonly temporary: readonly string[];
  readonly dynamic: readonly InspectedDynamic[];
  readonly characteristics: {
    readonly comment: string;
    readonly language: string;
    readonly deterministic: boolean;
    readonly dataAccess: string;
    readonly security: string;
  };
  readonly definer: string | null;
}

export interface InspectedDynamic {
  readonly sql: string | null;
  readonly certainty: 'certain' | 'possible' | 'unknown';
  readonly calls: readonly string[];
  readonly functions: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** One finding at its place. */
export interface InspectedFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

export interface InspectAnswer {
  readonly routines: readonly InspectedRoutine[];
  readonly errors: readonly InspectedFinding[];
  /** The lines that the client drops, or that name a file to run. */
  readonly notes: readonly InspectedFinding[];
}
