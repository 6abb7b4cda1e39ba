/** What `mark` is asked, and what it answers (docs/formats/command-line.md). */
import type { VersionStatus } from '../../routine/version-status';

export interface MarkRequest {
  /** `name@1.2.0`; without a version the newest is meant. */
  readonly ref: string;
  readonly status: VersionStatus;
  readonly reason: string;
  /** The status that the person saw: refused if it is another by now. */
  readonly from?: VersionStatus;
}

export interface MarkAnswer {
  readonly routine: string;
  readonly version: string;
  readonly from: VersionStatus;
  readonly to: VersionStatus;
}
