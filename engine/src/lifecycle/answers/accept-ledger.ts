/** The request and the answer of `ledger accept-broken` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { MutationOptions } from './mutation-options';

export interface AcceptLedgerRequest extends Pick<MutationOptions, 'confirm' | 'dryRun'> {
  readonly environment: string;
  readonly reason: string;
}

export interface AcceptLedgerAnswer {
  readonly targets: readonly {
    readonly target: string;
    /** The accepted faults, one sentence each; empty if there were none. */
    readonly accepted: readonly string[];
    /** The end of the ledger after it. */
    readonly head: string;
    readonly sequence: number;
  }[];
  readonly warnings: readonly Advice[];
}
