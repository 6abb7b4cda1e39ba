/** A project that an editor has open: its settings, its sources as the editor shows them, its registry, and its use cases. */
import { loadColumnReader } from '../analysis/columns/column-reader';
import type { LiveSchema } from '../analysis/diagnose';
import type { IndexStore } from '../analysis/sources/index-cache';
import type { ChooseOptions, SourceIndex } from '../analysis/sources/source-index';
import type { FindRegistered } from '../analysis/sources/registered-text';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { ProjectConfig } from '../project/environment';
import { projectFile } from '../project/project-file';
import type { AddEnvironmentAnswer, NewEnvironment, TryEnvironmentAnswer } from '../use-cases/answers/typed-login';
import { addEnvironment, tryEnvironment } from '../use-cases/add-environment';
import type { openProject, SprocPorts } from '../use-cases/open-project';
import type { Sproc } from '../use-cases/sproc';
import { EditedSources } from './edited-sources';
import { ProjectSettings, type InForce, type ProjectMistakes } from './project-settings';
import { RegistryView, type RegistryProblems } from './registry-view';
import { SharedDoor } from './shared-door';
import { readFromIndex, showOpenDocuments, type ReadOpen } from './shown-tree';

export interface EditorHost {
  readonly ports: SprocPorts;
  readonly openProject: typeof openProject;
  /** The store of the index; null if nothing is kept between sessions of the editor. */
  readonly indexStore: IndexStore | null;
  /** Chooses the options of each file; without it they are those of the project file. */
  readonly chooseOptions?: ChooseOptions;
}

type Work<T> = (sproc: Sproc) => Promise<Result<T, Failure>>;

export class EditedProject {
  readonly #host: EditorHost;
  /** The ports, with the sources as the editor shows them. */
  readonly #ports: SprocPorts;
  readonly #settings: ProjectSettings;
  readonly #sources: EditedSources;
  readonly #registry = new RegistryView();
  readonly #door = new SharedDoor();
  /** The same use cases, with the sources as the index has them. */
  readonly #indexDoor = new SharedDoor();
  #loading: Promise<void> = Promise.resolve();
  /** The reading of files after their changes were reported. */
  #refreshing: Promise<unknown> = Promise.resolve();

  constructor(host: EditorHost, readOpen: ReadOpen) {
    const { ports, indexStore, chooseOptions } = host;
    this.#host = host;
    this.#settings = new ProjectSettings(() => ports.provenance.now());
    this.#ports = { ...ports, tree: showOpenDocuments(ports.tree, readOpen) };
    this.#sources = new EditedSources(this.#ports.tree, readOpen, indexStore, chooseOptions);
  }

  /** The content of sproc.json in force; null if there is none, or if the file is gone. */
  get config(): ProjectConfig | null {
    return this.#settings.config;
  }

  get inForce(): InForce {
    return this.#settings.inForce;
  }

  /** The time at which the last valid content of sproc.json was read; null if there never was one. */
  get readAt(): Date | null {
    return this.#settings.readAt;
  }

  /** True if sproc.json has mistakes now, so that the content in force must not be used for changes. */
  get isOutdated(): boolean {
    return this.#settings.isOutdated;
  }

  get mistakes(): ProjectMistakes {
    return this.#settings.mistakes;
  }

  /** The text in which the mistakes were found. */
  get projectFileText(): string {
    return this.#settings.text;
  }

  get index(): SourceIndex {
    return this.#sources.index;
  }

  /** Every source that the patterns name, those that cannot be read included. */
  get sources(): ReadonlySet<string> {
    return this.#sources.files;
  }

  /** Returns the registry's data about the sources' texts; none before it was read. */
  get registered(): FindRegistered {
    return this.#registry.registered;
  }

  /** The problems of the registry; none before it was read. */
  get registryProblems(): RegistryProblems {
    return this.#registry.problems;
  }

  /** Reads sproc.json and all sources again, one after the other and in slices. */
  load(): Promise<void> {
    return this.#next(() => this.#load());
  }

  /** Waits until the last load has ended. */
  async loaded(): Promise<void> {
    await this.#loading;
  }

  /** Waits until all reported changes are processed, too. */
  async settled(): Promise<void> {
    await this.#loading;
    await this.#refreshing;
  }

  /** Looks for files that came or went, and reads those that are new; unchanged ones stay as they are. */
  refreshFiles(): Promise<void> {
    return this.#next(() => this.#sources.readNew(this.config));
  }

  /** Updates a source's text: from the editor if it is open, otherwise from the file. */
  refreshFile(path: string): Promise<void> {
    return this.#refresh(this.#sources.refresh(path));
  }

  /** Updates a text with pauses, for a document that takes long to read. */
  refreshInSteps(path: string, typed: string): Generator<void, void, undefined> {
    return this.#sources.refreshInSteps(path, typed);
  }

  /** Updates the present contents of these files, in slices. */
  refreshContents(paths: readonly string[]): Promise<void> {
    return this.#refresh(this.#sources.refreshContents(paths));
  }

  /** Reads a file as it is saved, whatever the editor shows. */
  readSaved(path: string): Promise<string | null> {
    return this.#host.ports.tree.read(path);
  }

  /** Runs `work` like `use`, but with the sources as they were read last: no file is read again. */
  async readSnapshot<T>(work: Work<T>): Promise<Result<T, Failure>> {
    await this.#loading;
    return this.#indexDoor.use(work);
  }

  /**
   * Runs `work` with the use cases. If the project is opened again meanwhile, the old one is closed only afterwards.
   */
  async use<T>(work: Work<T>): Promise<Result<T, Failure>> {
    await this.#loading;
    return this.#door.use(work);
  }

  /**
   * Runs `work` like `use`, but with the files as they are saved, whatever the editor shows: what is written to a source
   * must not contain text that nobody has saved.
   */
  async useSaved<T>(work: Work<T>): Promise<Result<T, Failure>> {
    await this.#loading;
    const sproc = await this.#host.openProject(this.#host.ports);
    if (!sproc.ok) return sproc;
    try {
      return await work(sproc.value);
    } finally {
      await sproc.value.close();
    }
  }

  /** Logs in with an environment that sproc.json does not have yet; nothing is written. */
  tryEnvironment(added: NewEnvironment, password: string): Promise<Result<TryEnvironmentAnswer, Failure>> {
    return tryEnvironment(this.#host.ports, added, password);
  }

  /** Writes an environment to sproc.json; the project is not read again yet. */
  addEnvironment(added: NewEnvironment): Promise<Result<AddEnvironmentAnswer, Failure>> {
    return addEnvironment(this.#host.ports.tree, added);
  }

  /** Reads the registry again. Returns true if it has or had any data or problem; after a failure it has none. */
  async readRegistry(): Promise<boolean> {
    return this.#registry.take(await this.use((sproc) => sproc.versions({ listConflicts: true })));
  }

  /** Returns the tables of an environment, with the reader of the sources' columns; null if they are unreadable. */
  async lookAtTables(sproc: Sproc, environment: string): Promise<LiveSchema | null> {
    const reader = await loadColumnReader(this.index);
    const tables = await sproc.liveTables({ environment });
    return tables.ok ? { tables: tables.value, reader } : null;
  }

  async close(): Promise<void> {
    await this.#loading;
    await this.#closeDoors();
  }

  #refresh(work: Promise<void>): Promise<void> {
    this.#refreshing = Promise.allSettled([this.#refreshing, work]);
    return work;
  }

  /** Runs `work` after all pending reads. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#loading = this.#loading.then(work);
    return this.#loading;
  }

  async #load(): Promise<void> {
    if (!this.#settings.take(await this.#ports.tree.read(projectFile))) return;
    const { config } = this.#settings;
    await this.#closeDoors();
    this.#sources.changeReading(config);
    const { index } = this.#sources;
    const { openProject } = this.#host;
    const indexedTree = readFromIndex(index, this.#ports.tree, [
      ...(config?.prefer ?? []),
      ...(config?.applications ?? []),
    ]);
    this.#door.open(await openProject(this.#ports, index, config));
    this.#indexDoor.open(await openProject({ ...this.#ports, tree: indexedTree }, index, config));
    await this.#sources.readAll(config);
  }

  async #closeDoors(): Promise<void> {
    await this.#door.close();
    await this.#indexDoor.close();
  }
}
