/** The request and the answer of `compare` (docs/formats/command-line.md). */
import type { DifferenceKind } from '../../routine/difference';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface CompareRequest {
  /** `workspace`, `registry`, `registry@1.2.0` or an environment. */
  readonly left: string;
  readonly right: string;
  readonly routines?: readonly string[];
  readonly patch?: boolean;
  readonly ignoreLayout?: boolean;
}

export interface CompareAnswer {
  readonly same: boolean;
  readonly unmanaged: readonly string[];
  readonly differences: readonly {
    readonly routine: string;
    readonly routineKind: RoutineKind;
    readonly kind: DifferenceKind;
    readonly detail: string;
    /** A unified diff, with `--patch`. */
    readonly patch?: string;
    /** The targets compared, as in `db1:3306/shop`, where a compared environment has several. */
    readonly target?: string;
  }[];
  /**
   * A sentence for each source that could not be read whole, and for each schema whose lists may lack something, so that objects which no source defines may be unseen;
   * absent if all are complete, or if the routines were named.
   */
  readonly unlisted?: readonly string[];
}
