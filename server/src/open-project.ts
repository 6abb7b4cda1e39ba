/** A project that the editor has open: its checked settings, its sources as the editor shows them, and the engine's door. */
import {
  makeFindRegistered,
  nothingRegistered,
  parseProjectFile,
  projectFile,
  readingOf,
  SourceIndex,
  type Failure,
  type LiveSight,
  type FindRegistered,
  type ProjectConfig,
  type Result,
  type SourceTree,
  type Sproc,
  type SprocPorts,
} from '#engine';
import { Observations } from './observations';
import { makePause } from './slices';
import { relativePath, uriWithin } from './uris';
import type { World } from './world';

type ProjectMistakes = ReturnType<typeof parseProjectFile>['mistakes'];

/** The text of a document that is open in the editor, by URI; null where it is not open. */
export type ReadOpen = (uri: string) => string | null;

export class OpenProject {
  /** Folder URI. */
  readonly folder: string;
  readonly observations = new Observations();
  /** What the registry says of the sources' texts; nothing before it was read. */
  registered: FindRegistered = nothingRegistered;
  readonly #ports: SprocPorts;
  readonly #openProject: World['openProject'];
  #config: ProjectConfig | null = null;
  #mistakes: ProjectMistakes = [];
  #projectFileText = '';
  #index = new SourceIndex(noReading);
  #sproc: Result<Sproc, Failure> = notYet;
  #files: ReadonlySet<string> = new Set();
  #loading: Promise<void> = Promise.resolve();
  #users = 0;
  #closing: (() => void) | null = null;

  constructor(folder: string, world: Pick<World, 'openProject'> & { readonly ports: SprocPorts }, readOpen: ReadOpen) {
    const { ports, openProject } = world;
    this.#openProject = openProject;
    this.folder = folder;
    this.#ports = { ...ports, tree: showOpenDocuments(ports.tree, (path) => readOpen(this.uriOf(path))) };
  }

  /** Null while sproc.json has mistakes. */
  get config(): ProjectConfig | null {
    return this.#config;
  }

  get mistakes(): ProjectMistakes {
    return this.#mistakes;
  }

  /** As it was when the mistakes were found. */
  get projectFileText(): string {
    return this.#projectFileText;
  }

  /** The live schema that the editor answers from: of the first environment in sproc.json that was looked at. */
  get sight(): LiveSight | null {
    return this.observations.sight(Object.keys(this.#config?.environments ?? {}));
  }

  get index(): SourceIndex {
    return this.#index;
  }

  /** The path of a source of this project; null for any other file. */
  sourcePath(uri: string): string | null {
    const path = relativePath(this.folder, uri);
    return path !== null && this.#files.has(path) ? path : null;
  }

  uriOf(path: string): string {
    return uriWithin(this.folder, path);
  }

  /** Reads sproc.json and all sources anew. One after the other, and in slices. */
  load(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#load());
    return this.#loading;
  }

  /** Until the last load has ended. */
  async loaded(): Promise<void> {
    await this.#loading;
  }

  /** Looks for files that came or went, and reads those that are new; unchanged ones stay as they are. */
  refreshFiles(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#readSources());
    return this.#loading;
  }

  /** Takes a source's text in: the editor's where it is open, else the file's. */
  async refreshFile(path: string): Promise<void> {
    const text = await this.#ports.tree.read(path);
    if (text === null) this.#index.remove(path);
    else this.#index.update(path, text);
  }

  /** The use cases, for as long as `use` runs: a project that is opened anew meanwhile closes the old one only then. */
  async use<T>(use: (sproc: Sproc) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    await this.#loading;
    const sproc = this.#sproc;
    if (!sproc.ok) return sproc;
    this.#users++;
    try {
      return await use(sproc.value);
    } finally {
      if (--this.#users === 0) this.#closing?.();
    }
  }

  /** Reads the registry anew, and tells whether anything is or was known of it; where it fails, nothing is. */
  async readRegistry(): Promise<boolean> {
    const before = this.registered;
    const versions = await this.use((sproc) => sproc.versions({}));
    const isKnown = versions.ok && versions.value.versions.length > 0;
    this.registered = isKnown ? makeFindRegistered(versions.value) : nothingRegistered;
    return before !== this.registered;
  }

  async close(): Promise<void> {
    await this.#loading;
    await this.#closeSproc();
  }

  async #load(): Promise<void> {
    const text = await this.#ports.tree.read(projectFile);
    const { value, mistakes } = parseProjectFile(text ?? '');
    this.#projectFileText = text ?? '';
    this.#mistakes = text === null ? [] : mistakes;
    this.#config = value;
    await this.#closeSproc();
    this.#index = new SourceIndex(value === null ? noReading : readingOf(value));
    this.#sproc = await this.#openProject(this.#ports, this.#index);
    await this.#readSources();
  }

  async #readSources(): Promise<void> {
    const files = this.#config === null ? [] : await this.#ports.tree.list(this.#config.sources);
    const pause = makePause();
    this.#files = new Set(files);
    for (const { file } of this.#index.files()) if (!this.#files.has(file)) this.#index.remove(file);
    for (const file of files) {
      await this.refreshFile(file);
      await pause();
    }
  }

  /** Waits for whoever still works with it: closing would cut a deployment off in the middle. */
  async #closeSproc(): Promise<void> {
    if (!this.#sproc.ok) return;
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#closing = resolve));
    this.#closing = null;
    await this.#sproc.value.close();
  }
}

/**
 * The sources as the editor shows them, typed or saved, for features and use cases alike. The project file is read as
 * it is saved: half a setting is none.
 */
function showOpenDocuments(tree: SourceTree, readOpen: (path: string) => string | null): SourceTree {
  return {
    ...tree,
    async read(path) {
      if (path === projectFile) return tree.read(path);
      // A document that is opened while its file is read wins: VS Code closes and opens one to change its language.
      return readOpen(path) ?? tree.read(path).then((text) => readOpen(path) ?? text);
    },
  };
}

const noReading = { dialect: 'mysql', serverVersion: 90700, sqlMode: [], schema: null, client: true } as const;

const notYet: Result<never, Failure> = {
  ok: false,
  error: { kind: 'bad-project', message: 'The project is not open yet.' },
};
