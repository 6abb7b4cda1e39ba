/** All that the editor has open: its projects, and documents of our language that belong to none. */
import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { defaultReading, SourceIndex, type FileFacts } from '#engine';
import { OpenProject } from './open-project';
import { restrict } from './restrict';
import type { World } from './world';

/** A document as the features take it. */
export interface Located {
  readonly index: SourceIndex;
  readonly file: string;
  readonly facts: FileFacts;
  /** Null for a document that belongs to no project: it is its only file. */
  readonly project: OpenProject | null;
}

export interface WorkspaceOptions {
  readonly world: World;
  readonly documents: TextDocuments<TextDocument>;
  readonly isTrusted: () => boolean;
  readonly storedPassword: (project: string, environment: string) => Promise<string | null>;
}

export class Workspace {
  readonly documents: TextDocuments<TextDocument>;
  readonly #options: WorkspaceOptions;
  readonly #projects = new Map<string, OpenProject>();
  readonly #loose = new Map<string, SourceIndex>();

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
    for (const project of this.#projects.values()) {
      const file = project.sourcePath(uri);
      const facts = file === null ? null : project.index.facts(file);
      if (file !== null && facts !== null) return { index: project.index, file, facts, project };
    }
    const index = this.#loose.get(uri);
    const facts = index?.facts(uri) ?? null;
    return index === undefined || facts === null ? null : { index, file: uri, facts, project: null };
  }

  /** Takes in what was typed. */
  async update(document: TextDocument): Promise<void> {
    const { uri, languageId } = document;
    for (const project of this.#projects.values()) {
      const file = project.sourcePath(uri);
      if (file === null) continue;
      this.#loose.delete(uri);
      await project.refreshFile(file);
      return;
    }
    if (languageId !== 'mysql-routine') return;
    const index = this.#loose.get(uri) ?? new SourceIndex(defaultReading);
    this.#loose.set(uri, index);
    index.update(uri, document.getText());
  }

  /** A source goes back to what its file says. */
  async forget({ uri }: TextDocument): Promise<void> {
    this.#loose.delete(uri);
    for (const project of this.#projects.values()) {
      const file = project.sourcePath(uri);
      if (file !== null) await project.refreshFile(file);
    }
  }

  #open(folder: string): OpenProject {
    const { world, isTrusted, storedPassword } = this.#options;
    const ports = restrict(world.portsOf(folder), {
      isTrusted,
      storedPassword: (environment) => storedPassword(folder, environment),
    });
    const { openProject } = world;
    return new OpenProject(folder, { ports, openProject }, (uri) => this.documents.get(uri)?.getText() ?? null);
  }
}
