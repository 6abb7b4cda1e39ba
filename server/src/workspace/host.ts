/** What the server needs of the world besides its connection; main.ts gives the real one, tests one in memory. */
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
   * The ports of a project, by the URI of its folder; they refuse what needs trust until it is granted. `tell` shows a
   * person what belongs to no answer: that a registry was migrated, say.
   */
  readonly portsOf: (folder: string, isTrusted: IsTrusted, report: Report) => SprocPorts;
  /** Where to keep what was read of a project. */
  readonly indexStoreOf: (place: IndexPlace, isTrusted: IsTrusted) => IndexStore;
  /** Opens a project with all its use cases. */
  readonly openProject: typeof openProject;
  /** The nearest project of a folder, by its URI, for editors that do not look for it; null where there is none. */
  readonly findProjectAbove: (folder: string) => Promise<string | null>;
  /** Whether an editor that says nothing of trust is trusted. */
  readonly isTrusting: boolean;
  /** Milliseconds without typing before diagnostics are made. */
  readonly debounceMs: number;
  /** Called where a very large document is open: memory counts for more than time from then on. */
  readonly saveMemory: () => void;
}
