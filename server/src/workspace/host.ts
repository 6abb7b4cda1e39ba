/** The host of the server, apart from its connection; main.ts creates the real one, tests one in memory. */
import type { IndexStore, openProject, SprocPorts } from '#engine';

export type Report = (sentence: string) => void;
export type IsTrusted = () => boolean;

export interface IndexPlace {
  /** The folder that the editor has for that. */
  readonly cache: string;
  /** URI of the project. */
  readonly folder: string;
}

export interface Host {
  /**
   * Returns the ports of a project, by the URI of its folder; those that need trust fail until it is granted. `report`
   * shows a person sentences beside the answers, for example that a registry was migrated.
   */
  readonly portsOf: (folder: string, isTrusted: IsTrusted, report: Report) => SprocPorts;
  /** Returns true for the URI of a folder that this machine can have: not of another scheme, or of a host on Linux. */
  readonly hasFolder: (uri: string) => boolean;
  /** Returns the storage for the index of a project. */
  readonly indexStoreOf: (place: IndexPlace, isTrusted: IsTrusted) => IndexStore;
  /** Opens a project with all its use cases. */
  readonly openProject: typeof openProject;
  /**
   * Returns the nearest project of a folder, by its URI, for editors that do not search for it; null if there is none.
   */
  readonly findProjectAbove: (folder: string) => Promise<string | null>;
  /** True if an editor without information about trust is trusted. */
  readonly isTrusting: boolean;
  /** Milliseconds without typing before diagnostics are made. */
  readonly debounceMs: number;
  /** The URI of the folder with the pages of the rules, for editors that open files only; null where none is. */
  readonly rulePages: string | null;
  /** Runs when a very large document is opened: from then on memory matters more than time. */
  readonly saveMemory: () => void;
}
