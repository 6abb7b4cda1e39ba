/**
 * A project that is open in the editor, from the language server's view: by URIs, with the snapshots of its
 * environments.
 */
import {
  EditedProject,
  makeLanguageService,
  type EditorHost,
  type EditorView,
  type Environment,
  type LiveRoutines,
  type LiveSchema,
  type AssumedTree,
  type StatusRequest,
} from '#engine';
import { Attempts } from './attempts';
import { EnvironmentSnapshots } from './snapshots';
import { markRegistryProblems } from './registry-problems';
import { relativePath, uriWithin } from './uris';

/** The text of a document that is open in the editor, by URI; null where it is not open. */
export type ReadOpen = (uri: string) => string | null;

export class OpenProject extends EditedProject {
  /** Folder URI. */
  readonly folder: string;
  readonly snapshots = new EnvironmentSnapshots();
  readonly attempts = new Attempts();
  /** The environment that the person has selected; null without a choice. */
  selected: string | null = null;
  /** The files of a folder without a sproc.json that is read as a project; null for a project. */
  readonly assumed: AssumedTree | null;
  readonly #secrets: EditorHost['ports']['secrets'];
  /** The language service over its sources. */
  readonly service = makeLanguageService(() => this.view);

  constructor(folder: string, host: EditorHost, readOpen: ReadOpen, assumed: AssumedTree | null = null) {
    super(host, (path) => readOpen(uriWithin(folder, path)));
    this.folder = folder;
    this.assumed = assumed;
    this.#secrets = host.ports.secrets;
  }

  /** The data from which the editor is answered. */
  get view(): EditorView {
    const { config, index, snapshots, registered, liveSchema, liveRoutines } = this;
    return {
      index,
      findDeploymentInfo: snapshots.findDeploymentInfo,
      settings: config?.rules ?? {},
      registered,
      liveSchema,
      liveRoutines,
    };
  }

  /** The live schema for the editor: that of the first environment that was read, the selected one before others. */
  get liveSchema(): LiveSchema | null {
    return this.snapshots.liveSchema(this.#environments);
  }

  /** The routines of the environments that were read, in the same order. */
  get liveRoutines(): readonly LiveRoutines[] {
    return this.snapshots.liveRoutines(this.#environments);
  }

  /** The environment that the editor reads unasked: the selected one, otherwise the first for development. */
  get preferred(): Environment | null {
    const all = this.#environments;
    const [first] = all;
    if (first?.name === this.selected) return first;
    return all.find(({ stage }) => stage === 'DEVELOPMENT') ?? null;
  }

  /** The environments, the selected one first. */
  get #environments(): readonly Environment[] {
    const all = Object.values(this.config?.environments ?? {});
    return all.toSorted((a, b) => Number(b.name === this.selected) - Number(a.name === this.selected));
  }

  /** Returns true if a password is known without running a program, which may ask a person for something. */
  async knowsPassword(environment: Environment): Promise<boolean> {
    const password = await this.#secrets.password({ ...environment, passwordCommand: null });
    return password.ok && password.value !== null;
  }

  /** Notes that a person had these environments read, so that none is read again unasked. */
  noteLook({ environments = [], offline }: StatusRequest): void {
    if (offline === true) return;
    for (const environment of this.#environments)
      if (environments.length === 0 || environments.includes(environment.name)) this.attempts.begin(environment);
  }

  /** The faults of the registry, by file; none before it was read. */
  get registryMarks(): ReturnType<typeof markRegistryProblems> {
    return markRegistryProblems(this.registryProblems, this.config?.registry.kind === 'folder');
  }

  /** Returns the path of a source of this project; null for any other file. */
  sourcePath(uri: string): string | null {
    const path = relativePath(this.folder, uri);
    return path !== null && this.sources.has(path) ? path : null;
  }

  uriOf(path: string): string {
    return uriWithin(this.folder, path);
  }
}
