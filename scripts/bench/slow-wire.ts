/** A long wire to a server: a TCP proxy that holds back all that passes, either way. */
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface SlowWire {
  readonly port: number;
  close(): void;
}

/** Opens a connection with `delayMs` in each direction, so that a round trip takes twice as long. */
export async function openSlowWire(port: number, delayMs: number): Promise<SlowWire> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = createConnection({ port, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true);
    forward(near, far, delayMs);
    forward(far, near, delayMs);
    for (const socket of [near, far]) sockets.add(socket);
  });
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: await listen(server), close };
}

function forward(from: Socket, to: Socket, delayMs: number): void {
  const later = (act: () => void): void => void setTimeout(act, delayMs);
  from.on('data', (chunk: Buffer) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => later(() => to.destroy()));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
