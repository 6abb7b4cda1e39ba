/** What the use cases are asked: one record a use case, shared by the command line, the language server and the tests. */
import type * as contract from './contract';

export interface CheckRequest {
  /** Files or folders, relative to the project; none means all sources. */
  readonly paths?: readonly string[];
  /** Also check against what lives in this environment. */
  readonly environment?: string;
  /** MMmmpp: judge what servers lack or have removed by this version, of the project's dialect. */
  readonly serverVersion?: number;
}

export interface GraphRequest {
  readonly routines?: readonly string[];
  readonly direction?: 'callers' | 'callees' | 'both';
  readonly depth?: number;
  /** `orders.total` or `shop.orders.total`: only the routines that read or write it. */
  readonly column?: string;
  /** Whose live schema says which table an unqualified column belongs to. */
  readonly environment?: string;
  /** The environment whose server is asked what the routines use. */
  readonly confirm?: string;
}

export interface RegisterRequest {
  readonly routines?: readonly string[];
  readonly bump?: 'auto' | contract.Bump;
  readonly version?: string;
  readonly message?: string;
}

export interface MarkRequest {
  /** `name@1.2.0`; without a version the newest is meant. */
  readonly ref: string;
  readonly status: contract.VersionStatus;
  readonly reason: string;
  /** The status that the person saw: refused if it is another by now. */
  readonly from?: contract.VersionStatus;
}

export interface VersionsRequest {
  readonly pattern?: string;
  readonly status?: contract.VersionStatus;
  readonly author?: string;
  /** ISO dates, inclusive. */
  readonly since?: string;
  readonly until?: string;
  readonly text?: string;
  /** Lists routines in conflict beside the versions; else they are a failure. */
  readonly listConflicts?: boolean;
}

/** What is not given is asked for by the failure, which shows both sides. */
export interface ResolveRequest {
  readonly routine: string;
  /** The branch that holds from now on. */
  readonly keep?: 'ours' | 'theirs';
  /** What becomes of the statuses of the other branch. */
  readonly statuses?: 'carry' | 'drop';
  readonly reason?: string;
}

export interface CopyRegistryRequest {
  /** `folder`, or the environment whose server has it. */
  readonly from: string;
  readonly to: string;
  /** Other than sproc.json or the default says. */
  readonly folder?: string;
  readonly schema?: string;
}

export interface CompareRequest {
  /** `workspace`, `registry`, `registry@1.2.0` or an environment. */
  readonly left: string;
  readonly right: string;
  readonly routines?: readonly string[];
  readonly patch?: boolean;
  readonly ignoreLayout?: boolean;
}

export interface StatusRequest {
  /** None means all. */
  readonly environments?: readonly string[];
  /** Asks no server: what the workspace is against the registry, and columns only of environments that were seen before. */
  readonly offline?: boolean;
}

export interface ShowRequest {
  /** `name`, `name@1.2.0` or `name@environment`. */
  readonly ref: string;
  /** In one layout for every side, to be laid beside another; else the text as it was written. */
  readonly sideBySide?: boolean;
}

export interface PlanRequest {
  readonly environment: string;
  /** Names, patterns, or `name@version`; none means every routine of the workspace. */
  readonly routines?: readonly string[];
  readonly withCallees?: boolean;
  readonly strategy?: contract.Strategy;
  /** Also routines that were changed on the server since the last deployment, or were never managed. */
  readonly overwrite?: boolean;
  /** Also drop what this project deployed and no longer has. */
  readonly prune?: boolean;
}

/** How something that changes a target is carried out, whoever asked for it. */
export interface CarryOut {
  /** The fingerprint of the plan that was shown; refused as plan-stale if it no longer holds. */
  readonly fingerprint?: string;
  /** The environment's name, typed by a person: demanded where the environment is protected. */
  readonly confirm?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly dryRun?: boolean;
  /** Aborting stops before the next step and restores what was done. */
  readonly signal?: AbortSignal;
  /** Gets what speaks against the plan that is about to be carried out, for a person who has not seen it. */
  readonly onPlan?: (warnings: PlanWarnings) => void;
  readonly onProgress?: (progress: Progress) => void;
}

export interface PlanWarnings {
  readonly findings: readonly contract.Finding[];
  readonly hazards: readonly { readonly routine: string; readonly target: string; readonly message: string }[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly message: string;
}

export interface DeployRequest extends PlanRequest, CarryOut {}

export interface ImportRequest {
  readonly environment: string;
  /** None means every routine of the environment. */
  readonly routines?: readonly string[];
}

/** Either `adopt` or `revert`, or neither to look only. */
export interface DriftRequest extends CarryOut {
  readonly environment: string;
  readonly routines?: readonly string[];
  /** Writes the live texts to the source files, and notes in the ledger that they are accepted. */
  readonly adopt?: boolean;
  /** Registers what was adopted. */
  readonly register?: boolean;
  /** Deploys what was deployed last. */
  readonly revert?: boolean;
}

/** Brings what lives in one environment to another. */
export interface SyncRequest extends CarryOut {
  readonly from: string;
  readonly to: string;
  readonly routines?: readonly string[];
  /** Also routines that were changed there since the last deployment, or were never managed. */
  readonly overwrite?: boolean;
}

/** Accounts as `user@host`; the deployer is else whoever is logged in. */
export interface GrantsRequest {
  readonly environment: string;
  readonly deployer?: string;
  readonly reader?: string;
  readonly application?: string;
}

export interface HistoryRequest {
  readonly environment: string;
  /** Also every saved definition, and the heads that the registry folder keeps. */
  readonly verify?: boolean;
  /** A hash that is known from before: whether it is in the chain. */
  readonly head?: string;
}

export interface RecoverRequest extends CarryOut {
  readonly environment: string;
  /** A hash that is known from before: what rows up to it name may be restored although the ledger is broken. */
  readonly head?: string;
}

export interface AcceptLedgerRequest extends Pick<CarryOut, 'confirm'> {
  readonly environment: string;
  readonly reason: string;
}

/** By the retention that sproc.json sets. */
export interface GcRequest extends Pick<CarryOut, 'confirm' | 'reason' | 'dryRun' | 'signal' | 'onProgress'> {
  readonly environment: string;
}

export interface PromoteRequest extends CarryOut {
  readonly environment: string;
  /** `name` for the workspace's text, which is registered where it is not, or `name@1.2.0`; patterns too. */
  readonly routines: readonly string[];
  /** Description of versions that are registered. */
  readonly message?: string;
  /** Warnings among the diagnostics do not stop it. */
  readonly allowWarnings?: boolean;
}

export interface RollbackRequest extends CarryOut {
  readonly environment: string;
  /** `name` (to what ran there before) or `name@version`. Either routines or `deployment`. */
  readonly routine?: string;
  /** Several at once, names, patterns, or all of them with a version. */
  readonly routines?: readonly string[];
  readonly deployment?: string;
  /** Also what was changed on the server since it was deployed. */
  readonly overwrite?: boolean;
}
