/** The ledger: what happened on a target, kept on that target; each row chained to the one before, old ones removed by gc alone. */
import type { Strategy } from '../project/environment';
import type { RoutineGrant } from '../database/read-grants';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';

/** `adopt`: a change made on the server was taken over. */
export type DeploymentKind = 'deploy' | 'rollback' | 'recover' | 'adopt';
export type DeploymentOutcome = 'deployed' | 'nothing-to-do' | 'rolled-back' | 'failed' | 'partial';
export type StepAction = 'create' | 'replace' | 'alter' | 'drop';
export type StepResult = 'done' | 'failed' | 'restored' | 'not-run';

/** One row of the journal. Nothing is ever changed: an outcome is a row of its own. */
export type LedgerEntry = DeploymentStarted | StepIntended | StepFinished | DeploymentFinished | Pruned | Accepted;

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
  readonly action: StepAction;
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
  readonly outcome: StepResult;
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
  readonly outcome: DeploymentOutcome;
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

/** Somebody accepted that the ledger had been changed. The chain is verified from this row on. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly deployment: string;
  readonly environment: string;
  readonly targetSchema: string;
  readonly by: string;
  /** The machine it was done from. */
  readonly from: string;
  readonly reason: string;
  /** What was wrong: one sentence each. */
  readonly wrong: readonly string[];
  /** How many rows there were before it, and the digest of all of them as they were then: a later change is seen again. */
  readonly rows: number;
  readonly digest: string;
  /** Saved definitions that did not fit their digest then. None of them is ever used. */
  readonly definitions: readonly ChangedDefinition[];
}

export interface ChangedDefinition {
  /** What it was saved under. */
  readonly digest: string;
  /** What it held. */
  readonly actual: string;
}

/** Number and hash of a row: whoever knows those of the last one knows the whole chain up to it. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** A head that was noted somewhere else; its number is null where only its hash is known. */
export interface KnownHead {
  readonly sequence: number | null;
  readonly hash: string;
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
  /** CURRENT_USER() of the session that wrote it; null for rows of earlier versions of Sproc. */
  readonly account: string | null;
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
  /** Those on the routine; null where they could not be read. */
  readonly grants: readonly SavedGrant[] | null;
}

/** What an account was granted on a routine: rendered when it is given back, never kept as a statement. */
export type SavedGrant = Omit<RoutineGrant, 'key'>;

export interface JournalQuery {
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
  /** In order. Nothing where the ledger was not made yet; a failure where a row is not an entry. */
  read(reading?: JournalQuery): Promise<Result<readonly RecordedEntry[], Failure>>;
  /** The same without the rows that are not entries: to show what is left of a ledger that was tampered with. */
  salvage(reading: JournalQuery): Promise<Result<readonly RecordedEntry[], Failure>>;
  /** For each routine that was ever deployed here, by identity of the physical key, the last step that was done and stands. */
  lastDone(): Promise<Result<ReadonlyMap<string, StepFinished>, Failure>>;
  /** Deployments to that schema that were started and neither finished nor settled, the oldest first. */
  unfinished(targetSchema: string): Promise<Result<readonly string[], Failure>>;
  /** The definitions of these digests; unknown ones are left out. Refused by name where one was changed after it was written. */
  definitions(digests: readonly string[]): Promise<Result<ReadonlyMap<string, SavedDefinition>, Failure>>;
  /** Every row, worked out anew here; `known` are heads that were noted somewhere else. */
  verify(known?: readonly KnownHead[]): Promise<Result<ChainState, Failure>>;
  /** The same as the server itself works it out, so that the rows need not travel. */
  check(known?: readonly KnownHead[]): Promise<Result<ChainState, Failure>>;
  /** Saved definitions that do not fit their digest. */
  changedDefinitions(): Promise<Result<readonly NamedChange[], Failure>>;
  /** Whether all rows from the one to the other are there: false where somebody took some out meanwhile. */
  isWhole(from: ChainHead, to: ChainHead): Promise<Result<boolean, Failure>>;
  /** Appends the row from which the chain is verified from now on, and notes it as the head whatever that was. */
  accept(entry: Omit<Accepted, 'rows' | 'digest'>): Promise<Result<RecordedEntry, Failure>>;
  /** The moment so many days ago by the server's clock, as `RecordedEntry.at` has it. */
  daysAgo(days: number): Promise<Result<string, Failure>>;
  /** Removes rows and definitions and writes that it did: all or nothing, durable when it returns. */
  prune(pruning: Pruning): Promise<Result<void, Failure>>;
}

export interface NamedChange extends ChangedDefinition {
  /** Names the definition, and what is wrong with it. */
  readonly message: string;
}

export interface ChainState {
  /** `accepted`: somebody accepted it as it was, and from there on it is intact. */
  readonly kind: 'intact' | 'accepted' | 'broken';
  /** How many rows there are. */
  readonly length: number;
  /** The last row as it is noted beside the journal. */
  readonly head: ChainHead;
  /** What is wrong; null unless broken. */
  readonly fault: ChainFault | null;
  /** The last row by which a broken ledger was accepted, and who did it; null for none. */
  readonly accepted: AcceptedRow | null;
  readonly keyed: KeyedRows;
  /** Of the heads asked for, those that are not in the part of the chain that is intact. */
  readonly strange: readonly KnownHead[];
  /** Digests of definitions that are named by rows up to the newest of the other heads; only `verify` collects them. */
  readonly anchored: ReadonlySet<string>;
}

export interface AcceptedRow {
  readonly sequence: number;
  readonly at: string;
  readonly by: string;
  readonly account: string | null;
  readonly reason: string;
}

export interface ChainFault {
  /** Number of the first row that does not fit. */
  readonly at: number;
  readonly why: string;
  /** Of that row, as far as it is there. */
  readonly deployment: string | null;
  readonly moment: string | null;
}

export interface KeyedRows {
  /** Rows that were written with a key, since the ledger was last accepted as it was. */
  readonly rows: number;
  /** Whether a key was at hand to check them. */
  readonly areChecked: boolean;
}
