/** The request and the answer of `mark` (docs/formats/command-line.md). */
import type { VersionStatus } from '../../routine/states/version-status';

export interface MarkRequest {
  /** `name@1.2.0`; without a version the newest is meant. */
  readonly ref: string;
  readonly status: VersionStatus;
  readonly reason: string;
  /** The status that the person saw: the request fails if it has changed. */
  readonly from?: VersionStatus;
  /** True for the answer alone: nothing is written. */
  readonly dryRun?: boolean;
}

export interface MarkAnswer {
  readonly routine: string;
  readonly version: string;
  readonly from: VersionStatus;
  readonly to: VersionStatus;
  /** The changes of a package's body, which is marked with it; absent for anything else. */
  readonly body?: readonly Omit<MarkAnswer, 'body'>[];
}
