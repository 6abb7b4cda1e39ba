/**
 * The door of the engine: every use case of an open project as one frozen record. The command line, the language
 * server and the tests come in here and nowhere else.
 */
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { LiveTables } from '../routine/live-tables';
import type * as contract from '../base/contract';
import type { GrantsAnswer } from '../base/grants-contract';
import type * as ledgerContract from '../base/ledger-contract';
import type {
  AcceptLedgerRequest,
  CheckRequest,
  CompareRequest,
  CopyRegistryRequest,
  DeployRequest,
  DriftRequest,
  GcRequest,
  GrantsRequest,
  GraphRequest,
  HistoryRequest,
  ImportRequest,
  MarkRequest,
  PlanRequest,
  PromoteRequest,
  RecoverRequest,
  RegisterRequest,
  ResolveRequest,
  RollbackRequest,
  ShowRequest,
  StatusRequest,
  SyncRequest,
  VersionsRequest,
} from '../base/requests';
import type { SeenEnvironments } from './environments/seen-environments';

export type Answer<T> = Promise<Result<T, Failure>>;

export interface Sproc {
  check(request: CheckRequest): Answer<contract.CheckAnswer>;
  /** The tables of an environment's first target with their columns: for what an editor knows of a live schema. */
  liveTables(request: { readonly environment: string }): Answer<LiveTables>;
  graph(request: GraphRequest): Answer<contract.GraphAnswer>;
  importRoutines(request: ImportRequest): Answer<contract.ImportAnswer>;
  register(request: RegisterRequest): Answer<contract.RegisterAnswer>;
  versions(request: VersionsRequest): Answer<contract.VersionsAnswer>;
  /** A text by `name`, `name@1.2.0` or `name@environment`. */
  show(request: ShowRequest): Answer<contract.ShowAnswer>;
  mark(request: MarkRequest): Answer<contract.MarkAnswer>;
  /** Ends the conflict of a routine whose registry contradicts itself, as after a merge. */
  resolveConflict(request: ResolveRequest): Answer<contract.ResolveAnswer>;
  /** Versions and statuses of one registry brought to another; what differs there is never overwritten. */
  copyRegistry(request: CopyRegistryRequest): Answer<contract.CopyRegistryAnswer>;
  compare(request: CompareRequest): Answer<contract.CompareAnswer>;
  /** With `seen`, what is read is kept there, and offline what was read is compared anew. */
  status(request: StatusRequest, seen?: SeenEnvironments): Answer<contract.StatusAnswer>;
  /** What would stop or endanger a deployment. Nothing is changed. */
  preflight(request: PlanRequest): Answer<contract.PreflightAnswer>;
  plan(request: PlanRequest): Answer<contract.PlanAnswer>;
  deploy(request: DeployRequest): Answer<contract.DeployAnswer>;
  /** Live against what was last deployed. */
  drift(request: DriftRequest): Answer<contract.DriftAnswer>;
  /** What `sync` would do, as a plan. */
  planSync(request: SyncRequest): Answer<contract.PlanAnswer>;
  sync(request: SyncRequest): Answer<contract.DeployAnswer>;
  /** The privileges that accounts need in an environment, as statements. */
  grants(request: GrantsRequest): Answer<GrantsAnswer>;
  /** What `promote` would deploy, as a plan. Nothing is registered. */
  planPromotion(request: PromoteRequest): Answer<contract.PlanAnswer>;
  /** Registers, checks, deploys, and marks what was deployed with the environment's stage. */
  promote(request: PromoteRequest): Answer<contract.PromoteAnswer>;
  /** What `rollBack` would do, as a plan. */
  planRollback(request: RollbackRequest): Answer<contract.PlanAnswer>;
  rollBack(request: RollbackRequest): Answer<contract.DeployAnswer>;
  history(request: HistoryRequest): Answer<ledgerContract.HistoryAnswer>;
  recover(request: RecoverRequest): Answer<ledgerContract.RecoverAnswer>;
  /** Goes on with a ledger that was changed: from a new row on it is verified again. */
  acceptLedger(request: AcceptLedgerRequest): Answer<ledgerContract.AcceptLedgerAnswer>;
  /** Removes what the retention of sproc.json no longer keeps: old deployments with their texts, and retired versions. */
  gc(request: GcRequest): Answer<ledgerContract.GcAnswer>;
  /** Closes every session and stops every timer. */
  close(): Promise<void>;
}
