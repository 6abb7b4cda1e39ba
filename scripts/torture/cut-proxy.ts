/** A wire between the deploying process and the server that can be cut. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class CutProxy {
  readonly #listener: Server;
  readonly #wires = new Set<Socket>();
  #refuses = false;

  private constructor(listener: Server) {
    this.#listener = listener;
  }

  /** Carries every connection to that port of this machine. */
  static async start(target: number): Promise<CutProxy> {
    const listener = createServer((near) => proxy.#carry(near, target));
    const proxy = new CutProxy(listener);
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** Cuts all open connections; with `isLasting` also rejects new ones until `mend`. */
  cut(isLasting: boolean): void {
    this.#refuses = isLasting;
    for (const wire of this.#wires) wire.destroy();
  }

  /** Cuts one of them, the n-th of as many as there are. */
  cutOne(n: number): void {
    const wires = [...this.#wires];
    wires[n % Math.max(1, wires.length)]?.destroy();
  }

  mend(): void {
    this.#refuses = false;
  }

  close(): void {
    this.cut(true);
    this.#listener.close();
  }

  #carry(near: Socket, target: number): void {
    if (this.#refuses) {
      near.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    this.#wires.add(near);
    const end = (): void => {
      this.#wires.delete(near);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.setNoDelay(true).on('error', end).on('close', end);
    near.pipe(far).pipe(near);
  }
}
