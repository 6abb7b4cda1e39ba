/** The waits that a server causes while it works, and the end of its work. */
import { printMs, timed } from './measure';
import type { ServerProcess } from './server-process';

/** Sends a light request every 5 ms: its wait is the time for which the server did not react. */
export class Probe {
  readonly #server: ServerProcess;
  readonly #times: number[] = [];
  readonly #running: Promise<void>;
  #goesOn = true;

  constructor(server: ServerProcess) {
    this.#server = server;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (this.#goesOn) {
      const ask = (): Promise<unknown> => this.#server.connection.sendRequest('sproc/nothing').catch(() => null);
      this.#times.push(await timed(ask));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<string> {
    this.#goesOn = false;
    await this.#running;
    return `p95 ${printMs(p95(this.#times))}, longest ${printMs(Math.max(...this.#times))}`;
  }
}

/** Waits until the server has not worked for half a second. */
export async function quiet(server: ServerProcess): Promise<void> {
  for (let calm = 0, before = server.work(); calm < 3;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const now = server.work();
    calm = now - before <= 60 ? calm + 1 : 0;
    before = now;
  }
}

export function p95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0;
}

export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
