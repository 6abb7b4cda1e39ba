/** Ports of the loopback interface: a free one, and whether a database server answers on it. */
import net from 'node:net';

/** Returns a port on which no process listens at the moment. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Returns true if a server greets there with protocol 10, as MySQL and MariaDB do (MySQL internals,
 * "Protocol::HandshakeV10"). An open port alone proves nothing: it may answer with an error, or belong to another
 * program.
 */
export function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const answer = (greeted: boolean): void => {
      socket.destroy();
      resolve(greeted);
    };
    socket.setTimeout(1000, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
    socket.once('data', (packet) => answer(packet[4] === 10));
  });
}
