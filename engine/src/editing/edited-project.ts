/** A project that an editor has open: its settings, its sources as the editor shows them, its registry, and its use cases. */
import { loadColumnReader } from '../analysis/columns/column-reader';
import type { LiveSchema } from '../analysis/diagnose';
import type { IndexStore } from '../analysis/sources/index-cache';
import type { SourceIndex } from '../analysis/sources/source-index';
import type { FindRegistered } from '../analysis/sources/registered-text';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { ProjectConfig } from '../project/environment';
import { projectFile } from '../project/project-file';
import type { openProject, SprocPorts } from '../use-cases/open-project';
import type { Sproc } from '../use-cases/sproc';
import { EditedSources } from './edited-sources';
import { ProjectSettings, type ProjectMistakes } from './project-settings';
import { RegistryView, type RegistryProblems } from './registry-view';
import { SharedDoor } from './shared-door';
import { readFromIndex, showOpenDocuments, type ReadOpen } from './shown-tree';

export interface EditorHost {
  readonly ports: SprocPorts;
  readonly openProject: typeof openProject;
  /** Null where nothing is kept between sessions of the editor. */
  readonly indexStore: IndexStore | null;
}

type Work<T> = (sproc: Sproc) => Promise<Result<T, Failure>>;

export class EditedProject {
  readonly #world: EditorHost;
  /** With the sources as the editor shows them. */
  readonly #ports: SprocPorts;
  readonly #settings = new ProjectSettings();
  readonly #sources: EditedSources;
  readonly #registry = new RegistryView();
  readonly #door = new SharedDoor();
  /** The same use cases, with the sources as the index has them. */
  readonly #glancing = new SharedDoor();
  #loading: Promise<void> = Promise.resolve();
  /** Files that are being read since they were said to have changed. */
  #refreshing: Promise<unknown> = Promise.resolve();

  constructor(world: EditorHost, readOpen: ReadOpen) {
    const { ports, indexStore } = world;
    this.#world = world;
    this.#ports = { ...ports, tree: showOpenDocuments(ports.tree, readOpen) };
    this.#sources = new EditedSources(this.#ports.tree, readOpen, indexStore);
  }

  /** What sproc.json said when it was last without mistakes; null if it never was, or is gone. */
  get config(): ProjectConfig | null {
    return this.#settings.config;
  }

  /** Whether sproc.json has mistakes by now, so that nothing may be changed by what it said before. */
  get isOutdated(): boolean {
    return this.#settings.isOutdated;
  }

  get mistakes(): ProjectMistakes {
    return this.#settings.mistakes;
  }

  /** As it was when the mistakes were found. */
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

  /** What the registry says of the sources' texts; nothing before it was read. */
  get registered(): FindRegistered {
    return this.#registry.registered;
  }

  /** What is wrong with the registry; nothing before it was read. */
  get registryProblems(): RegistryProblems {
    return this.#registry.problems;
  }

  /** Reads sproc.json and all sources anew. One after the other, and in slices. */
  load(): Promise<void> {
    return this.#next(() => this.#load());
  }

  /** Until the last load has ended. */
  async loaded(): Promise<void> {
    await this.#loading;
  }

  /** Until also all is taken in that was said to have changed by now. */
  async settled(): Promise<void> {
    await this.#loading;
    await this.#refreshing;
  }

  /** Looks for files that came or went, and reads those that are new; unchanged ones stay as they are. */
  refreshFiles(): Promise<void> {
    return this.#next(() => this.#sources.readNew(this.config));
  }

  /** Takes a source's text in: the editor's where it is open, else the file's. */
  refreshFile(path: string): Promise<void> {
    return this.#refresh(this.#sources.refresh(path));
  }

  /** The same with halts in between, for a document whose text takes long to read. */
  refreshInSteps(path: string, typed: string): Generator<void, void, undefined> {
    return this.#sources.refreshInSteps(path, typed);
  }

  /** Takes in what these files say by now; in slices. */
  refreshContents(paths: readonly string[]): Promise<void> {
    return this.#refresh(this.#sources.refreshContents(paths));
  }

  /** As it is saved, whatever the editor shows. */
  readSaved(path: string): Promise<string | null> {
    return this.#world.ports.tree.read(path);
  }

  /** As `use`, for what may be answered from the sources as they were read last: no file is read again. */
  async readSnapshot<T>(work: Work<T>): Promise<Result<T, Failure>> {
    await this.#loading;
    return this.#glancing.use(work);
  }

  /** The use cases, for as long as `work` runs: a project that is opened anew meanwhile closes the old one only then. */
  async use<T>(work: Work<T>): Promise<Result<T, Failure>> {
    await this.#loading;
    return this.#door.use(work);
  }

  /** Reads the registry anew, and tells whether anything of it is or was known or wrong; where it fails, nothing is known. */
  async readRegistry(): Promise<boolean> {
    return this.#registry.take(await this.use((sproc) => sproc.versions({ listConflicts: true })));
  }

  /** The tables of an environment, with what reads the columns of the sources; null where they cannot be read. */
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

  /** After all that is being read. */
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
    const { openProject } = this.#world;
    const glanced = readFromIndex(index, this.#ports.tree, config?.prefer ?? []);
    this.#door.open(await openProject(this.#ports, index));
    this.#glancing.open(await openProject({ ...this.#ports, tree: glanced }, index));
    await this.#sources.readAll(config);
  }

  async #closeDoors(): Promise<void> {
    await this.#door.close();
    await this.#glancing.close();
  }
}
