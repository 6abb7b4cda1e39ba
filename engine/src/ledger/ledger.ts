/** The ledger: what happened on a target, kept on that target; each row chained to the one before, old ones removed by gc alone. */
import type { Strategy } from '../project/environment';
import type { RoutineGrant } from '../database/read-grants';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
import type { LastMoment } from '../routine/schedule/over';

/** `adopt`: a change made on the server was taken over. */
export type DeploymentKind = 'deploy' | 'rollback' | 'recover' | 'adopt';
export type DeploymentOutcome = 'deployed' | 'nothing-to-do' | 'rolled-back' | 'failed' | 'partial';
export type StepAction = 'create' | 'replace' | 'alter' | 'drop';
export type StepResult = 'done' | 'failed' | 'restored' | 'not-run';

/** One row of the journal. Rows never change: an outcome is a separate row. */
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
  /** The number of steps on this target. */
  readonly steps: number;
  /** The deployment that this one takes back or settles. */
  readonly settles: string | null;
  readonly project?: ProjectId;
  /** The codes of the losses that the project file accepts for it; none if undefined. */
  readonly accepted?: readonly string[];
  /** The request, if it is more than `type` says: `promote`, `sync`, `revert`. Earlier versions write none. */
  readonly command?: string;
}

/** The id of the project that wrote a row; undefined for a project without one, and for rows of earlier versions of Sproc. */
export type ProjectId = string | undefined;

interface StepFacts {
  readonly deployment: string;
  readonly type: DeploymentKind;
  readonly environment: string;
  readonly targetSchema: string;
  /** The step's number from 1, in the order of the plan, over all targets. */
  readonly step: number;
  /** The key with the target's names. */
  readonly key: RoutineKey;
  /** The key with the project's names. */
  readonly logical: RoutineKey;
  readonly action: StepAction;
  readonly strategy: Strategy;
  readonly from: string | null;
  readonly to: string | null;
  /** Exact checksum of the project's text, under the target's names; null where the step drops. */
  readonly desired: string | null;
  /** The digest of the saved definition that existed before; null if there was none. */
  readonly before: string | null;
  readonly project?: ProjectId;
}

/** Durable before the step's first statement is sent; a second one before the step is undone, without statements. */
export interface StepIntended extends StepFacts {
  readonly kind: 'step-intended';
  /**
   * The semantic checksum of the new body, which distinguishes it from a routine of someone else; null if it cannot be
   * computed.
   */
  readonly expected: string | null;
  readonly sql: readonly string[];
}

/** A step that is undone later gets a second row; the last one counts. */
export interface StepFinished extends StepFacts {
  readonly kind: 'step-finished';
  readonly outcome: StepResult;
  readonly durationMs: number;
  readonly error: string | null;
  /** The digest of the definition that was read back; null if the routine does not exist. */
  readonly after: string | null;
  /** Exact checksum of what was read back, as the target names it: what later readings are compared with. */
  readonly live: string | null;
  /** The order of the triggers of the same table and moment that was read back; absent for other kinds, and in old rows. */
  readonly order?: readonly string[];
  /** The facts about an event; absent for other kinds, and in old rows. */
  readonly event?: DeployedEvent;
  /** The part that an undoing left as it was, because someone else had changed it; absent if there is none. */
  readonly left?: LeftPart;
}

/** The whole object, or only the grants on it. */
export type LeftPart = 'object' | 'grants';

export interface DeployedEvent {
  /** Schedule and status as the deployed text states them; null for none, and for a text that came from a server. */
  readonly schedule: string | null;
  readonly status: string | null;
  /** The moment after which it is over, in its time zone; null if there is none. */
  readonly until: LastMoment | null;
}

export interface DeploymentFinished {
  readonly kind: 'deployment-finished';
  readonly deployment: string;
  readonly environment: string;
  readonly targetSchema: string;
  readonly outcome: DeploymentOutcome;
}

/** The retention removed rows. This row itself is never removed: it leads the chain over the gaps. */
export interface Pruned {
  readonly kind: 'pruned';
  /** The id of the gc, because each row has one. */
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

/** A person accepted that the ledger had been changed. The chain is verified from this row on. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly deployment: string;
  readonly environment: string;
  readonly targetSchema: string;
  readonly by: string;
  /** The machine it was done from. */
  readonly from: string;
  readonly reason: string;
  /** The faults at that time: one sentence each. */
  readonly wrong: readonly string[];
  /** The number of rows before it, and a digest of all of them as they were then, which shows a later change. */
  readonly rows: number;
  readonly digest: string;
  /** The saved definitions that did not match their digest then. They are never used. */
  readonly definitions: readonly ChangedDefinition[];
}

export interface ChangedDefinition {
  /** The digest under which it was saved. */
  readonly digest: string;
  /** The digest of its actual content. */
  readonly actual: string;
}

/** The number and hash of a row. Those of the last row prove the whole chain up to it. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** A head that was recorded elsewhere; its number is null if only its hash is known. */
export interface KnownHead {
  readonly sequence: number | null;
  readonly hash: string;
}

/** A sequence of rows that were removed. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** Hash of the row before `from`. */
  readonly previous: string;
  /** Hash of the row `to`. */
  readonly hash: string;
}

export interface RecordedEntry {
  /** The row's number from 1, without gaps. */
  readonly sequence: number;
  /** The moment by the server's clock: ISO 8601, UTC, microseconds. */
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
  /** The text from SHOW CREATE. */
  readonly text: string;
  /** Comma-separated, as the server gave it. */
  readonly sqlMode: string;
  readonly characterSet: string;
  readonly collation: string;
  readonly databaseCollation: string | null;
  readonly timeZone: string | null;
  /** A trigger's place among others of the same table and moment: FOLLOWS or PRECEDES one of them; null where it was alone. */
  readonly triggerPlace: string | null;
  /** The grants on the routine; null if they could not be read. */
  readonly grants: readonly SavedGrant[] | null;
}

/** A privilege of an account on a routine. It is rendered when it is restored, and never stored as a statement. */
export type SavedGrant = Omit<RoutineGrant, 'key'>;

export interface JournalQuery {
  readonly kind?: LedgerEntry['kind'];
  /** One name, or all names that an environment has had. */
  readonly environment?: string | readonly string[];
  readonly targetSchema?: string;
  readonly deployment?: string;
  /** Identity of a physical key: its steps only. */
  readonly routine?: string;
}

/** The rows and definitions to remove in one transaction. */
export interface Pruning {
  /** The row that is written in the same transaction. */
  readonly entry: Omit<Pruned, 'gaps'>;
  readonly rows: readonly RecordedEntry[];
  /** The digests that no row refers to any longer. */
  readonly definitions: readonly string[];
}

/** A row to be written, with the definitions that it names. */
export interface LedgerRecord {
  readonly entry: LedgerEntry;
  readonly definitions: readonly SavedDefinition[];
}

export interface Ledger {
  /** Creates or updates the schema and its tables. */
  prepare(): Promise<Result<void, Failure>>;
  /** Appends the definitions and the rows, all or nothing; they are durable when it returns. */
  append(records: readonly LedgerRecord[]): Promise<Result<readonly RecordedEntry[], Failure>>;
  /** Returns the rows in order; none if the ledger does not exist yet. Fails if a row is not an entry. */
  read(reading?: JournalQuery): Promise<Result<readonly RecordedEntry[], Failure>>;
  /** Returns the rows without those that are not entries, to show the rest of a ledger that was tampered with. */
  salvage(reading: JournalQuery): Promise<Result<readonly RecordedEntry[], Failure>>;
  /**
   * Returns the last completed step of each routine that was deployed here and is still in effect, by identity of the
   * physical key.
   */
  lastDone(): Promise<Result<ReadonlyMap<string, StepFinished>, Failure>>;
  /**
   * Returns the deployments to that schema that were started and neither finished nor recovered, the oldest first;
   * recoveries are not among them.
   */
  unfinished(targetSchema: string): Promise<Result<readonly string[], Failure>>;
  /**
   * Returns the definitions of these digests; unknown ones are left out. Fails, naming it, if one was changed after it
   * was written.
   */
  definitions(digests: readonly string[]): Promise<Result<ReadonlyMap<string, SavedDefinition>, Failure>>;
  /** Verifies every row here; `known` are heads that were recorded elsewhere. */
  verify(known?: readonly KnownHead[]): Promise<Result<ChainState, Failure>>;
  /** Verifies every row on the server, so that the rows are not transferred. */
  check(known?: readonly KnownHead[]): Promise<Result<ChainState, Failure>>;
  /** Returns the saved definitions that do not match their digest. */
  changedDefinitions(): Promise<Result<readonly NamedChange[], Failure>>;
  /** Returns true if all rows from one to the other exist; false if some were removed meanwhile. */
  isWhole(from: ChainHead, to: ChainHead): Promise<Result<boolean, Failure>>;
  /** Appends the row from which the chain is verified from now on, and records it as the head, whatever that was. */
  accept(entry: Omit<Accepted, 'rows' | 'digest'>): Promise<Result<RecordedEntry, Failure>>;
  /** Returns the moment that many days ago by the server's clock, in the format of `RecordedEntry.at`. */
  daysAgo(days: number): Promise<Result<string, Failure>>;
  /** Removes rows and definitions and writes that it did: all or nothing, durable when it returns. */
  prune(pruning: Pruning): Promise<Result<void, Failure>>;
}

export interface NamedChange extends ChangedDefinition {
  /** Names the definition, and what is wrong with it. */
  readonly message: string;
}

export interface ChainState {
  /** The state; `accepted` if a person accepted an earlier fault, and the chain is intact from there on. */
  readonly kind: 'intact' | 'accepted' | 'broken';
  /** The number of rows. */
  readonly length: number;
  /** The last row, as recorded in the table of the head. */
  readonly head: ChainHead;
  /** The fault; null unless broken. */
  readonly fault: ChainFault | null;
  /** The last row by which a broken ledger was accepted, and who did it; null for none. */
  readonly accepted: AcceptedRow | null;
  readonly keyed: KeyedRows;
  /** The requested heads that are not in the intact part of the chain. */
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
  /** The deployment of that row, if the row exists. */
  readonly deployment: string | null;
  readonly moment: string | null;
}

export interface KeyedRows {
  /** Rows that were written with a key, since the ledger was last accepted as it was. */
  readonly rows: number;
  /** True if a key was available to check them. */
  readonly areChecked: boolean;
}
