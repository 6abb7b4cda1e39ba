/** The language server over any connection: projects and documents come in, handlers answer from them. */
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  FileChangeType,
  InlayHintRefreshRequest,
  MessageType,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type Disposable,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { audienceOf, printableLine } from '#engine';
import {
  environmentsSelected,
  languages,
  ledgerChanged,
  projectsFound,
  ruleUri,
  secretChanged,
  secretWanted,
  sourceOpened,
  stateChanged,
  trustGranted,
  type InitializationOptions,
  type StateChange,
} from '#protocol';
import { Diagnosing } from './diagnosing';
import { fitCapabilities, ownEditor, readAbilities, type EditorAbilities } from './editor-abilities';
import { FormatRegistration } from './format-registration';
import { answerFromNewest } from './answer-from-newest';
import { fixAllKind } from './handlers/code-action';
import { allHandlers } from './handlers/handlers';
import { lookInBackground } from './workspace/background-look';
import type { OpenProject } from './workspace/open-project';
import { defaultSettings, readSettings, type Settings } from './workspace/settings';
import { semanticLegend } from './workspace/translate';
import { readChanges, watchProject } from './watching';
import { Workspace } from './workspace/workspace';
import type { Host } from './workspace/host';

export function startServer(connection: Connection, host: Host): void {
  const server = new Server(connection, host);
  server.listen();
}

class Server {
  readonly #connection: Connection;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #workspace: Workspace;
  readonly #diagnosing: Diagnosing;
  readonly #watchers = new Map<string, Disposable>();
  #settings: Settings = defaultSettings;
  #isTrusted = false;
  #editor: EditorAbilities = ownEditor;
  readonly #host: Host;
  #cache: string | null = null;
  /** The selected environments, by project. */
  #selected: Readonly<Record<string, string>> = {};
  #takesSnippets = false;
  #followsFolders = false;
  readonly #formats: FormatRegistration;
  #markReady: () => void = () => undefined;
  /** Resolves when the editor accepts requests from the server. */
  readonly #ready = new Promise<void>((resolve) => (this.#markReady = resolve));

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
    this.#workspace = new Workspace({
      host,
      documents: this.#documents,
      isTrusted: () => this.#isTrusted,
      report: (sentence) =>
        void connection.sendNotification(ShowMessageNotification.type, {
          type: MessageType.Info,
          message: printableLine(sentence),
        }),
      indexStoreOf: (folder) =>
        this.#cache === null ? null : host.indexStoreOf({ cache: this.#cache, folder }, () => this.#isTrusted),
      storedSecret: (project, environment, secret) =>
        this.#editor.isOwn
          ? connection.sendRequest(secretWanted, {
              project,
              environment: environment.name,
              secret,
              audience: audienceOf(environment),
            })
          : Promise.resolve({ kind: 'none' }),
    });
    this.#formats = new FormatRegistration(connection);
    this.#diagnosing = new Diagnosing(connection, this.#workspace, {
      debounceMs: host.debounceMs,
      wholeProject: () => this.#settings.wholeProject,
      pageUri: (page) =>
        this.#editor.isOwn ? ruleUri(page) : host.rulePages === null ? null : `${host.rulePages}/${page}.md`,
    });
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((parameters) => this.#initialize(parameters));
    connection.onInitialized(() => void this.#start());
    connection.onNotification(projectsFound, ({ projects }) => void this.#setProjects(projects));
    connection.onNotification(trustGranted, () => {
      this.#isTrusted = true;
      for (const project of this.#workspace.projects) void this.#lookInBackground(project);
    });
    connection.onNotification(environmentsSelected, ({ selected }) => this.#select(selected));
    connection.onNotification(secretChanged, ({ project: folder, environment }) => {
      const project = this.#workspace.project(folder);
      if (project === null) return;
      project.snapshots.forget(environment);
      project.attempts.forget(environment);
      this.#notify(project, 'environment');
      void this.#lookInBackground(project);
    });
    connection.onDidChangeConfiguration(() => void this.#readSettings());
    connection.onDidChangeWatchedFiles(
      ({ changes }) => void this.#takeFileEvents(changes.filter(({ uri }) => isString(uri))),
    );
    connection.onShutdown(async () => {
      this.#diagnosing.stop();
      await Promise.all(this.#workspace.folders.map((project) => project.close()));
    });
    this.#followDocuments();
    const waiting = answerFromNewest(connection, this.#workspace);
    for (const handler of allHandlers)
      handler({
        connection: waiting,
        workspace: this.#workspace,
        settings: () => this.#settings,
        isTrusted: () => this.#isTrusted,
        takesSnippets: () => this.#takesSnippets,
        isOwnEditor: () => this.#editor.isOwn,
        ledgerChanged: ({ folder }, environment) => {
          if (this.#editor.isOwn) void connection.sendNotification(ledgerChanged, { project: folder, environment });
        },
        stateChanged: (project, what) => void this.#stateChanged(project, what),
      });
    connection.listen();
  }

  #initialize({ initializationOptions, capabilities: able, workspaceFolders }: InitializeParams): InitializeResult {
    const options = (initializationOptions ?? {}) as Partial<InitializationOptions>;
    this.#takesSnippets = able.workspace?.workspaceEdit?.snippetEditSupport === true;
    this.#editor = readAbilities(able, options);
    this.#isTrusted = this.#editor.isOwn ? options.trusted === true : this.#host.isTrusting;
    this.#cache = options.cache ?? null;
    this.#selected = options.selected ?? {};
    if (this.#editor.isOwn) void this.#setProjects(options.projects ?? []);
    else for (const { uri } of workspaceFolders ?? []) if (isString(uri)) void this.#findProject(uri);
    this.#workspace.setRoots((workspaceFolders ?? []).map(({ uri }) => uri).filter(isString));
    this.#followsFolders = able.workspace?.workspaceFolders === true;
    return { capabilities: fitCapabilities(capabilities, this.#editor), serverInfo: { name: 'Sproc' } };
  }

  /** Finds the project of a folder or file, for an editor that does not report projects. */
  async #findProject(folder: string): Promise<void> {
    const found = await this.#host.findProjectAbove(folder);
    const known = this.#workspace.projects.map((project) => project.folder);
    if (found !== null && !known.includes(found)) await this.#setProjects([...known, found]);
  }

  async #start(): Promise<void> {
    if (this.#editor.followsSettings)
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'sproc' });
    if (this.#followsFolders) this.#connection.workspace.onDidChangeWorkspaceFolders(() => void this.#readRoots());
    await this.#readSettings();
    this.#markReady();
  }

  async #readSettings(): Promise<void> {
    if (this.#editor.hasSettings) this.#settings = await readSettings(this.#connection);
    if (this.#editor.registersFormatting) await this.#formats.follow(this.#settings.format);
    this.#diagnosing.everythingChanged();
    this.#refreshLenses();
    this.#connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
  }

  async #setProjects(folders: readonly string[]): Promise<void> {
    const usable = folders.filter((folder) => isString(folder) && this.#host.hasFolder(folder));
    const { opened, closed } = this.#workspace.setProjects(usable);
    await this.#close(closed);
    await Promise.all(opened.map((project) => this.#load(project)));
  }

  async #close(closed: readonly OpenProject[]): Promise<void> {
    for (const project of closed) {
      this.#watchers.get(project.folder)?.dispose();
      this.#watchers.delete(project.folder);
      this.#diagnosing.forget(project);
      await project.close();
    }
    // A source of a closed project may be a source of another one.
    if (closed.length > 0) for (const document of this.#documents.all()) await this.#takeDocument(document);
  }

  async #readRoots(): Promise<void> {
    const roots = await this.#connection.workspace.getWorkspaceFolders();
    await this.#close(this.#workspace.setRoots((roots ?? []).map(({ uri }) => uri)));
    for (const document of this.#documents.all()) await this.#takeDocument(document);
  }

  /** Reads a project, then all that depends on it: watchers, documents that were open before, diagnostics, versions. */
  async #load(project: OpenProject): Promise<void> {
    project.selected = this.#selected[project.folder] ?? null;
    await project.load();
    await this.#ready;
    this.#watchers.get(project.folder)?.dispose();
    this.#watchers.set(project.folder, await watchProject(this.#connection, project, this.#editor.watching));
    for (const document of this.#documents.all()) await this.#takeDocument(document);
    this.#diagnosing.everythingChanged();
    if (project.assumed !== null) {
      this.#refreshLenses();
      return;
    }
    await this.#showState(project, 'project-file');
    void this.#lookInBackground(project);
  }

  #select(selected: Readonly<Record<string, string>>): void {
    this.#selected = selected;
    for (const project of this.#workspace.projects) {
      const environment = selected[project.folder] ?? null;
      if (environment === project.selected) continue;
      project.selected = environment;
      void this.#lookInBackground(project);
    }
  }

  #lookInBackground(project: OpenProject): Promise<void> {
    return lookInBackground(project, {
      isTrusted: () => this.#isTrusted,
      changed: (read) => void this.#stateChanged(read, 'environment'),
      log: (sentence) => this.#connection.console.info(printableLine(sentence)),
    });
  }

  #followDocuments(): void {
    this.#documents.onDidOpen(({ document }) => {
      if (!this.#editor.isOwn) void this.#findProject(document.uri.slice(0, document.uri.lastIndexOf('/')));
      void this.#announceSource(document);
    });
    // Sent only by an editor that watches no files.
    this.#documents.onDidSave(
      ({ document: { uri } }) => void this.#takeFileEvents([{ uri, type: FileChangeType.Changed }]),
    );
    this.#documents.onDidChangeContent(({ document }) => void this.#takeDocument(document));
    this.#documents.onDidClose(({ document }) => {
      const before = this.#workspace.locate(document.uri)?.facts ?? null;
      void this.#workspace.forget(document).then(() => this.#diagnosing.fileChanged(document.uri, before));
    });
    this.#documents.listen(this.#connection);
  }

  async #takeDocument(document: TextDocument): Promise<void> {
    const assumed = this.#workspace.assumeFor(document);
    if (assumed !== null) void this.#load(assumed);
    const before = this.#workspace.locate(document.uri)?.facts ?? null;
    const updating = this.#workspace.update(document);
    if (this.#workspace.isLate) this.#diagnosing.interrupt();
    if (!(await updating)) return;
    this.#diagnosing.fileChanged(document.uri, before);
    await this.#announceSource(document);
  }

  /**
   * Announces a source, or a draft that defines a routine, so that the client can set our language instead of VS Code's
   * SQL.
   */
  async #announceSource({ uri, languageId }: TextDocument): Promise<void> {
    if (!this.#editor.isOwn) return;
    const located = languages.replaced.includes(languageId) ? this.#workspace.locate(uri) : null;
    if (located === null || (!located.isSource && !this.#workspace.isRoutineDraft(located))) return;
    await this.#connection.sendNotification(sourceOpened, { uri });
  }

  async #takeFileEvents(events: readonly FileEvent[]): Promise<void> {
    for (const project of this.#workspace.folders) {
      let change = readChanges(project, events);
      if (project.assumed !== null) {
        if (!change.files && change.contents.length === 0) continue;
        if (await project.assumed.review(change.paths)) {
          await this.#load(project);
          continue;
        }
        // Nothing came or went: a save must not list a large folder again.
        change = { ...change, files: false };
      }
      if (change.projectFile) {
        await this.#load(project);
        continue;
      }
      if (change.files) await project.refreshFiles();
      await project.refreshContents(change.contents);
      await this.#takeUndecoded();
      if (change.files) await this.#takeDrafts();
      if (change.files || change.contents.length > 0) {
        for (const document of this.#documents.all()) await this.#announceSource(document);
        this.#diagnosing.everythingChanged();
        await this.#showState(project, 'sources');
      } else if (change.registry) await this.#showState(project, 'registry');
    }
  }

  /** Reads the open documents that are not sources: the file of one may have been deleted. */
  async #takeDrafts(): Promise<void> {
    for (const document of this.#documents.all())
      if (this.#workspace.locate(document.uri)?.isSource !== true) await this.#takeDocument(document);
  }

  /** Compares documents with the disk: the meaning of U+FFFD in one depends on the saved bytes. */
  async #takeUndecoded(): Promise<void> {
    for (const document of this.#documents.all())
      if (document.getText().includes('\ufffd')) await this.#takeDocument(document);
  }

  /** Handles a change. Files that our own use cases wrote are read before the editor's watchers report them. */
  async #stateChanged(project: OpenProject, what: StateChange): Promise<void> {
    if (what === 'project-file') return this.#load(project);
    if (what === 'sources') {
      await project.refreshFiles();
      await project.refreshContents([...project.sources]);
    }
    await this.#showState(project, what);
  }

  /**
   * Reads the versions again and compares them with the last snapshots, without a server; then updates views and
   * lenses.
   */
  async #showState(project: OpenProject, what: StateChange): Promise<void> {
    await compareAnew(project);
    if (what === 'registry' || what === 'project-file') {
      if (await project.readRegistry()) this.#diagnosing.everythingChanged();
    }
    if (what === 'environment') this.#diagnosing.everythingChanged();
    this.#notify(project, what);
  }

  #notify({ folder }: OpenProject, what: StateChange): void {
    if (this.#editor.isOwn) void this.#connection.sendNotification(stateChanged, { project: folder, what });
    this.#refreshLenses();
  }

  /** Refreshes the lenses; an editor without them rejects the request, which is harmless. */
  #refreshLenses(): void {
    this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }
}

/**
 * Compares again, and repeats it if an environment was read or changed meanwhile, because the result is outdated then.
 */
async function compareAnew(project: OpenProject): Promise<void> {
  const { snapshots, config } = project;
  if (config !== null) snapshots.keepOnly(config.environments);
  for (;;) {
    const { revision } = snapshots.seen;
    const reply = await project.readSnapshot((sproc) => sproc.status({ offline: true }, snapshots.seen));
    if (revision !== snapshots.seen.revision) continue;
    if (reply.ok) snapshots.add(reply.value, null);
    return;
  }
}

/** Returns false for what an editor sends against the protocol, as null for a URI. */
function isString(value: unknown): value is string {
  return typeof value === 'string';
}

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentHighlightProvider: true,
  hoverProvider: true,
  foldingRangeProvider: true,
  callHierarchyProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  codeLensProvider: { resolveProvider: false },
  semanticTokensProvider: { legend: semanticLegend, full: true, range: true },
  inlayHintProvider: true,
  completionProvider: { triggerCharacters: ['.', ' ', '@'] },
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
};
