/** The request and the answer of `versions` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { VersionStatus } from '../../routine/states/version-status';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface VersionsRequest {
  readonly pattern?: string;
  readonly status?: VersionStatus;
  readonly author?: string;
  /** ISO dates, inclusive. */
  readonly since?: string;
  readonly until?: string;
  readonly text?: string;
  /** True to list routines in conflict beside the versions; otherwise they are a failure. */
  readonly listConflicts?: boolean;
  /** True to list the changes of status beside the versions. */
  readonly listChanges?: boolean;
}

export interface VersionAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly version: string;
  readonly identifier: string;
  readonly status: VersionStatus;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly description: string;
  readonly checksum: string;
  readonly commit: string | null;
}

export interface VersionsAnswer {
  readonly versions: readonly VersionAnswer[];
  /** The conflicts, if they were requested. */
  readonly conflicts?: readonly ConflictAnswer[];
  /** The changes of status of the selected routines, the oldest first, if they were requested. */
  readonly changes?: readonly StatusChangeAnswer[];
}

export interface StatusChangeAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly version: string;
  /** The previous status; null for a version that was registered. */
  readonly from: VersionStatus | null;
  readonly to: VersionStatus;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
}

/** A routine whose status log contradicts itself, or of whose number two versions were registered. */
export interface ConflictAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  /** One sentence. */
  readonly message: string;
  readonly remedy: Advice;
  /** The two lines, or the one that does not follow. */
  readonly lines: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}
