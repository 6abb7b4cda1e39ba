/** A live server that checks a CREATE without creating anything: the current schema was dropped by another session. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { Dialect, ParserOptions } from '../../engine/src/syntax/dialect';
import { ThrowawayServer } from '../servers/throwaway-server';
import type { Sample } from './sample';

export type Verdict =
  { readonly kind: 'accepted' } | { readonly kind: 'syntax'; readonly line: number } | RefusalOtherwise;

/** A rejection because of the meaning, or a statement that must not be tried: it proves nothing about syntax. */
interface RefusalOtherwise {
  readonly kind: 'other';
  readonly errno: number;
}

/**
 * The errors for a statement that was read completely: it names a missing object (1049, 1051, 1054, 1146, 1347, 1360,
 * 1435, 1449), an existing one (1050, 1304, 1359, 1537), or an action that is not permitted (1142, 1227, 1356, 1370,
 * 1418, 1419).
 */
const readToItsEnd = new Set([
  1049, 1050, 1051, 1054, 1142, 1146, 1227, 1304, 1347, 1356, 1359, 1360, 1370, 1418, 1419, 1435, 1449, 1537,
]);

/** ER_NO_DB_ERROR, before anything was read. */
const noSchema = 1046;

interface Refusal {
  /** 0 where the connection broke. */
  readonly errno: number;
  readonly message: string;
}

export class Judge {
  readonly dialect: Dialect;
  readonly version: number;
  readonly server: ThrowawayServer;
  #connection: Connection;
  #mode: string | null = null;
  readonly #modes = new Map<string | null, readonly string[] | null>();

  private constructor(server: ThrowawayServer, connection: Connection, version: number) {
    this.server = server;
    this.dialect = server.flavor;
    this.version = version;
    this.#connection = connection;
  }

  static async start(flavor: Dialect): Promise<Judge> {
    const server = await ThrowawayServer.start({ flavor });
    const connection = await connect(server);
    const [, major = '0', minor = '0', patch = '0'] = /^(\d+)\.(\d+)\.(\d+)/.exec(server.version) ?? [];
    const version = Number(major) * 10_000 + Number(minor) * 100 + Number(patch);
    return new Judge(server, connection, version);
  }

  /** Returns the options with which this server reads the sample; null if it does not support the sql_mode. */
  async parserOptions({ sqlMode }: Sample): Promise<ParserOptions | null> {
    const modes = await this.#useMode(sqlMode);
    if (modes === null) return null;
    return { dialect: this.dialect, serverVersion: this.version, sqlMode: modes, schema: null, client: false };
  }

  /** Asks about a text under the mode of its sample. */
  async ask(text: string, sqlMode: string | null): Promise<Verdict> {
    if ((await this.#useMode(sqlMode)) === null) return { kind: 'other', errno: 1231 };
    const refusal = await this.#refusalOf(text);
    // A routine of another schema that ran for the sake of a view's columns leaves the session without any schema.
    const last = refusal?.errno === noSchema ? await this.#askAfresh(text, sqlMode) : refusal;
    return last === null ? { kind: 'accepted' } : weigh(last);
  }

  async stop(): Promise<void> {
    this.#connection.destroy();
    await this.server.stop();
  }

  async #refusalOf(text: string): Promise<Refusal | null> {
    try {
      await this.#connection.query(text);
      return null;
    } catch (problem) {
      const { errno = 0, message } = problem as { readonly errno?: number; readonly message: string };
      if (errno === 0) await this.#reconnect();
      return { errno, message };
    }
  }

  async #askAfresh(text: string, sqlMode: string | null): Promise<Refusal | null> {
    await this.#reconnect();
    await this.#useMode(sqlMode);
    return this.#refusalOf(text);
  }

  async #useMode(mode: string | null): Promise<readonly string[] | null> {
    const known = this.#modes.get(mode);
    if (known !== undefined && (known === null || mode === this.#mode)) return known;
    try {
      await this.#connection.query(`SET sql_mode = ${mode === null ? '@@GLOBAL.sql_mode' : '?'}`, [mode]);
    } catch {
      this.#modes.set(mode, null);
      return null;
    }
    this.#mode = mode;
    const [rows] = await this.#connection.query<(RowDataPacket & { mode: string })[]>('SELECT @@sql_mode AS mode');
    const modes = (rows[0]?.mode ?? '').split(',').filter((one) => one !== '');
    this.#modes.set(mode, modes);
    return modes;
  }

  async #reconnect(): Promise<void> {
    this.#connection.destroy();
    this.#connection = await connect(this.server);
    this.#mode = null;
    this.#modes.clear();
  }
}

function weigh({ errno, message }: Refusal): Verdict {
  if (errno === 1064) return { kind: 'syntax', line: Number(/at line (\d+)/.exec(message)?.[1] ?? 0) };
  return readToItsEnd.has(errno) ? { kind: 'accepted' } : { kind: 'other', errno };
}

/**
 * Opens a connection whose current schema does not exist: every CREATE in it is read completely and then rejected with
 * 1049.
 */
async function connect(server: ThrowawayServer): Promise<Connection> {
  const options = server.connection({ charset: 'utf8mb4', flags: ['-IGNORE_SPACE'] });
  const other = await createConnection(options);
  await other.query('CREATE DATABASE IF NOT EXISTS nowhere');
  const connection = await createConnection({ ...options, database: 'nowhere' });
  connection.on('error', () => undefined); // The next statement reports the error.
  await other.query('DROP DATABASE nowhere');
  await other.end();
  return connection;
}
