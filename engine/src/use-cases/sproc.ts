/**
 * The interface of the engine: every use case of an open project in one frozen record. The command line, the language
 * server and the tests use only this. Others rely on the forms of the answers, which `--json` prints: fields may be
 * added, but none may change its meaning (docs/formats/command-line.md). `routine` is always `schema.name`, without
 * quotes.
 */
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { LiveTables } from '../routine/live-tables';
import type { AcceptLedgerAnswer, AcceptLedgerRequest } from '../lifecycle/answers/accept-ledger';
import type { DeployAnswer, DeployRequest } from '../lifecycle/answers/deploy';
import type { DeploymentStepsAnswer, DeploymentStepsRequest } from '../lifecycle/answers/deployment-steps';
import type { HistoryAnswer, HistoryRequest } from '../lifecycle/answers/history';
import type { PlanAnswer, PlanRequest } from '../lifecycle/answers/plan';
import type { PreflightAnswer } from '../lifecycle/answers/preflight';
import type { RecoverAnswer, RecoverRequest } from '../lifecycle/answers/recover';
import type { RollbackRequest } from '../lifecycle/answers/roll-back';
import type { BaselineAnswer, BaselineRequest } from './answers/baseline';
import type { CheckAnswer, CheckRequest } from './answers/check';
import type { CompareAnswer, CompareRequest } from './answers/compare';
import type { CopyRegistryAnswer, CopyRegistryRequest } from './answers/copy-registry';
import type { DoctorAnswer, DoctorRequest } from './answers/doctor';
import type { DriftAnswer, DriftRequest } from './answers/drift';
import type { GcAnswer, GcRequest } from './answers/gc';
import type { GrantsAnswer, GrantsRequest } from './answers/grants';
import type { GraphAnswer, GraphRequest } from './answers/graph';
import type { GrepAnswer, GrepRequest } from './answers/grep';
import type { ImportAnswer, ImportRequest } from './answers/import-routines';
import type { LastSeenAnswer, LastSeenRequest } from './answers/last-seen';
import type { MarkAnswer, MarkRequest } from './answers/mark';
import type { MarkManyAnswer, MarkManyRequest } from './answers/mark-many';
import type { PromoteAnswer, PromoteRequest } from './answers/promote';
import type { RegisterAnswer, RegisterRequest } from './answers/register';
import type { ResolveAnswer, ResolveRequest } from './answers/resolve-conflict';
import type { ShowAnswer, ShowRequest } from './answers/show';
import type { ShowTableAnswer, ShowTableRequest } from './answers/show-table';
import type { StatusAnswer, StatusRequest } from './answers/status';
import type { SyncRequest } from './answers/sync';
import type { TryPasswordAnswer, TryPasswordRequest } from './answers/typed-login';
import type { VersionsAnswer, VersionsRequest } from './answers/versions';
import type { SeenEnvironments } from './environments/seen-environments';

export type Answer<T> = Promise<Result<T, Failure>>;

export interface Sproc {
  check(request: CheckRequest): Answer<CheckAnswer>;
  /** Returns the tables of an environment's first target with their columns, for an editor's live schema. */
  liveTables(request: { readonly environment: string }): Answer<LiveTables>;
  /** Returns the CREATE TABLE of a table or view of an environment's first target. */
  showTable(request: ShowTableRequest): Answer<ShowTableAnswer>;
  /** Logs in with a password that is not stored yet, once on each target. */
  tryPassword(request: TryPasswordRequest): Answer<TryPasswordAnswer>;
  /** Checks that sources, registry and environments are in order. Nothing is changed. */
  doctor(request: DoctorRequest): Answer<DoctorAnswer>;
  graph(request: GraphRequest): Answer<GraphAnswer>;
  /** Returns the lines that match a pattern, in the sources or in live routines. Nothing is changed. */
  grep(request: GrepRequest): Answer<GrepAnswer>;
  importRoutines(request: ImportRequest): Answer<ImportAnswer>;
  register(request: RegisterRequest): Answer<RegisterAnswer>;
  versions(request: VersionsRequest): Answer<VersionsAnswer>;
  /** Returns a text by `name`, `name@1.2.0` or `name@environment`. */
  show(request: ShowRequest): Answer<ShowAnswer>;
  mark(request: MarkRequest): Answer<MarkAnswer>;
  /** Marks all versions that a pattern selects. */
  markMany(request: MarkManyRequest): Answer<MarkManyAnswer>;
  /** Ends the conflict of a routine whose registry contradicts itself, as after a merge. */
  resolveConflict(request: ResolveRequest): Answer<ResolveAnswer>;
  /** Copies versions and statuses from one registry to another; different ones there are never overwritten. */
  copyRegistry(request: CopyRegistryRequest): Answer<CopyRegistryAnswer>;
  compare(request: CompareRequest): Answer<CompareAnswer>;
  /** Returns the states. With `seen`, the data that was read is kept there, and offline it is compared again. */
  status(request: StatusRequest, seen?: SeenEnvironments): Answer<StatusAnswer>;
  /** Returns what the last status on this machine has seen of environments. No server is asked. */
  lastSeen(request: LastSeenRequest): Answer<LastSeenAnswer>;
  /** Returns what would stop or endanger a deployment. Nothing is changed. */
  preflight(request: PlanRequest): Answer<PreflightAnswer>;
  plan(request: PlanRequest): Answer<PlanAnswer>;
  deploy(request: DeployRequest): Answer<DeployAnswer>;
  /** Compares live routines with the last deployed ones. */
  drift(request: DriftRequest): Answer<DriftAnswer>;
  /** Takes over what lives in an environment as versions with the status of its stage, in files, registry and ledger. */
  baseline(request: BaselineRequest): Answer<BaselineAnswer>;
  /** Returns the plan of reverting drift. */
  planRevert(request: DriftRequest): Answer<PlanAnswer>;
  /** Returns the effect of `sync`, as a plan. */
  planSync(request: SyncRequest): Answer<PlanAnswer>;
  sync(request: SyncRequest): Answer<DeployAnswer>;
  /** Returns the privileges that accounts need in an environment, as statements. */
  grants(request: GrantsRequest): Answer<GrantsAnswer>;
  /** Returns the effect of `promote`, as a plan. Nothing is registered. */
  planPromotion(request: PromoteRequest): Answer<PlanAnswer>;
  /** Registers, checks, deploys, and marks what was deployed with the environment's stage. */
  promote(request: PromoteRequest): Answer<PromoteAnswer>;
  /** Returns the effect of `rollBack`, as a plan. */
  planRollback(request: RollbackRequest): Answer<PlanAnswer>;
  rollBack(request: RollbackRequest): Answer<DeployAnswer>;
  history(request: HistoryRequest): Answer<HistoryAnswer>;
  /** Returns the steps of one deployment by the ledger: their statements, and the texts before and after. */
  deploymentSteps(request: DeploymentStepsRequest): Answer<DeploymentStepsAnswer>;
  recover(request: RecoverRequest): Answer<RecoverAnswer>;
  /** Continues with a ledger that was changed: it is verified from a new row on. */
  acceptLedger(request: AcceptLedgerRequest): Answer<AcceptLedgerAnswer>;
  /** Removes what the retention of sproc.json no longer keeps: old deployments with their texts, and retired versions. */
  gc(request: GcRequest): Answer<GcAnswer>;
  /** Closes every session and stops every timer. */
  close(): Promise<void>;
}
