/** Finds database servers of this machine by their greeting, which each sends before anybody logs in. */
import { connect } from 'node:net';

/** The ports on which servers usually listen: the standard one, and the usual one of a second server. */
const usualPorts = [3306, 3307];

const patienceMs = 300;

export interface LocalServer {
  readonly port: number;
  readonly product: 'MySQL' | 'MariaDB';
  /** The version as the server writes it: `9.7.0`, `10.11.18-MariaDB`. */
  readonly version: string;
}

/** Returns the servers that answer at 127.0.0.1. */
export async function findLocalServers(ports: readonly number[] = usualPorts): Promise<readonly LocalServer[]> {
  const found = await Promise.all(ports.map(readGreeting));
  return found.flatMap((server) => server ?? []);
}

function readGreeting(port: number): Promise<LocalServer | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (server: LocalServer | null): void => {
      socket.destroy();
      resolve(server);
    };
    socket.setTimeout(patienceMs, () => end(null));
    socket.once('error', () => end(null));
    socket.once('end', () => end(null));
    socket.once('data', (packet) => end(parseGreeting(port, packet)));
  });
}

/**
 * Reads the first packet of a server: four bytes of head, the number 10 of the protocol, the version up to a zero byte
 * (MySQL, "Protocol::HandshakeV10"). MariaDB may write `5.5.5-` before its version.
 */
export function parseGreeting(port: number, packet: Buffer): LocalServer | null {
  const end = packet.indexOf(0, 5);
  if (packet[4] !== 10 || end < 0) return null;
  const version = packet.toString('latin1', 5, end).replace(/^5\.5\.5-(?=\d+\.\d+\.\d+-MariaDB)/, '');
  if (!/^\d+\.\d+\.\d+[\w.+~-]*$/.test(version)) return null;
  return { port, product: /mariadb/i.test(version) ? 'MariaDB' : 'MySQL', version };
}

/** Returns `MySQL 9.7.0 on 127.0.0.1:3306`. */
export function printServer({ product, version, port }: LocalServer): string {
  return `${product} ${version.replace(/-MariaDB.*$/i, '')} on 127.0.0.1:${port}`;
}
