/** A port of this machine to which no connection is expected. */
import { createServer, type AddressInfo } from 'node:net';

export interface Trap {
  readonly port: number;
  /** The number of connections to it. */
  readonly visits: number;
  close(): void;
}

/** Listens, counts the connections, and closes them. */
export async function setTrap(): Promise<Trap> {
  let visits = 0;
  const server = createServer((socket) => {
    visits++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    get visits() {
      return visits;
    },
    close: () => void server.close(),
  };
}
