/** The request and the answer of `history` (docs/formats/command-line.md). */
import type { DeploymentKind, DeploymentOutcome, StepAction, StepResult } from '../../ledger/ledger';
import type { Strategy } from '../../project/environment';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface HistoryRequest {
  readonly environment: string;
  /** True to verify also every saved definition, and the heads that the registry folder keeps. */
  readonly verify?: boolean;
  /** A hash that is known from before: whether it is in the chain. */
  readonly head?: string;
}

export interface HistoryAnswer {
  readonly deployments: readonly {
    readonly deployment: string;
    readonly kind: DeploymentKind;
    readonly startedAt: string;
    readonly finishedAt: string | null;
    /** `interrupted` if it has no end and nobody is deploying. */
    readonly outcome: DeploymentOutcome | 'running' | 'interrupted';
    readonly by: string;
    /** The database account that wrote its first row; null in ledgers of earlier versions. */
    readonly account: string | null;
    readonly from: string;
    readonly commit: string | null;
    readonly branch: string | null;
    readonly reason: string | null;
    readonly steps: readonly {
      /** The number in the order of the plan, from 1, over all targets. */
      readonly step: number;
      readonly routine: string;
      readonly kind: RoutineKind;
      /** `db1:3306/shop`. */
      readonly target: string;
      readonly action: StepAction;
      readonly from: string | null;
      readonly to: string | null;
      readonly strategy: Strategy;
      readonly outcome: StepResult | 'running';
      readonly error: string | null;
    }[];
    /** The id of the project; null if sproc.json had none, and in ledgers of earlier versions. */
    readonly project: string | null;
    readonly ticket: string | null;
    /** The request: the kind, or `promote`, `sync`, `revert`, as far as the ledger records it. */
    readonly command: string;
    /** The codes of the losses that the project file accepted for it: `grants-unknown`. */
    readonly accepted: readonly string[];
  }[];
  /** Rows that `sproc gc` removed, the newest removal first. */
  readonly prunings: readonly LedgerPruning[];
  /** The state; `accepted` if a person accepted an earlier fault, and the chain is intact from there on. */
  readonly chain: 'intact' | 'broken' | 'accepted';
  /** Hash of the last row; null where the environment has several targets, or no row. */
  readonly head: string | null;
  /** The end of each target's ledger. */
  readonly heads: readonly LedgerHead[];
  /** The faults; with `verify` also those of saved definitions and of the heads that the registry folder keeps. */
  readonly problems: readonly LedgerProblem[];
  /** Notes that are not faults, one sentence each. */
  readonly notes: readonly string[];
}

export interface LedgerPruning {
  readonly target: string;
  /** Names this removal, as each row of a ledger has an id. */
  readonly deployment: string;
  readonly at: string;
  readonly by: string;
  readonly account: string | null;
  /** The machine it was started from. */
  readonly from: string;
  readonly reason: string | null;
  /** Ids of the deployments that were removed, the oldest first. */
  readonly removed: readonly string[];
  /** The number of removed rows. */
  readonly rows: number;
}

export interface LedgerHead {
  readonly target: string;
  /** Number of the last row; 0 where there is none. */
  readonly sequence: number;
  readonly hash: string;
  readonly rows: number;
  /** Rows that were signed with the ledger's key. */
  readonly signed: number;
  /** True if the key was available to check them. */
  readonly isKeyChecked: boolean;
  /** The last time that a broken ledger was accepted as it was. */
  readonly accepted: {
    readonly sequence: number;
    readonly at: string;
    readonly by: string;
    readonly account: string | null;
    readonly reason: string;
  } | null;
}

export interface LedgerProblem {
  readonly target: string;
  /** Number of the row; null where it is none of the journal's. */
  readonly row: number | null;
  readonly deployment: string | null;
  readonly at: string | null;
  readonly message: string;
}
