/** The request and the answer of `register` (docs/formats/command-line.md). */
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
  /** The reason why the versions have no commit, although the project is a git checkout. */
  readonly warnings: readonly string[];
}
