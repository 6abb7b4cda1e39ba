/** What the server needs of the world besides its connection; main.ts gives the real one, tests one in memory. */
import type { SprocPorts } from '#engine';

export interface World {
  /** The ports of a project, by the URI of its folder. */
  portsOf(folder: string): SprocPorts;
}
