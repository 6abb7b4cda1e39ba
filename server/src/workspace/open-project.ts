/** A project that the editor has open, as a language server knows it: by URIs, with what was seen of its environments. */
import { EditedProject, makeLanguageService, type EditorHost, type EditorView, type LiveSchema } from '#engine';
import { EnvironmentSnapshots } from './snapshots';
import { markRegistryProblems } from './registry-problems';
import { relativePath, uriWithin } from './uris';

/** The text of a document that is open in the editor, by URI; null where it is not open. */
export type ReadOpen = (uri: string) => string | null;

export class OpenProject extends EditedProject {
  /** Folder URI. */
  readonly folder: string;
  readonly snapshots = new EnvironmentSnapshots();
  /** What an editor asks of its sources. */
  readonly service = makeLanguageService(() => this.view);

  constructor(folder: string, host: EditorHost, readOpen: ReadOpen) {
    super(host, (path) => readOpen(uriWithin(folder, path)));
    this.folder = folder;
  }

  /** What the editor answers from. */
  get view(): EditorView {
    const { config, index, snapshots, registered, liveSchema } = this;
    return {
      index,
      findDeploymentInfo: snapshots.findDeploymentInfo,
      settings: config?.rules ?? {},
      registered,
      liveSchema,
    };
  }

  /** The live schema that the editor answers from: of the first environment in sproc.json that was looked at. */
  get liveSchema(): LiveSchema | null {
    return this.snapshots.liveSchema(Object.keys(this.config?.environments ?? {}));
  }

  /** What is wrong with the registry, by file; nothing before it was read. */
  get registryMarks(): ReturnType<typeof markRegistryProblems> {
    return markRegistryProblems(this.registryProblems, this.config?.registry.kind === 'folder');
  }

  /** The path of a source of this project; null for any other file. */
  sourcePath(uri: string): string | null {
    const path = relativePath(this.folder, uri);
    return path !== null && this.sources.has(path) ? path : null;
  }

  uriOf(path: string): string {
    return uriWithin(this.folder, path);
  }
}
