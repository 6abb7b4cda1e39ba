/** What the server needs of the world besides its connection; main.ts gives the real one, tests one in memory. */
import type { IndexStore, openProject, SprocPorts } from '#engine';

export interface World {
  /** The ports of a project, by the URI of its folder. */
  readonly portsOf: (folder: string) => SprocPorts;
  /** Where to keep what was read of a project; `cache` is the folder that the editor has for that. */
  readonly indexStoreOf: (cache: string, folder: string) => IndexStore;
  /** Opens a project with all its use cases. */
  readonly openProject: typeof openProject;
  /** Milliseconds without typing before diagnostics are made. */
  readonly settling: number;
}
