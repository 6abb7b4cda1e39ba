/** Root on the tortured server, by a connection that is made again whenever it was lost. */
import { createConnection, type Connection } from 'mysql2/promise';
import type { ThrowawayServer } from '../servers/throwaway-server';

export type Row = Readonly<Record<string, unknown>>;

export class Administrator {
  readonly #server: ThrowawayServer;
  #connection: Connection | null = null;

  constructor(server: ThrowawayServer) {
    this.#server = server;
  }

  /** Runs the statements in order; gives the last one's rows. */
  async run(...statements: readonly string[]): Promise<readonly Row[]> {
    let rows: unknown = [];
    for (const statement of statements) [rows] = await (await this.#connected()).query(statement);
    return Array.isArray(rows) ? (rows as readonly Row[]) : [];
  }

  /**
   * Lists the sessions with SHOW, because information_schema.PROCESSLIST fails for a statement that it cuts within a
   * character (MySQL error 3854).
   */
  async listSessions(user: string): Promise<readonly { readonly id: number; readonly statement: string }[]> {
    const rows = await this.run('SHOW FULL PROCESSLIST');
    return rows
      .filter((row) => row['User'] === user)
      .map(({ Id, Info }) => ({ id: Number(Id), statement: typeof Info === 'string' ? Info : '' }));
  }

  close(): void {
    this.#connection?.destroy();
    this.#connection = null;
  }

  async #connected(): Promise<Connection> {
    if (this.#connection !== null) return this.#connection;
    const connection = await createConnection(this.#server.connection());
    connection.on('error', () => {
      if (this.#connection === connection) this.#connection = null;
    });
    this.#connection = connection;
    return connection;
  }
}
