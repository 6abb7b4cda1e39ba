/** What the server needs of the world besides its connection; main.ts gives the real one, tests one in memory. */
import type { openProject, SprocPorts } from '#engine';

export interface World {
  /** The ports of a project, by the URI of its folder. */
  readonly portsOf: (folder: string) => SprocPorts;
  /** Opens a project with all its use cases. */
  readonly openProject: typeof openProject;
  /** Milliseconds without typing before diagnostics are made. */
  readonly settling: number;
}
