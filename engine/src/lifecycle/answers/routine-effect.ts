/** The measured effect of a rollback on a routine, in its answer (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';

export interface RoutineEffect {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly target: string;
  /** The tables that the text before or the one now writes, as they are after the rollback. */
  readonly tables: readonly WrittenTable[];
  /** The figures of the text that ran before, since the server counts; null if they are unknown. */
  readonly before: CallFigures | null;
  /** The figures since the rollback, its smoke statements included; null if they are unknown, or nothing is left to run. */
  readonly after: CallFigures | null;
  /** The reason why figures are unknown, as a sentence. Absent if none is. */
  readonly unmeasured?: string;
}

export interface WrittenTable {
  /** The name on the target, `schema.name`. */
  readonly table: string;
  /** The number of rows; null if it is unknown. */
  readonly rows: number | null;
  /** True for the server's own estimate. Absent for an exact number. */
  readonly isEstimate?: true;
  /** The reason why it is unknown or an estimate, as a clause. Absent for an exact number. */
  readonly why?: string;
}

export interface CallFigures {
  readonly calls: number;
  /** The number of statements in it that failed, those with a handler included; null where the server does not count them. */
  readonly errors: number | null;
  /** The mean time of a call in milliseconds; null without a call. */
  readonly meanMs: number | null;
}
