/** What `show` is asked, and what it answers (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';

export interface ShowRequest {
  /** `name`, `name@1.2.0` or `name@environment`. */
  readonly ref: string;
  /** In one layout for every side, to be laid beside another; else the text as it was written. */
  readonly sideBySide?: boolean;
}

export interface ShowAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly text: string;
  /** Where the text comes from: `workspace`, a version, or an environment. */
  readonly source: string;
  readonly version: string | null;
  readonly file: string | null;
}
