/**
 * A project that is open in the editor, from the language server's view: by URIs, with the snapshots of its
 * environments.
 */
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
  /** The language service over its sources. */
  readonly service = makeLanguageService(() => this.view);

  constructor(folder: string, host: EditorHost, readOpen: ReadOpen) {
    super(host, (path) => readOpen(uriWithin(folder, path)));
    this.folder = folder;
  }

  /** The data from which the editor is answered. */
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

  /** The live schema for the editor: that of the first environment in sproc.json that was read. */
  get liveSchema(): LiveSchema | null {
    return this.snapshots.liveSchema(Object.keys(this.config?.environments ?? {}));
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
