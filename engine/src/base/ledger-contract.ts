/** What the command line answers about ledgers; of the same standing as `contract.ts`. */
import type { DeployAnswer, PlanStep, StepOutcome, Strategy } from './contract';
import type { RoutineKind } from './routine-kind';

export interface RecoverAnswer extends DeployAnswer {
  /** Why nothing was changed, where the ledger does not prove what is to be restored; else null. */
  readonly refused: { readonly message: string; readonly remedy: string } | null;
  /** Where refused: what would restore each routine, for people to review. */
  readonly restoring: readonly {
    readonly routine: string;
    readonly kind: RoutineKind;
    readonly target: string;
    /** Of the saved definition; null where nothing was there before. */
    readonly digest: string | null;
    /** Whether a row up to a known head names it. */
    readonly isProven: boolean;
    readonly statements: readonly string[];
  }[];
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

export interface HistoryAnswer {
  readonly deployments: readonly {
    readonly deployment: string;
    /** `adopt`: a change made on the server was taken over. */
    readonly kind: 'deploy' | 'rollback' | 'recover' | 'adopt';
    readonly startedAt: string;
    readonly finishedAt: string | null;
    readonly outcome: DeployAnswer['outcome'] | 'running';
    readonly by: string;
    /** The database account that wrote its first row; null in ledgers of earlier versions. */
    readonly account: string | null;
    readonly from: string;
    readonly commit: string | null;
    readonly branch: string | null;
    readonly reason: string | null;
    readonly steps: readonly {
      readonly routine: string;
      readonly action: PlanStep['action'];
      readonly from: string | null;
      readonly to: string | null;
      readonly strategy: Strategy;
      readonly outcome: StepOutcome['outcome'] | 'running';
      readonly error: string | null;
    }[];
  }[];
  /** Rows that `sproc gc` removed, the newest removal first. */
  readonly prunings: readonly LedgerPruning[];
  /** `accepted`: somebody accepted it as it was, and from there on it is intact. */
  readonly chain: 'intact' | 'broken' | 'accepted';
  /** Hash of the last row; null where the environment has several targets, or no row. */
  readonly head: string | null;
  /** The end of each target's ledger. */
  readonly heads: readonly LedgerHead[];
  /** What is wrong; with `verify` also saved definitions and the heads that the registry folder keeps. */
  readonly problems: readonly LedgerProblem[];
  /** What is no fault and worth knowing, one sentence each. */
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
  /** How many rows were. */
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
  /** Whether the key was at hand to check them. */
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

export interface GcAnswer {
  /** On a dry run: what would be. */
  readonly removed: readonly {
    /** `definition`: a text that a deployment replaced. */
    readonly kind: 'version' | 'deployment' | 'definition';
    /** `shop.place_order 1.2.0`, the deployment's id, or the routine with the beginning of the text's digest. */
    readonly name: string;
    /** `host:port/schema`; null for the registry. */
    readonly target: string | null;
    /** One sentence. */
    readonly why: string;
  }[];
  /** Sentences: what was kept beyond the retention, and why. */
  readonly notes: readonly string[];
}
