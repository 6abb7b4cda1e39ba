/** The real servers that attacks are tried on: started when the first one asks, gone with the run. */
import { createConnection } from 'mysql2/promise';
import type { Flavor } from '../servers/flavor';
import { ThrowawayServer } from '../servers/throwaway-server';

/** A server as its administrator sees it. */
export interface RealServer {
  readonly flavor: Flavor;
  readonly port: number;
  /** Runs statements as root on a connection of their own; gives the last one's rows. */
  run(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]>;
}

export class Ground {
  readonly #servers = new Map<Flavor, Promise<ThrowawayServer>>();

  async server(flavor: Flavor): Promise<RealServer> {
    const starting = this.#servers.get(flavor) ?? ThrowawayServer.start({ flavor });
    this.#servers.set(flavor, starting);
    const server = await starting;
    return { flavor, port: server.port, run: (...statements) => run(server, statements) };
  }

  async close(): Promise<void> {
    for (const starting of this.#servers.values()) await (await starting).stop();
  }
}

async function run(
  server: ThrowawayServer,
  statements: readonly string[],
): Promise<readonly Record<string, unknown>[]> {
  const connection = await createConnection(server.connection());
  try {
    let answer: unknown;
    for (const statement of statements) [answer] = await connection.query(statement);
    return Array.isArray(answer) ? (answer as readonly Record<string, unknown>[]) : [];
  } finally {
    connection.destroy();
  }
}
