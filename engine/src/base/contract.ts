/**
 * The answers of the command line, as its `--json` prints them. Others rely on these shapes: a field may be
 * added, none may change its meaning (docs/formats.md). `routine` is always `schema.name`, without quotes.
 */
import type { FailureKind } from './failure';
import type { RoutineKind } from './routine-kind';

export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type VersionStatus = 'DEVELOPMENT' | 'TESTING' | 'PRODUCTION' | 'DEPRECATED' | 'RETIRED';
export type Stage = 'DEVELOPMENT' | 'TESTING' | 'PRODUCTION';
export type Strategy = 'nothing' | 'create' | 'alter' | 'or-replace' | 'queued' | 'replace' | 'drop';
export type Bump = 'major' | 'minor' | 'patch';

export interface InspectedRoutine {
  readonly kind: RoutineKind;
  readonly schema: string | null;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly parameters: readonly {
    readonly mode: 'IN' | 'OUT' | 'INOUT';
    readonly name: string;
    readonly type: string;
  }[];
  readonly returns: string | null;
  readonly calls: readonly string[];
  readonly functions: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly ddl: readonly { readonly verb: string; readonly table: string }[];
  readonly temporary: readonly string[];
  readonly dynamic: readonly InspectedDynamic[];
  readonly characteristics: {
    readonly comment: string;
    readonly language: string;
    readonly deterministic: boolean;
    readonly dataAccess: string;
    readonly security: string;
  };
  readonly definer: string | null;
}

export interface InspectedDynamic {
  readonly sql: string | null;
  readonly certainty: 'certain' | 'possible' | 'unknown';
  readonly calls: readonly string[];
  readonly functions: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export interface InspectAnswer {
  readonly routines: readonly InspectedRoutine[];
  readonly errors: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly code: string;
    readonly message: string;
  }[];
}

export interface DiagnosticAnswer {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

export interface CheckAnswer {
  readonly diagnostics: readonly DiagnosticAnswer[];
  /** What could not be judged, a sentence each; absent where all was. */
  readonly notes?: readonly string[];
}

export interface GraphNode {
  /** `shop.place_order`; with its kind in front where a routine and a table, say, share the name. */
  readonly id: string;
  readonly kind: RoutineKind | 'table';
  readonly schema: string | null;
  readonly name: string;
  /** Null where no file defines it. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'call' | 'function' | 'read' | 'write';
  readonly certainty: 'certain' | 'possible' | 'unknown';
  readonly file: string;
  readonly line: number;
}

/** With `--column`: one place where a routine reads or writes the column. */
export interface ColumnUse {
  readonly routine: string;
  readonly kind: RoutineKind;
  /** `shop.orders.total`. */
  readonly column: string;
  /** Unknown where the certainty is. */
  readonly access: 'read' | 'write' | 'unknown';
  /** Possible: the name stands there and may belong to another table. Unknown: the statement could not be read. */
  readonly certainty: 'certain' | 'possible' | 'unknown';
  readonly file: string;
  readonly line: number;
}

export interface GraphAnswer {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Each a path of ids whose last is called by none but leads to the first again: `[a, b, c, a]`. */
  readonly cycles: readonly (readonly string[])[];
  /** Deployment order: callees first. */
  readonly order: readonly string[];
  /** With `--column`, by file and place; nodes and edges are then those of the routines named here. */
  readonly uses?: readonly ColumnUse[];
  /** With `--confirm`: what a live server says of the routines. */
  readonly confirmed?: Confirmation;
}

/** A name that a routine uses, as servers tell their locks: a view is a table there. */
export interface ConfirmedName {
  readonly routine: string;
  readonly kind: 'procedure' | 'function' | 'table';
  readonly name: string;
}

/** What a live server locks for each routine, against what the routine's live text says. */
export interface Confirmation {
  readonly environment: string;
  /** How many routines the server was asked for, and how many uses in their closures both know. */
  readonly routines: number;
  readonly edges: number;
  readonly differences: readonly (ConfirmedName & { readonly only: 'text' | 'server' })[];
  /** Used, but not there or not shown to the account. */
  readonly missing: readonly ConfirmedName[];
  /** Dynamic SQL, which no server locks before it runs; kind and name are null where its text is not known. */
  readonly dynamic: readonly {
    readonly routine: string;
    readonly kind: ConfirmedName['kind'] | null;
    readonly name: string | null;
    readonly certainty: 'certain' | 'possible' | 'unknown';
  }[];
  readonly unasked: readonly { readonly routine: string; readonly why: string }[];
}

export interface ImportAnswer {
  readonly written: readonly { readonly routine: string; readonly file: string }[];
  readonly skipped: readonly { readonly routine: string; readonly reason: string }[];
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
}

export interface VersionAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly version: string;
  readonly identifier: string;
  readonly status: VersionStatus;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly description: string;
  readonly checksum: string;
  readonly commit: string | null;
}

export interface VersionsAnswer {
  readonly versions: readonly VersionAnswer[];
  /** Only where they were asked for. */
  readonly conflicts?: readonly ConflictAnswer[];
}

/** A routine whose status log contradicts itself, or of whose number two versions were registered. */
export interface ConflictAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  /** One sentence. */
  readonly message: string;
  readonly remedy: string;
  /** The two lines, or the one that does not follow. */
  readonly lines: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}

export interface ShowAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly text: string;
  /** Where the text comes from: `workspace`, a version, or an environment. */
  readonly source: string;
  readonly version: string | null;
  readonly file: string | null;
}

export interface MarkAnswer {
  readonly routine: string;
  readonly version: string;
  readonly from: VersionStatus;
  readonly to: VersionStatus;
}

export interface ResolveAnswer {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly keep: 'ours' | 'theirs';
  /** The lines that contradicted each other. */
  readonly lines: ConflictAnswer['lines'];
  /** Versions of the other branch that got a new number, and the one that they had. */
  readonly registered: readonly (RegisterAnswer['registered'][number] & { readonly was: string })[];
  readonly carried: readonly { readonly version: string; readonly from: VersionStatus; readonly to: VersionStatus }[];
  /** Changes of the other branch that do not count: dropped as asked, or since they do not follow. */
  readonly dropped: readonly { readonly version: string; readonly from: string | null; readonly to: string }[];
}

export interface CopyRegistryAnswer {
  /** `folder .sproc`, `schema sproc_registry of prod`. */
  readonly from: string;
  readonly to: string;
  readonly copied: readonly { readonly routine: string; readonly version: string }[];
  /** Status changes of versions that were there already. */
  readonly statusChanges: number;
  /** Versions that were there already. */
  readonly unchanged: number;
}

export type DifferenceKind =
  | 'missing-left'
  | 'missing-right'
  | 'body'
  | 'layout'
  | 'signature'
  | 'characteristics'
  | 'definer'
  | 'modes'
  | 'grants'
  | 'unreadable';

export interface CompareAnswer {
  readonly same: boolean;
  readonly unmanaged: readonly string[];
  readonly differences: readonly {
    readonly routine: string;
    readonly routineKind: RoutineKind;
    readonly kind: DifferenceKind;
    readonly detail: string;
    /** A unified diff, with `--patch`. */
    readonly patch?: string;
  }[];
}

/** `unknown`: the registry does not say what should run there, or what runs there cannot be read. */
export type RoutineState = 'in-sync' | 'behind' | 'ahead' | 'drifted' | 'missing' | 'unmanaged' | 'unknown';

export interface StatusAnswer {
  readonly routines: readonly {
    readonly routine: string;
    readonly kind: RoutineKind;
    /** The registered version that the workspace's text equals, `modified` if it equals none, null if there is no text. */
    readonly workspace: string | null;
    /** The newest registered version; `unknown` where the registry contradicts itself. */
    readonly registry: string | null;
    readonly environments: Readonly<Record<string, RoutineStatus>>;
  }[];
  /** Environments that could not be read, whose cells are `unknown`. Absent where there are none. */
  readonly unread?: readonly { readonly environment: string; readonly kind: FailureKind; readonly message: string }[];
  /** Deployments that were begun, never ended, and are at work no more. Absent where there are none. */
  readonly unfinished?: readonly {
    readonly environment: string;
    readonly target: string;
    readonly deployment: string;
  }[];
  /** Sentences: what should be known of the environments. Absent where there is nothing. */
  readonly notes?: readonly string[];
}

export interface RoutineStatus {
  readonly version: string | null;
  readonly state: RoutineState;
  /** It was changed or dropped by other means since it was deployed, whatever it equals now. Absent where that is not known. */
  readonly isChangedOutside?: true;
  /** Of what is `missing` or `drifted`: the ledger knows no deployment of it there. Absent where the ledger could not be asked. */
  readonly isNeverDeployed?: true;
}

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface PreflightAnswer {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

export interface PlanStep {
  readonly action: 'create' | 'replace' | 'alter' | 'drop';
  readonly routine: string;
  readonly kind: RoutineKind;
  /** Target as `host:port/schema`. */
  readonly target: string;
  /** Version or `-` for a text that is not registered, null where nothing is there. */
  readonly from: string | null;
  readonly to: string | null;
  readonly strategy: Strategy;
  /** Every statement that the step runs on the target, in order, exactly as it is sent. */
  readonly sql: readonly string[];
  /** Run once everything is deployed, each in a transaction that is rolled back; an error brings everything back. */
  readonly smoke: readonly string[];
  /** Sentences a person can act on. */
  readonly hazards: readonly string[];
  /** The live text before and the text after, for a diff. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface PlanAnswer {
  readonly environment: string;
  readonly fingerprint: string;
  readonly steps: readonly PlanStep[];
  readonly order: readonly string[];
  /** What speaks against the plan or should be known; with an error the plan cannot be deployed. */
  readonly findings: readonly Finding[];
}

export interface StepOutcome {
  readonly routine: string;
  readonly target: string;
  readonly outcome: 'done' | 'failed' | 'restored' | 'not-run';
  readonly durationMs: number;
  readonly error: string | null;
  /** Of a dry run: what the step would do. */
  readonly action?: PlanStep['action'];
}

export interface DeployAnswer {
  /** The ledger's id; null where there was nothing to do. */
  readonly deployment: string | null;
  readonly outcome: 'deployed' | 'nothing-to-do' | 'rolled-back' | 'failed' | 'partial';
  readonly steps: readonly StepOutcome[];
  /** Sentences: what should be known of it, whatever its outcome. Absent where there is nothing. */
  readonly warnings?: readonly string[];
}

/** Marked only if the deployment did all that it was asked for. */
export interface PromoteAnswer extends DeployAnswer {
  readonly registered: RegisterAnswer['registered'];
  readonly marked: readonly MarkAnswer[];
}

export interface DriftedRoutine {
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly target: string;
  readonly state: 'changed' | 'missing';
  /** Of what was deployed last: a version, or `-` for a text that was not registered. */
  readonly version: string | null;
  readonly deployment: string;
  readonly deployedAt: string | null;
  /** When it was last changed, as far as the server tells. */
  readonly alteredAt: string | null;
  readonly definer: string | null;
  readonly differences: readonly { readonly kind: DifferenceKind; readonly detail: string }[];
  /** A unified diff from what was deployed to what is live; null where one of them is not there. */
  readonly patch: string | null;
}

export interface DriftAnswer {
  readonly drifted: readonly DriftedRoutine[];
  /** Files that say by now what the server says. */
  readonly adopted: readonly { readonly routine: string; readonly file: string }[];
  readonly registered: RegisterAnswer['registered'];
  /** Null where nothing was put back. */
  readonly reverted: DeployAnswer | null;
}
