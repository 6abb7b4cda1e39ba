/** The address of this machine outside the loopback: as far away as a server needs to be for some attacks. */
import { connect, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Returns an address of this machine that is not the loopback's; packets to it do not leave the machine. Without a
 * network it is the one that means the machine itself, which neither name nor number shows to be the loopback either.
 */
export function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '0.0.0.0';
}

/** Leads connections to that address on to a port of the loopback. */
export async function leadTo(port: number, address: string): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((socket) => {
    const onward = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
