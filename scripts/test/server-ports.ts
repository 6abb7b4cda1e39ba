/** One real server of each kind for all layers, whose tests find it in the environment. */
import { flavors } from '../servers/flavor';
import { findServerProgram } from '../servers/server-program';
import { readGivenServers } from './given-servers';
import { ThrowawayServer } from '../servers/throwaway-server';

/**
 * Returns `SPROC_TEST_<FLAVOR>_PORT` and `_SOCKET`, or `_MISSING` with the reason; see test/support/live-servers.ts.
 */
export async function startServers(): Promise<Readonly<Record<string, string>>> {
  const told: Record<string, string> = {};
  if (readGivenServers().length > 0) return told; // The tests find them in the same list.
  for (const flavor of flavors) {
    const prefix = `SPROC_TEST_${flavor.toUpperCase()}`;
    if (process.env[`${prefix}_PORT`] !== undefined) continue; // Another process already runs one for us.
    const program = await findServerProgram(flavor);
    if (program.ok) {
      const server = await ThrowawayServer.start({ flavor });
      told[`${prefix}_PORT`] = String(server.port);
      told[`${prefix}_SOCKET`] = server.socket;
    } else told[`${prefix}_MISSING`] = program.error;
  }
  return told;
}
