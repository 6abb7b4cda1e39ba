/** Starts a server, tells its port and its folder, and waits to be killed. */
import path from 'node:path';
import { ThrowawayServer } from '../../../scripts/servers/throwaway-server';

void ThrowawayServer.start({ flavor: 'mariadb' }).then((server) => {
  process.stdout.write(JSON.stringify({ port: server.port, folder: path.dirname(server.socket) }));
  setInterval(() => undefined, 60_000);
});
