/** The entry point of the extension: creates the parts and connects them with commands and views. */
import {
  commands as vscodeCommands,
  ExtensionMode,
  languages as vscodeLanguages,
  window,
  workspace,
  type TextDocument,
  type Disposable,
  type ExtensionContext,
} from 'vscode';
import {
  environmentsSelected,
  languages,
  projectsFound,
  secretWanted,
  sourceOpened,
  stateChanged,
  trustGranted,
  type InProject,
  type StateChange,
} from '#protocol';
import { plural } from './documents/plural';
import { ChangesInProgress } from './workbench/changes-in-progress';
import { readSelection } from './workbench/command-argument';
import type { Command, CommandContext } from './commands/command';
import { allCommands } from './commands/commands';
import { commands, contextKeys, languageId, rowCommands, schemes, settings } from './workbench/contributions';
import { vscodeDialogs, type Dialogs } from './workbench/dialogs';
import { PlanDocuments } from './documents/plan-documents';
import { RefusedTextProblems } from './documents/refused-text-problems';
import { LedgerDocuments } from './documents/ledger-documents';
import { ReportDocuments } from './documents/report-documents';
import { registerRulePages } from './documents/rule-pages';
import { TableDocuments } from './documents/table-documents';
import { TextDocuments } from './documents/text-documents';
import { EnvironmentStatusBar } from './workbench/environment-status-bar';
import { isTrusted, startLanguageServer, type LanguageServer } from './workbench/language-server';
import { serverStopped } from './workbench/server-stopped';
import { showFailure } from './workbench/failure-message';
import { nameProject } from './workbench/name-project';
import { printProject, Projects } from './workbench/projects';
import { secretsIn, type Secrets } from './workbench/secrets';
import { Comparing } from './comparing/comparing';
import { DeploymentsView } from './views/deployments-view';
import type { Looks } from './views/model/looks';
import type { Tree } from './views/tree';
import { Views } from './views/views';

/** The interface for tests inside VS Code; otherwise nothing is exported. */
export interface TestAccess {
  readonly routines: Tree;
  readonly environments: Tree;
  readonly comparing: Comparing;
  readonly deployments: Tree;
  readonly statusBar: EnvironmentStatusBar;
  readonly secrets: Secrets;
  /** Answers in a person's place; what is not given is asked as ever. */
  answer(answers: Partial<Dialogs>): void;
}

let server: LanguageServer | null = null;

export async function activate(context: ExtensionContext): Promise<TestAccess | undefined> {
  const log = window.createOutputChannel('Sproc', { log: true });
  const projects = new Projects(context.workspaceState);
  await projects.find();
  const started = startLanguageServer(context, log, () => ({
    trusted: isTrusted(),
    projects: projects.folders,
    selected: projects.selected,
    cache: (context.storageUri ?? context.globalStorageUri).fsPath,
  }));
  server = started;

  const secrets = secretsIn(context.secrets);
  const documents = openDocuments(started);
  const deployments = new DeploymentsView(started, projects);
  const statusBar = new EnvironmentStatusBar(started, projects);
  const dialogs: Dialogs = { ...vscodeDialogs };
  const views = new Views({ server: started, projects, memento: context.workspaceState, dialogs });
  const { routines, environments, looks } = views;
  const commandContext = {
    ...{ server: started, projects, dialogs, secrets, deployments, ...documents },
    extension: context,
    changes: new ChangesInProgress(),
    showLog: () => log.show(),
  };
  context.subscriptions.push(log, projects, ...Object.values(documents), registerRulePages(context.extensionUri));
  context.subscriptions.push(...views.disposables, deployments, statusBar);

  const refresh = (): void => {
    looks.forget();
    views.refresh();
    deployments.refresh();
    void statusBar.refresh();
    showProjects(projects);
  };
  context.subscriptions.push(
    ...registerCommands(commandContext, refresh),
    started.onDidChangeRunning((isRunning) => {
      refresh();
      if (!isRunning) void showFailure(commandContext, serverStopped);
    }),
    ...answerServer(started, secrets, ({ project, what }) => {
      documents.texts.refresh(project);
      documents.comparing.view.outdate(project);
      if (what === 'environment') documents.tables.refresh(project);
      void documents.refusals.recheck(project);
      void statusBar.refresh();
      // An edit is not a reason to ask an unreachable server again.
      if (what !== 'sources') looks.retry();
      deployments.follow(what);
      views.refresh();
    }),
    ...followWorkspace(started, projects, refresh),
    window.onDidChangeActiveTextEditor(() => void statusBar.refresh()),
    rereadWhenFocused(looks, environments),
  );
  refresh();
  await vscodeCommands.executeCommand('setContext', contextKeys.ready, true);
  if (context.extensionMode !== ExtensionMode.Test) return undefined;
  const trees = { routines, environments, deployments: deployments.tree };
  const answer = (answers: Partial<Dialogs>): void => void Object.assign(dialogs, answers);
  return { ...trees, comparing: documents.comparing, statusBar, secrets, answer };
}

/** Creates the providers of virtual documents. */
function openDocuments(started: LanguageServer) {
  return {
    reports: new ReportDocuments(),
    plans: new PlanDocuments(),
    refusals: new RefusedTextProblems(),
    comparing: new Comparing(),
    texts: new TextDocuments(started),
    tables: new TableDocuments(started),
    ledger: new LedgerDocuments(started),
  };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
  server = null;
}

/** Updates the conditions of menus and welcomes. */
function showProjects({ folders }: Projects): void {
  void vscodeCommands.executeCommand('setContext', contextKeys.hasProject, folders.length > 0);
  void vscodeCommands.executeCommand('setContext', contextKeys.hasSeveralProjects, folders.length > 1);
}

/** Reads the environments again when a person comes back to the window: others may have deployed meanwhile. */
function rereadWhenFocused(looks: Looks, environments: Tree): Disposable {
  return window.onDidChangeWindowState(({ focused }) => {
    if (!focused || !looks.areOld(Date.now())) return;
    looks.forget();
    environments.refresh();
  });
}

/** Reports the projects and the trust to the server, and gives virtual documents their language. */
function followWorkspace(started: LanguageServer, projects: Projects, refresh: () => void): readonly Disposable[] {
  return [
    projects.onDidChange(() => {
      void started.report(environmentsSelected, { selected: projects.selected });
      void started.report(projectsFound, { projects: projects.folders });
      refresh();
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      void started.report(trustGranted, { trusted: true });
      refresh();
    }),
    workspace.onDidOpenTextDocument((document) => {
      if (isVirtual(document)) void giveRoutineLanguage(document);
    }),
    workspace.onDidChangeWorkspaceFolders(() => void projects.find()),
  ];
}

function registerCommands(context: CommandContext, refresh: () => void): readonly Disposable[] {
  return [
    ...allCommands.map((command) =>
      vscodeCommands.registerCommand(command.id, (given: unknown, selected: unknown) => {
        const { argument, leftOut } = readSelection(given, selected);
        if (leftOut > 0) void context.dialogs.report('warning', printLeftOut(leftOut));
        return command.run(namesProject(context, command, argument.project), argument);
      }),
    ),
    ...[commands.refresh, rowCommands.tryAgain].map((id) => vscodeCommands.registerCommand(id, refresh)),
  ];
}

/** Returns the context for a command; where there are several projects, its questions name the one it refers to. */
function namesProject(context: CommandContext, { id }: Command, named: string | undefined): CommandContext {
  const { projects, dialogs } = context;
  const project = named ?? projects.current();
  const isOfOne = id !== commands.selectProject && id !== commands.createProjectFile;
  if (!isOfOne || project === null || projects.folders.length < 2) return context;
  return { ...context, dialogs: nameProject(dialogs, printProject(project)) };
}

function printLeftOut(rows: number): string {
  const belong = rows === 1 ? 'belongs' : 'belong';
  return `${plural(rows, 'selected row')} ${belong} to another project or environment, or to no routine: left out.`;
}

function answerServer(
  started: LanguageServer,
  secrets: Secrets,
  changed: (change: InProject & { readonly what: StateChange }) => void,
): readonly Disposable[] {
  return [
    started.onAsked(secretWanted, (place) => secrets.find(place)),
    started.on(stateChanged, changed),
    started.on(sourceOpened, ({ uri }) => void setRoutineLanguage(uri)),
  ];
}

/** Sets the language of a project's sources, which VS Code opens as its own SQL, unless a setting forbids it. */
async function setRoutineLanguage(uri: string): Promise<void> {
  if (!workspace.getConfiguration(settings.section).get<boolean>(settings.language, true)) return;
  const document = workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri);
  if (document !== undefined) await giveRoutineLanguage(document);
}

async function giveRoutineLanguage(document: TextDocument): Promise<void> {
  if (languages.replaced.includes(document.languageId))
    await vscodeLanguages.setTextDocumentLanguage(document, languageId);
}

function isVirtual({ uri }: TextDocument): boolean {
  return virtualSchemes.includes(uri.scheme);
}

const virtualSchemes: readonly string[] = Object.values(schemes);
