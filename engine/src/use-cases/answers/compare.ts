/** The request and the answer of `compare` (docs/formats/command-line.md). */
import type { DifferenceKind, ValueChange } from '../../routine/difference';
import type { RoutineKind } from '../../syntax/routine-kind';

export type { ValueChange };

export interface CompareRequest {
  /** `workspace`, `registry`, `registry@1.2.0` or an environment. */
  readonly left: string;
  readonly right: string;
  readonly routines?: readonly string[];
  readonly patch?: boolean;
  readonly ignoreLayout?: boolean;
  /** True for the texts of all routines that differ, for an editor. */
  readonly texts?: boolean;
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
  /** The texts, with `texts`. */
  readonly texts?: readonly ComparedTexts[];
  /** The settings that the servers preset differently, which do not count as differences; with `texts`. */
  readonly presets?: readonly Preset[];
}

/** The texts of a routine that differs, under the project's names, each part as the other side writes it where both are equal. */
export interface ComparedTexts {
  readonly routine: string;
  readonly routineKind: RoutineKind;
  readonly target?: string;
  /** The text there; null for a side without the routine. */
  readonly left: ComparedText | null;
  readonly right: ComparedText | null;
  /** The newest registered version; null if there is none. */
  readonly newest: string | null;
  /** The creation settings and the definer, as far as they differ. */
  readonly settings: readonly ValueChange[];
  /** True if there are settings that differ, and each is what its own server presets. */
  readonly isPreset: boolean;
}

export interface ComparedText {
  readonly text: string;
  /** The version with that text; null for none, or where that is unknown. */
  readonly version: string | null;
  /** The statement in the file, by offsets; only of the workspace. */
  readonly place: TextPlace | null;
}

export interface TextPlace {
  /** The path in the project. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Preset {
  readonly change: ValueChange;
  /** The number of routines. */
  readonly routines: number;
}
