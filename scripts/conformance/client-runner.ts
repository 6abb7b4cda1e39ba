/**
 * A command line client with its own server: the effect of a file, from the server's binary log and the client's
 * errors.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { ThrowawayServer } from '../servers/throwaway-server';
import type { Flavor } from '../servers/flavor';

/** The schema in use where a file begins. */
export const homeSchema = 'work';

export interface ClientRun {
  /** The created objects, even if dropped later: `procedure work.p`, in lower case. */
  readonly made: ReadonlySet<string>;
  readonly errors: readonly ClientError[];
  /** False where the client took too long or lost its server. */
  readonly isWhole: boolean;
}

export interface ClientError {
  /** 0 for an error of the client itself. */
  readonly errno: number;
  /** The line at which the statement begins, from 1. */
  readonly line: number;
}

/** No file of a suite that a client can run takes longer. */
const patienceMs = 30_000;

export class ClientRunner {
  readonly server: ThrowawayServer;
  #connection: Connection;

  private constructor(server: ThrowawayServer, connection: Connection) {
    this.server = server;
    this.#connection = connection;
  }

  static async start(flavor: Flavor): Promise<ClientRunner> {
    const args = ['--event-scheduler=OFF', '--log-bin-trust-function-creators=1'];
    const server = await ThrowawayServer.start({ flavor, binlog: true, args });
    return new ClientRunner(server, await createConnection(server.connection()));
  }

  /** Runs the client; `hasCommands` starts MySQL's with --commands, which its newest needs for more than DELIMITER. */
  async run(text: string, hasCommands = false): Promise<ClientRun> {
    await this.#clear();
    const { port, flavor } = this.server;
    const options = `--no-defaults -h127.0.0.1 -P${port} -uroot --default-character-set=utf8mb4 --force`.split(' ');
    if (hasCommands && flavor === 'mysql') options.push('--commands');
    const client = spawn(this.server.client, [...options, homeSchema], { stdio: ['pipe', 'ignore', 'pipe'] });
    const timer = setTimeout(() => client.kill('SIGKILL'), patienceMs);
    let stderr = '';
    client.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
    client.stdin.on('error', () => undefined); // it quits before the end of the file
    client.stdin.end(text);
    const [code] = (await once(client, 'close')) as [number | null];
    clearTimeout(timer);
    const isWhole = code !== null && !/ERROR (2006|2013|2026|2055)\b/.test(stderr);
    return { made: await this.#readMade(), errors: readErrors(stderr), isWhole };
  }

  async stop(): Promise<void> {
    this.#connection.destroy();
    await this.server.stop();
  }

  async #clear(): Promise<void> {
    const [rows] = await this.#connection.query<(RowDataPacket & { name: string })[]>('SHOW DATABASES');
    const kept = new Set(['mysql', 'sys', 'information_schema', 'performance_schema']);
    const names = Object.values(rows).flatMap((row) => Object.values(row as Record<string, string>));
    for (const name of names.filter((one) => !kept.has(one)))
      await this.#connection.query(`DROP DATABASE \`${name.replaceAll('`', '``')}\``);
    // The suites take it that there is a schema `test`.
    for (const schema of [homeSchema, 'test'])
      await this.#connection.query(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
    await this.#connection.query(this.server.flavor === 'mysql' ? 'RESET BINARY LOGS AND GTIDS' : 'RESET MASTER');
  }

  async #readMade(): Promise<ReadonlySet<string>> {
    const [logs] = await this.#connection.query<RowDataPacket[]>('SHOW BINARY LOGS');
    const made = new Set<string>();
    for (const log of logs) {
      const name = (log as { Log_name: string }).Log_name;
      const [events] = await this.#connection.query<RowDataPacket[]>(`SHOW BINLOG EVENTS IN '${name}'`);
      for (const event of events) {
        const found = readCreation((event as { Info: string }).Info);
        if (found !== null) made.add(found);
      }
    }
    return made;
  }
}

const name = '(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\\w$\\u0080-\\uffff]+)';
const creation = new RegExp(
  `^(?:use (${name}); )?(?:set [^;]*; )*(?:/\\*.*?\\*/\\s*|--[^\\n]*\\n\\s*|#[^\\n]*\\n\\s*)*CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:ALGORITHM\\s*=\\s*\\w+\\s+)?` +
    `(?:DEFINER\\s*=\\s*\\S+\\s+)?(?:SQL\\s+SECURITY\\s+\\w+\\s+)?(?:AGGREGATE\\s+|JSON\\s+(?:RELATIONAL\\s+)?DUALITY\\s+)?` +
    `(PROCEDURE|FUNCTION|TRIGGER|EVENT|VIEW|PACKAGE\\s+BODY|PACKAGE)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(${name})(?:\\s*\\.\\s*(${name}))?`,
  'is',
);

/**
 * Returns the object that a statement of the binary log creates; null for anything else, and for functions of
 * libraries.
 */
function readCreation(info: string): string | null {
  const [, used = homeSchema, kind = '', first = '', second] = creation.exec(info) ?? [];
  if (kind === '' || /\bSONAME\b/i.test(info.slice(0, 500))) return null;
  const [schema, own] = second === undefined ? [used, first] : [first, second];
  return printMade(kind.replace(/\s+/, ' '), unquote(schema), unquote(own));
}

export function printMade(kind: string, schema: string, own: string): string {
  return `${kind} ${schema}.${own}`.toLowerCase();
}

function unquote(written: string): string {
  const quote = written.charAt(0);
  return quote === '`' || quote === '"' ? written.slice(1, -1).replaceAll(quote + quote, quote) : written;
}

function readErrors(stderr: string): readonly ClientError[] {
  return [...stderr.matchAll(/^ERROR (?:(\d+) \(\w+\) )?at line (\d+)/gm)].map(([, errno, line]) => ({
    errno: Number(errno ?? 0),
    line: Number(line),
  }));
}
