/** The request and the answer of `register` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { Bump } from '../../registry/records/registry';

export interface RegisterRequest {
  readonly routines?: readonly string[];
  readonly bump?: 'auto' | Bump;
  readonly version?: string;
  readonly message?: string;
  /** True for the answer alone: nothing is written. */
  readonly dryRun?: boolean;
}

export interface RegisterAnswer {
  readonly registered: readonly {
    readonly routine: string;
    readonly version: string;
    readonly identifier: string;
    readonly checksum: string;
    readonly bump: Bump | 'first' | 'given';
    readonly reason: string;
  }[];
  readonly unchanged: readonly string[];
  /**
   * The sources that could not be read whole, and the reason why the versions have no commit, although the project is a
   * git checkout.
   */
  readonly warnings: readonly string[];
  /** The routines that cannot be registered; absent if there are none. They do not stop the others. */
  readonly failed?: readonly FailedRegistration[];
}

export interface FailedRegistration {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly file: string;
  readonly message: string;
  readonly remedy: Advice;
}
