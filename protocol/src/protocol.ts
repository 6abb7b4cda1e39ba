/**
 * Every message between client and server beyond the Language Server Protocol's own, typed, a sentence each.
 * An expected failure is part of the answer; a rejected request is a bug.
 */
import {
  NotificationType,
  RequestType,
  type TextDocumentPositionParams,
  type WorkDoneProgressParams,
} from 'vscode-languageserver-protocol';
import type {
  AcceptLedgerAnswer,
  AcceptLedgerRequest,
  AddEnvironmentAnswer,
  Advice,
  BaselineAnswer,
  BaselineRequest,
  CompareAnswer,
  CompareRequest,
  CopyRegistryAnswer,
  CopyRegistryRequest,
  DeployAnswer,
  DeploymentStepsAnswer,
  DeploymentStepsRequest,
  DeployRequest,
  DriftAnswer,
  DriftRequest,
  DoctorAnswer,
  DoctorRequest,
  GcAnswer,
  GcRequest,
  GrantsAnswer,
  GrantsRequest,
  GrepAnswer,
  GrepRequest,
  PreflightAnswer,
  Failure,
  GraphAnswer,
  GraphRequest,
  HistoryAnswer,
  ImportAnswer,
  ImportRequest,
  InForce,
  InitAnswer,
  MarkAnswer,
  MarkRequest,
  NewEnvironment,
  PlanAnswer,
  PlanRequest,
  OutcomeSummary,
  PromoteAnswer,
  PromoteRequest,
  RegisterAnswer,
  RegisterRequest,
  ResolveAnswer,
  ResolveRequest,
  Result,
  RollbackRequest,
  RoutineKind,
  RoutineStatus,
  ShowAnswer,
  ShownState,
  ShowRequest,
  ShowTableAnswer,
  ShowTableRequest,
  Stage,
  StatusAnswer,
  StatusRequest,
  SyncRequest,
  TryEnvironmentAnswer,
  TryEnvironmentRequest,
  TryPasswordAnswer,
  TryPasswordRequest,
  VersionsAnswer,
  VersionsRequest,
  VersionStatus,
} from '#engine';

export {
  tableUri,
  ruleUri,
  readRulePage,
  textUri,
  readReference,
  documentSchemes,
  type TableReference,
  type TextReference,
} from './document-uris';
export { visible, visibleItem, visibleLines } from './visible';
export { commandsFor, describeAction, printForEditor, type EditorCommand } from './editor-actions';

/** The result of a request: the command line's answer, or the failure. */
export type Reply<T> = Result<T, Failure>;

/** A project is named by the URI of the folder that holds its `sproc.json`, as `projectsFound` gave it. */
export interface InProject {
  readonly project: string;
}

/** An engine request on the connection: without the parts that exist inside one process only, but with its project. */
type Asked<T> = Omit<T, 'signal' | 'onProgress'> & InProject;
/** Work that reports how far it is through the given token, and stops when the request is cancelled. */
type Work<T> = Asked<T> & WorkDoneProgressParams;

/** The options with which the client starts the server. */
export interface InitializationOptions {
  /** False in Restricted Mode: nothing is connected to, run or written until `trustGranted`. */
  readonly trusted: boolean;
  readonly projects: readonly string[];
  /** The selected environment of each project that has one. */
  readonly selected: Readonly<Record<string, string>>;
  /** A folder, as a path, where the server may keep what it has read, so that it opens quickly; null for nowhere. */
  readonly cache: string | null;
}

/** The state of a project that is known without a server. */
export interface ProjectState {
  /** Folder URI. */
  readonly project: string;
  /** The number of mistakes in `sproc.json`, which keep it from being used. */
  readonly mistakes: number;
  /** The place of the first mistake, its line and character from 0; null without any. */
  readonly firstMistake: { readonly line: number; readonly character: number } | null;
  /** The content of `sproc.json` that everything else comes from: with mistakes an earlier one, parts of it, or none. */
  readonly inForce: InForce;
  /** The time at which a valid `sproc.json` was read last, in ISO 8601; null if there was none. */
  readonly readAt: string | null;
  readonly environments: readonly EnvironmentState[];
}

export interface EnvironmentState {
  readonly name: string;
  readonly stage: Stage;
  readonly protected: boolean;
  /** Each as `host:port/schema`. */
  readonly targets: readonly string[];
  /** The targets of its password and its ledger key, each as `user@host:port`. */
  readonly audience: readonly string[];
  /** The routines at the last look; null if there was none since the editor was opened. */
  readonly observed: EnvironmentSnapshot | null;
}

export interface EnvironmentSnapshot {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `2 drifted, 1 behind`: what needs a look; empty where nothing does. */
  readonly summary: string;
  /** The reasons why nothing can be deployed there at present. */
  readonly warnings: readonly EnvironmentWarning[];
  /** The snapshots by `snapshotName`. */
  readonly routines: Readonly<Record<string, RoutineSnapshot>>;
}

export interface EnvironmentWarning {
  readonly kind: 'interrupted' | 'ledger-changed';
  /** Sentences, with the commands that help. */
  readonly message: Advice;
}

/** A routine against what runs in an environment, as the sources and the registry are now. */
export interface RoutineSnapshot extends RoutineStatus {
  /** The routine as people name it: `shop.place_order`. */
  readonly routine: string;
  readonly kind: RoutineKind;
  readonly shown: ShownState;
  /** `in sync`, `not deployed`, `missing, dropped outside Sproc`. */
  readonly words: string;
}

/**
 * Returns kind and name as one string, equal where the server treats them as one: names of triggers and views, and all
 * schemas, are case-sensitive, other names are not.
 * @param routine The routine as people name it: `shop.place_order`, or `function:shop.place_order`.
 */
export function snapshotName(kind: string, routine: string): string {
  const bare = routine.replace(/^(?:procedure|function|trigger|event|view|package):/, '');
  const name = bare.indexOf('.') + 1;
  const isExact = kind === 'trigger' || kind === 'view';
  return `${kind} ${isExact ? bare : bare.slice(0, name) + bare.slice(name).toLowerCase()}`;
}

export interface SourceRoutine {
  /** The routine as people name it: `shop.place_order`. */
  readonly routine: string;
  readonly kind: RoutineKind;
  /** File URI. */
  readonly uri: string;
  /** First and last line of its definition, from 1. */
  readonly line: number;
  readonly endLine: number;
}

/** A call graph, and a picture of it. */
export interface GraphPicture {
  readonly graph: GraphAnswer;
  /** A complete `<svg>`; each node is a `<g data-node="id">`, colours come from CSS variables. */
  readonly svg: string;
}

/** Commands of the client that code lenses of the server call, each with one `LensArgument`. */
export const lensCommands = {
  deploy: 'sproc.deploy',
  compare: 'sproc.compare',
  versions: 'sproc.showVersions',
} as const;

/** The command of the lens of a file without a project; its argument is an `InProject` with the folder. */
export const createProjectLens = {
  command: 'sproc.createProjectFile',
  title: 'Create sproc.json to version and deploy this',
} as const;

/** A link below a hover; the client knows the command of each kind. */
export interface HoverLink {
  readonly kind: 'open' | 'callers' | 'history';
  readonly argument: InProject & { readonly routine: string; readonly environment?: string };
}

/** The language that sources are opened as, and those of SQL by VS Code and other extensions, which are read like it. */
export const languages = {
  routine: 'mysql-routine',
  sql: ['sql', 'mysql', 'mysql-sql', 'mariadb', 'sql-mysql', 'plsql'] as readonly string[],
  /** Languages whose documents are for MySQL or MariaDB unless their text is clearly for another server. */
  mysql: ['mysql', 'mysql-sql', 'mariadb', 'sql-mysql'] as readonly string[],
  /** Oracle's; a document is read only if its text is clearly for MySQL or MariaDB. */
  plsql: 'plsql',
  /** Languages that are replaced by ours for sources and routines: VS Code's SQL is T-SQL in its colours. */
  replaced: ['sql', 'plsql'] as readonly string[],
} as const;

/** The codes of the problems of sproc.json. The client hides those of JSON itself where VS Code reports them, too. */
export const projectFileCodes = { mistake: 'project-file', syntax: 'json-syntax' } as const;

export interface LensArgument extends InProject {
  readonly routine: string;
}

//#region To server
/** The folders that hold a `sproc.json` have changed. */
export const projectsFound = new NotificationType<{ readonly projects: readonly string[] }>('sproc/projectsFound');
/** The person now trusts the workspace: connecting, running git and writing are allowed from here on. */
export const trustGranted = new NotificationType<{ readonly trusted: true }>('sproc/trustGranted');
/** The person has selected other environments, by project; the others have none. */
export const environmentsSelected = new NotificationType<{ readonly selected: Readonly<Record<string, string>> }>(
  'sproc/environmentsSelected',
);
/** The client has stored or forgotten a secret: what was seen with the old one is of no use. */
export const secretChanged = new NotificationType<InProject & { readonly environment: string }>('sproc/secretChanged');

/** The client asks an environment's servers, once each, whether they accept a password that a person has just typed. */
export const tryPassword = new RequestType<Asked<TryPasswordRequest>, Reply<TryPasswordAnswer>, void>(
  'sproc/tryPassword',
);

/** The client asks a server about an environment that a person is adding; nothing is written. */
export const tryEnvironment = new RequestType<Asked<TryEnvironmentRequest>, Reply<TryEnvironmentAnswer>, void>(
  'sproc/tryEnvironment',
);
/** The client asks to write a new environment to sproc.json, whose comments and formatting remain. */
export const addEnvironment = new RequestType<
  Asked<{ readonly added: NewEnvironment }>,
  Reply<AddEnvironmentAnswer>,
  void
>('sproc/addEnvironment');

/** The client asks for a first sproc.json in a folder of the workspace, made from its SQL files. */
export const createProject = new RequestType<{ readonly folder: string }, Reply<InitAnswer>, void>(
  'sproc/createProject',
);
/** The client asks what is known of a project without connecting anywhere. */
export const projectState = new RequestType<InProject, Reply<ProjectState>, void>('sproc/projectState');
/** The client asks for the ways that lead on from a hover, of which it makes links. */
export const hoverLinks = new RequestType<TextDocumentPositionParams, Reply<readonly HoverLink[]>, void>(
  'sproc/hoverLinks',
);
/** The client asks which routines the sources define: all of them, or those of one file. */
export const sourceRoutines = new RequestType<
  InProject & { readonly uri?: string },
  Reply<readonly SourceRoutine[]>,
  void
>('sproc/sourceRoutines');
/** The client asks for the texts' call graph, whole or around some routines. */
export const graph = new RequestType<Asked<GraphRequest>, Reply<GraphPicture>, void>('sproc/graph');
/** The client asks which tables and views each routine of the sources uses; routines are named by `snapshotName`. */
export const tablesUsed = new RequestType<InProject, Reply<Readonly<Record<string, readonly string[]>>>, void>(
  'sproc/tablesUsed',
);
/** The client asks for registered versions, newest last. */
export const versions = new RequestType<Asked<VersionsRequest>, Reply<VersionsAnswer>, void>('sproc/versions');
/** The client asks for one text by `name`, `name@1.2.0` or `name@environment`, for a virtual document. */
export const show = new RequestType<Asked<ShowRequest>, Reply<ShowAnswer>, void>('sproc/show');
/** The client asks for the CREATE TABLE of a table or view of an environment, for a virtual document. */
export const showTable = new RequestType<Asked<ShowTableRequest>, Reply<ShowTableAnswer>, void>('sproc/showTable');
/** The client asks what differs between two sides: the workspace, the registry, an environment. */
export const compare = new RequestType<Asked<CompareRequest>, Reply<CompareAnswer>, void>('sproc/compare');
/** The client asks what would stop or endanger a deployment. */
export const preflight = new RequestType<Asked<PlanRequest>, Reply<PreflightAnswer>, void>('sproc/preflight');
/** The client asks for the privileges that the accounts of an environment need, as statements. */
export const grants = new RequestType<Asked<GrantsRequest>, Reply<GrantsAnswer>, void>('sproc/grants');
/** The client asks whether sources, registry and the named environments are in order; none means all. */
export const doctor = new RequestType<Asked<DoctorRequest>, Reply<DoctorAnswer>, void>('sproc/doctor');
/** The client asks for the lines with a text, in the sources or in live routines. */
export const grep = new RequestType<Asked<GrepRequest>, Reply<GrepAnswer>, void>('sproc/grep');
/** The client asks which version runs where; the named environments are connected to, none means all. */
export const status = new RequestType<Asked<StatusRequest>, Reply<StatusAnswer>, void>('sproc/status');
/** The history of an environment, with each outcome in the engine's words. */
export interface DescribedHistory extends HistoryAnswer {
  readonly deployments: readonly DescribedDeployment[];
}
type DeploymentAnswer = HistoryAnswer['deployments'][number];
export interface DescribedDeployment extends DeploymentAnswer {
  /** `rolled back`, `failed, everything was restored`. */
  readonly end: string;
  readonly steps: readonly DescribedStep[];
}
/** A step of a deployment; its end is `replaced`, `restored`, `not run`. */
export type DescribedStep = DeploymentAnswer['steps'][number] & { readonly end: string };
/** The client asks for an environment's ledger, newest deployment first. */
export const history = new RequestType<
  Asked<{ readonly environment: string; readonly verify?: boolean }>,
  Reply<DescribedHistory>,
  void
>('sproc/history');
/** The client asks for the steps of one deployment, with their statements and the texts before and after. */
export const deploymentSteps = new RequestType<Asked<DeploymentStepsRequest>, Reply<DeploymentStepsAnswer>, void>(
  'sproc/deploymentSteps',
);

/** The client registers new versions of what the workspace holds. */
export const register = new RequestType<Asked<RegisterRequest>, Reply<RegisterAnswer>, void>('sproc/register');
/** The client changes a version's status. */
export const mark = new RequestType<Asked<MarkRequest>, Reply<MarkAnswer>, void>('sproc/mark');
/** The client asks which statuses a version may change to. */
export const nextStatuses = new RequestType<{ readonly from: VersionStatus }, Reply<readonly VersionStatus[]>, void>(
  'sproc/nextStatuses',
);
/** The client requests a source file for each live routine that has none, or asks which ones there would be. */
export const importRoutines = new RequestType<Asked<ImportRequest>, Reply<ImportAnswer>, void>('sproc/import');

/** An answer with the engine's summary of the outcome. */
export type Summarized<T extends DeployAnswer> = T & { readonly summary: OutcomeSummary };
/** The drift, with the outcome of the reverted routines. */
export interface DriftReply extends DriftAnswer {
  readonly reverted: Summarized<DeployAnswer> | null;
}

/** The client asks what a deployment to this environment would do. Nothing is changed. */
export const plan = new RequestType<Asked<PlanRequest>, Reply<PlanAnswer>, void>('sproc/plan');
/** The client confirms a plan that it has shown; the request fails with `plan-stale` if the fingerprint has changed. */
export const deploy = new RequestType<Work<DeployRequest>, Reply<Summarized<DeployAnswer>>, void>('sproc/deploy');
/** The client asks what rolling back would do. Nothing is changed. */
export const planRollback = new RequestType<Asked<RollbackRequest>, Reply<PlanAnswer>, void>('sproc/planRollback');
/** The client confirms a rollback that it has shown. */
export const rollBack = new RequestType<Work<RollbackRequest>, Reply<Summarized<DeployAnswer>>, void>('sproc/rollBack');
/** The client asks what promoting would deploy. Nothing is registered, marked or deployed. */
export const planPromotion = new RequestType<Asked<PromoteRequest>, Reply<PlanAnswer>, void>('sproc/planPromotion');
/** The client confirms a promotion that it has shown. */
export const promote = new RequestType<Work<PromoteRequest>, Reply<Summarized<PromoteAnswer>>, void>('sproc/promote');
/** The client asks what bringing one environment's versions to another would do. Nothing is changed. */
export const planSync = new RequestType<Asked<SyncRequest>, Reply<PlanAnswer>, void>('sproc/planSync');
/** The client confirms a sync that it has shown; `environment` is the one that is changed. */
export const sync = new RequestType<
  Work<SyncRequest & { readonly environment: string }>,
  Reply<Summarized<DeployAnswer>>,
  void
>('sproc/sync');
/** The client requests the changes on an environment's servers, or their adoption or reversal. */
export const drift = new RequestType<Work<DriftRequest>, Reply<DriftReply>, void>('sproc/drift');
/** The client has what an interrupted deployment left finished or undone. */
export const recover = new RequestType<
  Work<{ readonly environment: string; readonly confirm?: string }>,
  Reply<Summarized<DeployAnswer>>,
  void
>('sproc/recover');
/** The client wants what lives in an environment taken over as versions; the same for the next four: a dry run first. */
export const baseline = new RequestType<Work<BaselineRequest>, Reply<BaselineAnswer>, void>('sproc/baseline');
/** The client wants old deployments and retired versions removed. */
export const gc = new RequestType<Work<GcRequest>, Reply<GcAnswer>, void>('sproc/gc');
/** The client wants a ledger accepted that was changed after it was written. */
export const acceptLedger = new RequestType<Work<AcceptLedgerRequest>, Reply<AcceptLedgerAnswer>, void>(
  'sproc/acceptLedger',
);
/** The client wants versions copied from one registry to another. */
export const copyRegistry = new RequestType<Asked<CopyRegistryRequest>, Reply<CopyRegistryAnswer>, void>(
  'sproc/copyRegistry',
);
/** The client wants a conflict of two branches settled. */
export const resolveConflict = new RequestType<Asked<ResolveRequest>, Reply<ResolveAnswer>, void>(
  'sproc/resolveConflict',
);
//#endregion

//#region To client
/** The server is about to connect and asks for a secret that the person stored, to use it for this audience. */
export const secretWanted = new RequestType<
  InProject & { readonly environment: string; readonly secret: SecretKind; readonly audience: readonly string[] },
  StoredSecret,
  void
>('sproc/secretWanted');

/** A password is sent to the servers; a ledger key signs the rows of their ledgers, and stays here. */
export type SecretKind = 'password' | 'ledger-key';

export type StoredSecret =
  | { readonly kind: 'none' }
  | { readonly kind: 'stored'; readonly value: string }
  /** One is stored, but for others: a person has to agree first. Null where it is not known for whom. */
  | { readonly kind: 'held-back'; readonly storedFor: readonly string[] | null };

/** A source of a project, or a draft of one, was opened: the client may set its language. */
export const sourceOpened = new NotificationType<{ readonly uri: string }>('sproc/sourceOpened');
/** Data that views show have changed: sources, `sproc.json`, the registry or the snapshot of an environment. */
export const stateChanged = new NotificationType<InProject & { readonly what: StateChange }>('sproc/stateChanged');

/** A use case may have written rows to the ledger of an environment. */
export const ledgerChanged = new NotificationType<InProject & { readonly environment: string }>('sproc/ledgerChanged');

export type StateChange = 'sources' | 'project-file' | 'registry' | 'environment';
//#endregion
