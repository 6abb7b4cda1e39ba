/** The request and the answer of `mark` with a pattern (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { VersionStatus } from '../../routine/states/version-status';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { MarkRequest } from './mark';

/** `ref` is a pattern, `shop.*` or `shop.*@1.2.0`; without a version the newest one of each routine is meant. */
export type MarkManyRequest = Omit<MarkRequest, 'from'>;

export interface MarkManyAnswer {
  readonly marked: readonly (MarkedVersion & { readonly to: VersionStatus })[];
  /** The versions that have the status already. */
  readonly unchanged: readonly Omit<MarkedVersion, 'from'>[];
  /** The versions that keep their status, each with the reason; `from` is null where it is contradictory. */
  readonly skipped: readonly (Omit<MarkedVersion, 'from' | 'version'> & {
    readonly version: string | null;
    readonly from: VersionStatus | null;
    readonly reason: Advice;
  })[];
}

interface MarkedVersion {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly version: string;
  readonly from: VersionStatus;
}
