/** The request and the answer of `registry resolve` (docs/formats/command-line.md). */
import type { VersionStatus } from '../../routine/states/version-status';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { RegisterAnswer } from './register';
import type { ConflictAnswer } from './versions';

/** The request. If a value is missing, the failure shows both sides and asks for it. */
export interface ResolveRequest {
  readonly routine: string;
  /** The branch that holds from now on. */
  readonly keep?: 'ours' | 'theirs';
  /** The treatment of the other branch's status changes. */
  readonly statuses?: 'carry' | 'drop';
  readonly reason?: string;
  /** True for the answer alone: nothing is written. */
  readonly dryRun?: boolean;
}

export interface ResolveAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly keep: 'ours' | 'theirs';
  /** The lines that contradicted each other. */
  readonly lines: ConflictAnswer['lines'];
  /** Versions of the other branch that got a new number, and the one that they had. */
  readonly registered: readonly (RegisterAnswer['registered'][number] & { readonly was: string })[];
  readonly carried: readonly { readonly version: string; readonly from: VersionStatus; readonly to: VersionStatus }[];
  /** Changes of the other branch that do not count: dropped as asked, or since they do not follow. */
  readonly dropped: readonly { readonly version: string; readonly from: string | null; readonly to: string }[];
}
