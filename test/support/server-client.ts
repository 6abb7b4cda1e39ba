/** The plain client of a server, and the program beside it that dumps a schema, as people use them. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { findServerProgram } from '../../scripts/servers/server-program';
import type { LiveServer } from './live-servers';

export class ServerClient {
  readonly #server: LiveServer;
  readonly #client: string;

  private constructor(server: LiveServer, client: string) {
    this.#server = server;
    this.#client = client;
  }

  /** Returns the client; null where the machine has none, which fails in CI. */
  static async find(server: LiveServer): Promise<ServerClient | null> {
    const program = await findServerProgram(server.flavor);
    if (program.ok) return new ServerClient(server, program.value.client);
    if (process.env['CI'] === 'true') throw new Error(program.error);
    return null;
  }

  /** Runs the text of a file in a schema. */
  load(schema: string, text: string): void {
    this.#run(this.#client, ['--comments', '--default-character-set=utf8mb4', schema], text);
  }

  /** Returns the dump of a schema without its rows. */
  dump(schema: string): string {
    const name = this.#server.flavor === 'mysql' ? 'mysqldump' : 'mariadb-dump';
    // A client on PATH has no folder.
    const program = path.isAbsolute(this.#client) ? path.join(path.dirname(this.#client), name) : name;
    return this.#run(program, ['--no-data', '--routines', '--triggers', '--events', schema]);
  }

  #run(program: string, args: readonly string[], input = ''): string {
    const { login, password } = this.#server;
    const account = ['-h', login.host, '-P', String(login.port), '-u', login.user, `--password=${password}`];
    return execFileSync(program, ['--no-defaults', ...account, ...args], {
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }
}
