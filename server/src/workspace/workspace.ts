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
import type { SecretKind, StoredSecret } from '#protocol';
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
  /** The project in whose folder it lies; null outside of any. */
  readonly project: OpenProject | null;
  /** False for a draft: a document that is open, but none of the files that sproc.json names. */
  readonly isSource: boolean;
}

/** A document that is no source, with an index of its own. */
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
  /** Null where the editor has no place for it. */
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

  /** The files of a folder, by its URI, whether it is a project or not. */
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

  /** The document for the features; null where Sproc has nothing to say about it, such as another tool's SQL. */
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

  /** Until every project has been read that is being read now, and every document that was typed in. */
  async loaded(): Promise<void> {
    await Promise.all(this.projects.map((project) => project.loaded()));
    await this.#late.settled();
  }

  /** Whether answers would be made from an older text than the editor shows. */
  get isBehind(): boolean {
    return this.#late.areBehind;
  }

  /** Until answers are made from what the editor shows. */
  async caughtUp(): Promise<void> {
    while (this.isBehind) await this.#late.settled();
  }

  /** Nobody looks at this document: its syntax need not stay. */
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

  /** A source goes back to what its file says. */
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

  /** What it shows, with what the editor could not decode marked as such. */
  #textOf(document: TextDocument): string {
    const text = document.getText();
    return this.#undecoded.has(document.uri) ? text.replaceAll('\ufffd', undecoded) : text;
  }

  /** U+FFFD that the file does not hold stands for bytes that are not UTF-8, or was typed and not saved yet. */
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
    if (path === null || !uri.startsWith('file:')) return Promise.resolve(null);
    const { host, isTrusted, report } = this.#options;
    return project?.readSaved(path) ?? host.portsOf(folder, isTrusted, report).tree.read(path);
  }

  /** A file that several projects name as a source belongs to the one whose folder is nearest to it. */
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

  /** SQL beside a project's sources is read as they are; SQL elsewhere only if it says that it is ours. */
  #draftOf({ uri, languageId }: TextDocument): Draft | null {
    if (languageId !== 'sql' && languageId !== 'mysql-routine') return null;
    const project = this.#innermostFirst().find(({ folder }) => relativePath(folder, uri) !== null) ?? null;
    const known = this.#drafts.get(uri);
    if (
      known?.project === project &&
      known.index.parserOptions === (project?.index.parserOptions ?? defaultParserOptions)
    )
      return known;
    if (project === null && languageId !== 'mysql-routine') return null;
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
