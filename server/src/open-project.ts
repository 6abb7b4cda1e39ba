/** A project that the editor has open: its checked settings, its sources as the editor shows them, and the engine's door. */
import {
  emptyCache,
  makeFindRegistered,
  nothingRegistered,
  makePause,
  parseProjectFile,
  projectFile,
  readIndexCache,
  rankFiles,
  readingOf,
  SourceIndex,
  writeIndexCache,
  type Failure,
  type IndexCache,
  type IndexStore,
  type LiveSight,
  type FindRegistered,
  type ProjectConfig,
  type ReadingOptions,
  type Result,
  type SourceTree,
  type Sproc,
  type SprocPorts,
} from '#engine';
import { Observations } from './observations';
import { markRegistryProblems, noRegistryProblems, readRegistryProblems } from './registry-problems';
import { relativePath, uriWithin } from './uris';
import type { World } from './world';

type ProjectMistakes = ReturnType<typeof parseProjectFile>['mistakes'];

/** The text of a document that is open in the editor, by URI; null where it is not open. */
export type ReadOpen = (uri: string) => string | null;

/** What a project needs of the world: of the server's the part that is its own. */
interface ProjectWorld extends Pick<World, 'openProject'> {
  readonly ports: SprocPorts;
  readonly indexStore: IndexStore | null;
}

export class OpenProject {
  /** Folder URI. */
  readonly folder: string;
  readonly observations = new Observations();
  /** What the registry says of the sources' texts; nothing before it was read. */
  registered: FindRegistered = nothingRegistered;
  readonly #ports: SprocPorts;
  readonly #saved: SourceTree;
  readonly #openProject: World['openProject'];
  readonly #indexStore: IndexStore | null;
  /** While sources are read: what an earlier session knew of them. */
  #cache: IndexCache = emptyCache;
  readonly #readOpen: (path: string) => string | null;
  #registryProblems = noRegistryProblems;
  #config: ProjectConfig | null = null;
  #isOutdated = false;
  #mistakes: ProjectMistakes = [];
  #projectFileText = '';
  #index = new SourceIndex(noReading);
  /** Of the last project file that was whole. */
  #kept = this.#index;
  #sproc: Result<Sproc, Failure> = notYet;
  /** The same, with the sources as the index has them. */
  #glancing: Result<Sproc, Failure> = notYet;
  #files: ReadonlySet<string> = new Set();
  #loading: Promise<void> = Promise.resolve();
  /** By path, when the read began that the index has the text of. */
  readonly #taken = new Map<string, number>();
  #clock = 0;
  /** How many texts were read that the cache does not know. */
  #unknown = 0;
  #users = 0;
  #closing: (() => void) | null = null;

  constructor(folder: string, world: ProjectWorld, readOpen: ReadOpen) {
    const { ports, openProject, indexStore } = world;
    this.#openProject = openProject;
    this.#indexStore = indexStore;
    this.folder = folder;
    this.#readOpen = (path) => readOpen(this.uriOf(path));
    this.#saved = ports.tree;
    this.#ports = { ...ports, tree: showOpenDocuments(ports.tree, this.#readOpen) };
  }

  /** What sproc.json said when it was last without mistakes; null if it never was, or is gone. */
  get config(): ProjectConfig | null {
    return this.#config;
  }

  /** Whether sproc.json has mistakes by now, so that nothing may be changed by what it said before. */
  get isOutdated(): boolean {
    return this.#isOutdated;
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

  /** What is wrong with the registry, by file; nothing before it was read. */
  get registryMarks(): ReturnType<typeof markRegistryProblems> {
    return markRegistryProblems(this.#registryProblems, this.#config?.registry.kind === 'folder');
  }

  get index(): SourceIndex {
    return this.#index;
  }

  /** The path of a source of this project; null for any other file. */
  sourcePath(uri: string): string | null {
    const path = relativePath(this.folder, uri);
    return path !== null && this.#files.has(path) ? path : null;
  }

  /** Every source that the patterns name, those that cannot be read included. */
  get sources(): Iterable<string> {
    return this.#files;
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
    this.#loading = this.#loading.then(() => this.#readSources((file) => this.#index.facts(file) === null));
    return this.#loading;
  }

  /** Takes a source's text in: the editor's where it is open, else the file's. */
  async refreshFile(path: string): Promise<void> {
    const began = ++this.#clock;
    const typed = this.#readOpen(path);
    if (typed === null) this.#index.letGo(path);
    else this.#index.hold(path);
    this.#take(path, typed ?? (await this.#ports.tree.read(path)), began);
  }

  /** The same with halts in between, for a document whose text takes long to read. */
  *refreshInSteps(path: string, typed: string): Generator<void, void, undefined> {
    this.#index.hold(path);
    yield* this.#index.updateInSteps(path, typed);
    this.#taken.set(path, ++this.#clock);
  }

  /** As it is saved, whatever the editor shows. */
  readSaved(path: string): Promise<string | null> {
    return this.#saved.read(path);
  }

  /** Some files at a time, so that the disk is never waited for alone; in slices. */
  async refreshContents(paths: readonly string[]): Promise<void> {
    const pause = makePause();
    const read = (start: number): Promise<readonly (string | null)[]> =>
      Promise.all(paths.slice(start, start + readTogether).map((path) => this.#ports.tree.read(path)));
    let began = ++this.#clock;
    let coming = read(0);
    for (let start = 0; start < paths.length; start += readTogether) {
      const [texts, since] = [await coming, began];
      began = ++this.#clock;
      coming = read(start + readTogether);
      for (const [i, text] of texts.entries()) {
        const path = paths[start + i] ?? '';
        this.#take(path, this.#readOpen(path) ?? text, since);
        await pause();
      }
    }
  }

  /** As `use`, for what may be answered from the sources as they were read last: no file is read again. */
  async glance<T>(use: (sproc: Sproc) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    await this.#loading;
    return this.#glancing.ok ? use(this.#glancing.value) : this.#glancing;
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

  /** Reads the registry anew, and tells whether anything of it is or was known or wrong; where it fails, nothing is known. */
  async readRegistry(): Promise<boolean> {
    const before = this.registered;
    const problems = this.#registryProblems;
    const versions = await this.use((sproc) => sproc.versions({ listConflicts: true }));
    const isKnown = versions.ok && versions.value.versions.length > 0;
    this.registered = isKnown ? makeFindRegistered(versions.value) : nothingRegistered;
    this.#registryProblems = readRegistryProblems(versions);
    return before !== this.registered || JSON.stringify(problems) !== JSON.stringify(this.#registryProblems);
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
    this.#isOutdated = text !== null && value === null && this.#config !== null;
    if (this.#isOutdated) return;
    this.#config = value;
    await this.#closeSproc();
    this.#changeReading(value === null ? null : readingOf(value));
    this.#sproc = await this.#openProject(this.#ports, this.#index);
    this.#glancing = await this.#openProject(
      { ...this.#ports, tree: readFrom(this.#index, this.#ports.tree, value?.prefer ?? []) },
      this.#index,
    );
    await this.#readSourcesOnce();
  }

  /** With what an earlier session kept of texts that are the same; afterwards what is new is kept for the next one. */
  async #readSourcesOnce(): Promise<void> {
    const store = this.#indexStore;
    if (store !== null && this.#config !== null) this.#cache = await readIndexCache(store, this.#index.reading);
    this.#unknown = 0;
    await this.#readSources(() => true);
    this.#cache = emptyCache;
    if (store !== null && this.#unknown > 0) void writeIndexCache(store, this.#index);
  }

  /** What was read stays good as long as it would be read as before, also across a project file that was broken. */
  #changeReading(reading: ReadingOptions | null): void {
    if (reading !== null && JSON.stringify(this.#kept.reading) !== JSON.stringify(reading))
      this.#kept = new SourceIndex(reading);
    this.#index = reading === null ? new SourceIndex(noReading) : this.#kept;
  }

  async #readSources(isWanted: (file: string) => boolean): Promise<void> {
    const files = this.#config === null ? [] : await this.#ports.tree.list(this.#config.sources);
    this.#files = new Set(files);
    for (const { file } of this.#index.files()) if (!this.#files.has(file)) this.#index.remove(file);
    await this.refreshContents(files.filter(isWanted));
    if (this.#config !== null) this.#index.prefer(await rankFiles(this.#ports.tree, this.#config));
  }

  /** What was read before the text that was taken in last is no news. */
  #take(path: string, text: string | null, began: number): void {
    if ((this.#taken.get(path) ?? 0) > began) return;
    this.#taken.set(path, began);
    if (text === null) {
      this.#index.remove(path);
      return;
    }
    const packed = this.#cache.find(path, text);
    if (packed === null) this.#unknown++;
    this.#index.update(path, text, packed);
  }

  /** Waits for whoever still works with it: closing would cut a deployment off in the middle. */
  async #closeSproc(): Promise<void> {
    if (!this.#sproc.ok) return;
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#closing = resolve));
    this.#closing = null;
    await this.#sproc.value.close();
  }
}

/** Enough to keep the disk busy, few enough to be taken in before the next ones have come. */
const readTogether = 64;

/**
 * The sources as the editor shows them, typed or saved, for features and use cases alike. The project file is read as
 * it is saved: half a setting is none.
 */
function showOpenDocuments(tree: SourceTree, readOpen: (path: string) => string | null): SourceTree {
  const newest = readInOrder(tree);
  return {
    ...tree,
    async read(path) {
      if (path === projectFile) return tree.read(path);
      // A document that is opened while its file is read wins: VS Code closes and opens one to change its language.
      return readOpen(path) ?? newest(path).then((text) => readOpen(path) ?? text);
    },
  };
}

/** A read that began before another one of the same file had ended, and ends after it, is repeated: it may be older. */
function readInOrder(tree: SourceTree): SourceTree['read'] {
  const ended = new Map<string, number>();
  let clock = 0;
  return async (path) => {
    for (;;) {
      const began = clock++;
      const text = await tree.read(path);
      if ((ended.get(path) ?? -1) > began) continue;
      ended.set(path, clock++);
      return text;
    }
  };
}

/** The sources as the index has them; everything else as it is. */
function readFrom(index: SourceIndex, tree: SourceTree, prefer: readonly string[]): SourceTree {
  return {
    ...tree,
    list: (patterns) =>
      patterns.every((pattern) => prefer.includes(pattern))
        ? tree.list(patterns)
        : Promise.resolve(index.files().map(({ file }) => file)),
    read: async (path) => index.facts(path)?.text ?? tree.read(path),
  };
}

const noReading = { dialect: 'mysql', serverVersion: 90700, sqlMode: [], schema: null, client: true } as const;

const notYet: Result<never, Failure> = {
  ok: false,
  error: { kind: 'bad-project', message: 'The project is not open yet.' },
};
