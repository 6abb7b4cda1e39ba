/** All that the editor has open: its projects, and documents of our language that belong to none. */
import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  defaultParserOptions,
  makeDraftIndex,
  makeLanguageService,
  nothingKnown,
  undecoded,
  type Environment,
  type FileFacts,
  type IndexStore,
  type LanguageService,
  type SourceIndex,
  type SourceTree,
} from '#engine';
import { languages, type SecretKind, type StoredSecret } from '#protocol';
import { LateDocuments, longestAtOnce } from './late-documents';
import { OpenProject } from './open-project';
import { restrict } from './restrict';
import { relativePath } from './uris';
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

  project(folder: string): OpenProject | null {
    return this.#projects.get(folder) ?? null;
  }

  /** Returns the files of a folder, by its URI, whether it is a project or not. */
  treeOf(folder: string): SourceTree {
    const { host, isTrusted, report } = this.#options;
    return host.portsOf(folder, isTrusted, report).tree;
  }

  /** Opens the projects that are new and closes those that are gone; gives both. They are not loaded yet. */
  setProjects(folders: readonly string[]): {
    readonly opened: readonly OpenProject[];
    readonly closed: readonly OpenProject[];
  } {
    const closed = this.projects.filter(({ folder }) => !folders.includes(folder));
    for (const { folder } of closed) this.#projects.delete(folder);
    const opened = folders.filter((folder) => !this.#projects.has(folder)).map((folder) => this.#open(folder));
    for (const project of opened) this.#projects.set(project.folder, project);
    return { opened, closed };
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

  /** Waits until all projects and edited documents have been read. */
  async loaded(): Promise<void> {
    await Promise.all(this.projects.map((project) => project.loaded()));
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
    const project = this.#innermostFirst().find(({ folder }) => relativePath(folder, uri) !== null);
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
    return this.projects.toSorted((a, b) => b.folder.length - a.folder.length);
  }

  #findSource(uri: string): { readonly project: OpenProject; readonly file: string } | null {
    for (const project of this.#innermostFirst()) {
      const file = project.sourcePath(uri);
      if (file !== null) return { project, file };
    }
    return null;
  }

  /**
   * Returns the draft of a document. SQL in a project's folder is read like its sources; SQL elsewhere only with our
   * language.
   */
  #draftOf({ uri, languageId }: TextDocument): Draft | null {
    if (!languages.sql.includes(languageId) && languageId !== languages.routine) return null;
    const project = this.#innermostFirst().find(({ folder }) => relativePath(folder, uri) !== null) ?? null;
    const known = this.#drafts.get(uri);
    if (
      known?.project === project &&
      known.index.parserOptions === (project?.index.parserOptions ?? defaultParserOptions)
    )
      return known;
    if (project === null && languageId !== languages.routine) return null;
    const index = makeDraftIndex(project);
    const service = makeLanguageService(() => ({ ...(project?.view ?? nothingKnown), index }));
    return { service, index, file: project === null ? uri : (relativePath(project.folder, uri) ?? uri), project };
  }

  #open(folder: string): OpenProject {
    const { host, isTrusted, report, storedSecret, indexStoreOf } = this.#options;
    const ports = restrict(host.portsOf(folder, isTrusted, report), {
      isTrusted,
      storedSecret: (environment, secret) => storedSecret(folder, environment, secret),
    });
    const { openProject } = host;
    return new OpenProject(folder, { ports, openProject, indexStore: indexStoreOf(folder) }, (uri) => {
      const document = this.documents.get(uri);
      return document === undefined ? null : this.#textOf(document);
    });
  }
}
