/** All that the editor has open: its projects, and documents of our language that belong to none. */
import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  assumeProject,
  chooseServer,
  defaultParserOptions,
  makeDraftIndex,
  makeLanguageService,
  nothingKnown,
  recognizeServer,
  undecoded,
  type Environment,
  type FileFacts,
  type IndexStore,
  type LanguageService,
  type SourceIndex,
  type SprocPorts,
  type SourceTree,
} from '#engine';
import { languages, type SecretKind, type StoredSecret } from '#protocol';
import { LateDocuments, longestAtOnce } from './late-documents';
import { OpenProject } from './open-project';
import { restrict } from './restrict';
import { relativePath, uriWithin } from './uris';
import type { Report, Host } from './host';

/** A document as the features take it. */
export interface Located {
  readonly service: LanguageService;
  readonly index: SourceIndex;
  readonly file: string;
  readonly facts: FileFacts;
  /** The project whose folder contains it; null outside any. */
  readonly project: OpenProject | null;
  /** False for a draft: a document that is open, but none of the files that sproc.json names. */
  readonly isSource: boolean;
}

/** A document that is not a source, with a separate index. */
interface Draft {
  readonly service: LanguageService;
  readonly index: SourceIndex;
  readonly file: string;
  readonly project: OpenProject | null;
}

export interface WorkspaceOptions {
  readonly host: Host;
  readonly documents: TextDocuments<TextDocument>;
  readonly isTrusted: () => boolean;
  /** Shows a person one sentence. */
  readonly report: Report;
  /** Returns the storage of the index; null if the editor has none. */
  readonly indexStoreOf: (folder: string) => IndexStore | null;
  readonly storedSecret: (project: string, environment: Environment, secret: SecretKind) => Promise<StoredSecret>;
}

export class Workspace {
  readonly documents: TextDocuments<TextDocument>;
  readonly #options: WorkspaceOptions;
  readonly #projects = new Map<string, OpenProject>();
  /** The assumed projects, by folder. */
  readonly #assumed = new Map<string, OpenProject>();
  /** URIs of the editor's folders. */
  #roots: readonly string[] = [];
  readonly #drafts = new Map<string, Draft>();
  /** URIs of open documents that show U+FFFD for bytes that the editor could not read. */
  readonly #undecoded = new Set<string>();
  readonly #late = new LateDocuments({
    prepare: (document) => this.#compareWithDisk(document),
    readInSteps: (document) => this.#updateInSteps(document),
  });

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.documents = options.documents;
  }

  get projects(): readonly OpenProject[] {
    return [...this.#projects.values()];
  }

  /** The projects, and the assumed ones: folders without a sproc.json in which a file for MySQL is open. */
  get folders(): readonly OpenProject[] {
    return [...this.#projects.values(), ...this.#assumed.values()];
  }

  project(folder: string): OpenProject | null {
    return this.#projects.get(folder) ?? null;
  }

  /** Returns the files of a folder, by its URI, whether it is a project or not. */
  treeOf(folder: string): SourceTree {
    const { host, isTrusted, report } = this.#options;
    return host.portsOf(folder, isTrusted, report).tree;
  }

  /**
   * Opens the projects that are new and closes those that are gone; gives both. They are not loaded yet. Assumed projects
   * are closed: their files may belong to a project now.
   */
  setProjects(folders: readonly string[]): {
    readonly opened: readonly OpenProject[];
    readonly closed: readonly OpenProject[];
  } {
    const closed = this.projects.filter(({ folder }) => !folders.includes(folder));
    for (const { folder } of closed) this.#projects.delete(folder);
    const opened = folders.filter((folder) => !this.#projects.has(folder)).map((folder) => this.#open(folder));
    for (const project of opened) this.#projects.set(project.folder, project);
    const isSame = opened.length === 0 && closed.length === 0;
    return { opened, closed: isSame ? closed : [...closed, ...this.#closeAssumed()] };
  }

  /** Sets the folders of the editor; returns the assumed projects that are closed by that. */
  setRoots(roots: readonly string[]): readonly OpenProject[] {
    this.#roots = roots.toSorted((a, b) => b.length - a.length);
    return this.#closeAssumed();
  }

  /**
   * Opens the assumed project for a document for MySQL outside of any project; returns it if it is new, to be loaded.
   */
  assumeFor({ uri, languageId }: TextDocument): OpenProject | null {
    const root = this.#roots.find((folder) => relativePath(folder, uri) !== null);
    if (root === undefined || this.#assumed.has(root) || this.#projectAround(uri) !== null) return null;
    if (!this.#options.host.hasFolder(root) || !this.#isForMySql({ uri, languageId })) return null;
    const opened = this.#assume(root);
    this.#assumed.set(root, opened);
    return opened;
  }

  #closeAssumed(): readonly OpenProject[] {
    const closed = [...this.#assumed.values()];
    this.#assumed.clear();
    return closed;
  }

  /** Returns the document for the features; null if Sproc ignores it, for example another tool's SQL. */
  locate(uri: string): Located | null {
    const source = this.#findSource(uri);
    if (source !== null) {
      const { project, file } = source;
      const facts = project.index.facts(file);
      const { index, service } = project;
      return facts === null ? null : { service, index, file, facts, project, isSource: true };
    }
    const draft = this.#drafts.get(uri);
    const facts = draft?.index.facts(draft.file) ?? null;
    return draft === undefined || facts === null ? null : { ...draft, facts, isSource: false };
  }

  /** Returns true for a draft that defines a routine, and for one that was found to be for MySQL by its text alone. */
  isRoutineDraft({ project, facts }: Located): boolean {
    return facts.routines.length > 0 || project === null || project.assumed !== null;
  }

  /** Waits until all projects and edited documents have been read. */
  async loaded(): Promise<void> {
    await Promise.all(this.folders.map((project) => project.loaded()));
    await this.#late.settled();
  }

  /** True if answers would use an older text than the editor shows. */
  get isLate(): boolean {
    return this.#late.areLate;
  }

  /** Waits until answers use the text that the editor shows. */
  async caughtUp(): Promise<void> {
    while (this.isLate) await this.#late.settled();
  }

  /** Releases the syntax of a document that is not shown. */
  leave(uri: string): void {
    const source = this.#findSource(uri);
    source?.project.index.leave(source.file);
  }

  /** Takes in what was typed; false where a later change of the same document does. */
  async update(document: TextDocument): Promise<boolean> {
    const text = document.getText();
    if (text.length > longestAtOnce) this.#options.host.saveMemory();
    if (text.length > longestAtOnce || text.includes('\ufffd')) return this.#late.changed(document);
    this.#late.closed(document.uri);
    this.#undecoded.delete(document.uri);
    const source = this.#findSource(document.uri);
    if (source !== null) {
      this.#drafts.delete(document.uri);
      await source.project.refreshFile(source.file);
      return true;
    }
    const draft = this.#placeDraft(document);
    draft?.index.update(draft.file, text);
    return true;
  }

  /** Restores the text of a source's file. */
  async forget({ uri }: TextDocument): Promise<void> {
    this.#late.closed(uri);
    this.#undecoded.delete(uri);
    this.#drafts.delete(uri);
    const source = this.#findSource(uri);
    if (source !== null) await source.project.refreshFile(source.file);
  }

  #updateInSteps(document: TextDocument): Generator<void, unknown, undefined> | null {
    const source = this.#findSource(document.uri);
    const text = this.#textOf(document);
    if (source !== null) {
      this.#drafts.delete(document.uri);
      return source.project.refreshInSteps(source.file, text);
    }
    const draft = this.#placeDraft(document);
    return draft === null ? null : draft.index.updateInSteps(draft.file, text);
  }

  #placeDraft(document: TextDocument): Draft | null {
    const draft = this.#draftOf(document);
    if (draft === null) this.#drafts.delete(document.uri);
    else this.#drafts.set(document.uri, draft);
    return draft;
  }

  /** Returns the text of a document, with the characters that the editor could not decode marked. */
  #textOf(document: TextDocument): string {
    const text = document.getText();
    return this.#undecoded.has(document.uri) ? text.replaceAll('\ufffd', undecoded) : text;
  }

  /**
   * Checks whether U+FFFD in a document replaces bytes that are not UTF-8; otherwise it was typed, and perhaps not
   * saved yet.
   */
  async #compareWithDisk(document: TextDocument): Promise<void> {
    const { uri } = document;
    if (!document.getText().includes('\ufffd')) {
      this.#undecoded.delete(uri);
      return;
    }
    const saved = await this.#readSaved(uri);
    if (saved !== null && (!saved.isWellFormed() || !saved.includes('\ufffd'))) this.#undecoded.add(uri);
    else this.#undecoded.delete(uri);
  }

  #readSaved(uri: string): Promise<string | null> {
    const project = this.#projectAround(uri);
    const folder = project?.folder ?? uri.slice(0, uri.lastIndexOf('/'));
    const path = relativePath(folder, uri);
    const { host, isTrusted, report } = this.#options;
    if (path === null || !host.hasFolder(folder)) return Promise.resolve(null);
    return project?.readSaved(path) ?? host.portsOf(folder, isTrusted, report).tree.read(path);
  }

  /**
   * Returns the projects, the innermost first: a file that several projects include belongs to the one with the nearest
   * folder.
   */
  #innermostFirst(): readonly OpenProject[] {
    return this.folders.toSorted((a, b) => b.folder.length - a.folder.length);
  }

  /** Returns the innermost project in whose folder a file is, assumed ones included; null if there is none. */
  #projectAround(uri: string): OpenProject | null {
    return this.#innermostFirst().find(({ folder }) => relativePath(folder, uri) !== null) ?? null;
  }

  #isForOther({ uri, languageId }: TextDocument): boolean {
    return languageId !== languages.routine && recognizeServer(this.documents.get(uri)?.getText() ?? '') === 'other';
  }

  /** Returns true for a document of our language, and for SQL that is written for MySQL or MariaDB. */
  #isForMySql({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): boolean {
    if (languageId === languages.routine) return true;
    const server = recognizeServer(this.documents.get(uri)?.getText() ?? '');
    return server === 'mysql' || (server === 'unclear' && languages.mysql.includes(languageId));
  }

  #findSource(uri: string): { readonly project: OpenProject; readonly file: string } | null {
    for (const project of this.#innermostFirst()) {
      const file = project.sourcePath(uri);
      if (file !== null) return { project, file };
    }
    return null;
  }

  /**
   * Returns the draft of a document. SQL in a project's folder is read like its sources unless it is for another server;
   * SQL elsewhere only if it is for MySQL or MariaDB.
   */
  #draftOf(document: TextDocument): Draft | null {
    const { uri, languageId } = document;
    if (!languages.sql.includes(languageId) && languageId !== languages.routine) return null;
    const project = this.#projectAround(uri);
    const isInProject = project !== null && project.assumed === null && languageId !== languages.plsql;
    if (isInProject ? this.#isForOther(document) : !this.#isForMySql(document)) return null;
    const known = this.#drafts.get(uri);
    if (
      known?.project === project &&
      known.index.parserOptions === (project?.index.parserOptions ?? defaultParserOptions)
    )
      return known;
    const index = makeDraftIndex(project);
    const service = makeLanguageService(() => ({ ...(project?.view ?? nothingKnown), index }));
    return { service, index, file: project === null ? uri : (relativePath(project.folder, uri) ?? uri), project };
  }

  #open(folder: string): OpenProject {
    const { host, indexStoreOf } = this.#options;
    const editorHost = {
      ports: this.#portsOf(folder),
      openProject: host.openProject,
      indexStore: indexStoreOf(folder),
    };
    return new OpenProject(folder, editorHost, (uri) => this.#readOpen(uri));
  }

  /** Opens a folder without a sproc.json; nothing that was read of it is kept. */
  #assume(folder: string): OpenProject {
    const ports = this.#portsOf(folder);
    const isElsewhere = (path: string): boolean => {
      const uri = uriWithin(folder, path);
      return this.projects.some((project) => relativePath(project.folder, uri) !== null);
    };
    const tree = assumeProject(ports.tree, isElsewhere);
    const editorHost = {
      ports: { ...ports, tree },
      openProject: this.#options.host.openProject,
      indexStore: null,
      chooseOptions: chooseServer,
    };
    return new OpenProject(folder, editorHost, (uri) => this.#readOpen(uri), tree);
  }

  #portsOf(folder: string): SprocPorts {
    const { host, isTrusted, report, storedSecret } = this.#options;
    return restrict(host.portsOf(folder, isTrusted, report), {
      isTrusted,
      storedSecret: (environment, secret) => storedSecret(folder, environment, secret),
    });
  }

  #readOpen(uri: string): string | null {
    const document = this.documents.get(uri);
    return document === undefined ? null : this.#textOf(document);
  }
}
