/** The request and the answer of `show` (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';

export interface ShowRequest {
  /** `name`, `name@1.2.0` or `name@environment`. */
  readonly ref: string;
  /** True for one formatting on every side, for a comparison; otherwise the text as it was written. */
  readonly sideBySide?: boolean;
}

export interface ShowAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly text: string;
  /** The source of the text: `workspace`, a version, or an environment. */
  readonly source: string;
  readonly version: string | null;
  readonly file: string | null;
  /** The target whose text it is, as in `db1:3306/shop`, where the environment has several. */
  readonly target?: string;
  /** The other targets whose text differs, is unreadable or does not exist. Absent if there are none. */
  readonly otherwise?: readonly string[];
}
