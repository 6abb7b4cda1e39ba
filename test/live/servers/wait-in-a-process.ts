/** Starts a server of the given flavor, prints its port and its folder, and waits to be killed. */
import path from 'node:path';
import { flavors } from '../../../scripts/servers/flavor';
import { ThrowawayServer } from '../../../scripts/servers/throwaway-server';

const flavor = flavors.find((name) => name === process.argv[2]) ?? 'mysql';
void ThrowawayServer.start({ flavor }).then((server) => {
  process.stdout.write(JSON.stringify({ port: server.port, folder: path.dirname(server.socket) }));
  setInterval(() => undefined, 60_000);
});
