/** What `ledger accept-broken` is asked, and what it answers (docs/formats/command-line.md). */
import type { MutationOptions } from './mutation-options';

export interface AcceptLedgerRequest extends Pick<MutationOptions, 'confirm'> {
  readonly environment: string;
  readonly reason: string;
}

export interface AcceptLedgerAnswer {
  readonly targets: readonly {
    readonly target: string;
    /** What was accepted, one sentence each; empty where nothing was wrong. */
    readonly accepted: readonly string[];
    /** The end of the ledger after it. */
    readonly head: string;
    readonly sequence: number;
  }[];
  readonly warnings: readonly string[];
}
