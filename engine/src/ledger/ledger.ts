/** The ledger: what happened on a target, kept on that target; each row chained to the one before, old ones removed by gc alone. */
import type { HistoryAnswer, PlanStep, StepOutcome, Strategy } from '../base/contract';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';

export type DeploymentKind = HistoryAnswer['deployments'][number]['kind'];

/** One row of the journal. Nothing is ever changed: an outcome is a row of its own. */
export type LedgerEntry = DeploymentStarted | StepIntended | StepFinished | DeploymentFinished | Pruned;

export interface DeploymentStarted {
  readonly kind: 'deployment-started';
  readonly deployment: string;
  readonly type: DeploymentKind;
  readonly environment: string;
  /** Schema of the target: one ledger serves every schema of its server. */
  readonly targetSchema: string;
  /** `db1:3306/shop`. */
  readonly target: string;
  readonly by: string;
  /** The machine it was started from. */
  readonly from: string;
  readonly commit: string | null;
  readonly branch: string | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly fingerprint: string;
  /** How many steps there are to come on this target. */
  readonly steps: number;
  /** The deployment that this one takes back or settles. */
  readonly settles: string | null;
}

interface StepFacts {
  readonly deployment: string;
  readonly type: DeploymentKind;
  readonly environment: string;
  readonly targetSchema: string;
  /** From 1, in the order of the plan, over all targets. */
  readonly step: number;
  /** As the target names it. */
  readonly key: RoutineKey;
  /** As the project names it. */
  readonly logical: RoutineKey;
  readonly action: PlanStep['action'];
  readonly strategy: Strategy;
  readonly from: string | null;
  readonly to: string | null;
  /** Exact checksum of the project's text, under the target's names; null where the step drops. */
  readonly desired: string | null;
  /** Digest of the saved definition that stood there before; null where there was none. */
  readonly before: string | null;
}

/** Durable before the step's first statement is sent. */
export interface StepIntended extends StepFacts {
  readonly kind: 'step-intended';
  /** Semantic checksum of the body that is to stand there, so that a stranger's routine is told from it; null where that cannot be told. */
  readonly expected: string | null;
  readonly sql: readonly string[];
}

/** A step that is undone later gets a second row; the last one counts. */
export interface StepFinished extends StepFacts {
  readonly kind: 'step-finished';
  readonly outcome: StepOutcome['outcome'];
  readonly durationMs: number;
  readonly error: string | null;
  /** Digest of the definition that was read back; null where nothing is there. */
  readonly after: string | null;
  /** Exact checksum of what was read back, as the target names it: what later readings are compared with. */
  readonly live: string | null;
}

export interface DeploymentFinished {
  readonly kind: 'deployment-finished';
  readonly deployment: string;
  readonly environment: string;
  readonly targetSchema: string;
  readonly outcome: Exclude<HistoryAnswer['deployments'][number]['outcome'], 'running'>;
}

/** Rows were removed by the retention. Never removed itself: the chain leads over the gaps by what stands here. */
export interface Pruned {
  readonly kind: 'pruned';
  /** Of the gc, as each row has an id. */
  readonly deployment: string;
  readonly environment: string;
  readonly targetSchema: string;
  readonly by: string;
  /** The machine it was started from. */
  readonly from: string;
  readonly reason: string | null;
  /** Ids of those that were removed, the oldest first. */
  readonly removed: readonly string[];
  readonly gaps: readonly Gap[];
}

/** Rows in a row that are there no longer. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** Hash of the row before `from`. */
  readonly previous: string;
  /** Hash of the row `to`. */
  readonly hash: string;
}

export interface RecordedEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** By the server's clock: ISO 8601, UTC, microseconds. */
  readonly at: string;
  /** Hash of the row before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
  readonly entry: LedgerEntry;
}

/** All that is needed to make a routine again, by this program or by hand. */
export interface SavedDefinition {
  readonly key: RoutineKey;
  /** As SHOW CREATE gave it. */
  readonly text: string;
  /** Comma-separated, as the server gave it. */
  readonly sqlMode: string;
  readonly characterSet: string;
  readonly collation: string;
  readonly databaseCollation: string | null;
  readonly timeZone: string | null;
  /** A trigger's place among others of the same table and moment: FOLLOWS or PRECEDES one of them; null where it was alone. */
  readonly triggerPlace: string | null;
  /** GRANT statements for the routine; null where they could not be read. */
  readonly grants: readonly string[] | null;
}

export interface JournalReading {
  readonly kind?: LedgerEntry['kind'];
  readonly environment?: string;
  readonly targetSchema?: string;
  readonly deployment?: string;
  /** Identity of a physical key: its steps only. */
  readonly routine?: string;
}

/** What is removed at once. */
export interface Pruning {
  /** Written in the same transaction. */
  readonly entry: Omit<Pruned, 'gaps'>;
  readonly rows: readonly RecordedEntry[];
  /** Digests that no row names any more. */
  readonly definitions: readonly string[];
}

/** A row to be written, with the definitions that it names. */
export interface LedgerRecord {
  readonly entry: LedgerEntry;
  readonly definitions: readonly SavedDefinition[];
}

export interface Ledger {
  /** Makes the schema and its tables, or brings them up to date. */
  prepare(): Promise<Result<void, Failure>>;
  /** Durable when it returns: the definitions and the rows, all or nothing. */
  append(records: readonly LedgerRecord[]): Promise<Result<readonly RecordedEntry[], Failure>>;
  /** In order. Nothing where the ledger was not made yet; a failure where a row is no entry any more. */
  read(reading?: JournalReading): Promise<Result<readonly RecordedEntry[], Failure>>;
  /** The same without the rows that are no entries any more: to tell what is left of a ledger that was tampered with. */
  salvage(reading: JournalReading): Promise<Result<readonly RecordedEntry[], Failure>>;
  /** For each routine that was ever deployed here, by identity of the physical key, the last step that was done and stands. */
  lastDone(): Promise<Result<ReadonlyMap<string, StepFinished>, Failure>>;
  /** Deployments to that schema that were started and neither finished nor settled, the oldest first. */
  unfinished(targetSchema: string): Promise<Result<readonly string[], Failure>>;
  /** The definitions of these digests; unknown ones are left out. */
  definitions(digests: readonly string[]): Promise<Result<ReadonlyMap<string, SavedDefinition>, Failure>>;
  verify(): Promise<Result<ChainState, Failure>>;
  /** The moment so many days ago by the server's clock, as `RecordedEntry.at` has it. */
  daysAgo(days: number): Promise<Result<string, Failure>>;
  /** Removes rows and definitions and writes that it did: all or nothing, durable when it returns. */
  prune(pruning: Pruning): Promise<Result<void, Failure>>;
}

export type ChainState =
  | { readonly kind: 'intact'; readonly length: number }
  | { readonly kind: 'broken'; readonly at: number; readonly why: string };
