/**
 * The locks that a server takes to EXPLAIN a statement: everything that the statement uses, found without executing it.
 */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { Dialect } from '../../engine/src/syntax/dialect';
import type { QualifiedName } from '../../engine/src/syntax/nodes';
import { installLockPlugin } from './install-lock-plugin';
import type { Judge } from './judge';

/** Names in lower case, always with their schema. */
export interface Mentions {
  readonly routines: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
}

/** The schema that everything without a schema is made in. */
export const home = 'conformance';

/** The server's own schemas: EXPLAIN includes the tables of their views. */
export const systemSchemas: ReadonlySet<string> = new Set(['mysql', 'sys', 'information_schema', 'performance_schema']);

/** Stubs for one statement at most. */
const mostStubs = 80;

interface LockRow extends RowDataPacket {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
}

/** The preparation of a server beside the statement itself. */
interface Making {
  /** The modes to make it under. */
  readonly sqlMode?: readonly string[];
  /** The tables that may be given the missing columns; the first one gets unqualified ones. */
  readonly tables?: readonly QualifiedName[];
}

interface Refusal {
  readonly errno?: number;
  readonly message: string;
}

const locksOf: Readonly<Record<Dialect, string>> = {
  mysql:
    'SELECT object_type AS `kind`, object_schema AS `schema`, object_name AS `name`' +
    ' FROM performance_schema.metadata_locks WHERE owner_thread_id = ps_current_thread_id()',
  mariadb:
    "SELECT CASE WHEN lock_type LIKE 'Table%' THEN 'TABLE' WHEN lock_type LIKE 'Stored procedure%' THEN 'PROCEDURE'" +
    " WHEN lock_type LIKE 'Stored function%' THEN 'FUNCTION' ELSE lock_type END AS `kind`," +
    ' table_schema AS `schema`, table_name AS `name`' +
    ' FROM information_schema.metadata_lock_info WHERE thread_id = CONNECTION_ID()',
};

export class LockReader {
  readonly #connection: Connection;
  readonly #dialect: Dialect;

  private constructor(connection: Connection, dialect: Dialect) {
    this.#connection = connection;
    this.#dialect = dialect;
  }

  static async start({ server, dialect }: Judge): Promise<LockReader> {
    const connection = await createConnection(server.connection({ flags: ['-IGNORE_SPACE'] }));
    if (dialect === 'mariadb') await installLockPlugin(connection);
    const patience = dialect === 'mysql' ? 'max_execution_time = 5000' : 'max_statement_time = 5';
    await connection.query(`SET foreign_key_checks = 0, lock_wait_timeout = 3, ${patience}`);
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${home}`);
    return new LockReader(connection, dialect);
  }

  async stop(): Promise<void> {
    await this.#connection.end();
  }

  /** Drops everything that was created in `home`. */
  async clear(): Promise<void> {
    await this.#connection.query(`DROP DATABASE IF EXISTS ${home}`);
    await this.#connection.query(`CREATE DATABASE ${home}`);
  }

  /** Runs what makes something; schemas, tables and columns that it misses are made until it passes. */
  async make(statement: string, { sqlMode = [], tables = [] }: Making = {}): Promise<void> {
    await this.#connection.query(`USE ${home}`);
    await this.#connection.query('SET sql_mode = ?', [sqlMode.join(',')]);
    await this.#withStubs(() => this.#connection.query(statement), tables);
    await this.#connection.query('SET sql_mode = DEFAULT');
  }

  /** Runs what tidies up; nothing is wrong where there is nothing to tidy up. */
  async drop(statement: string): Promise<void> {
    await this.#connection.query('ROLLBACK');
    await this.#connection.query(statement).catch(() => undefined);
  }

  /** Returns the locks for a statement. Throws if it cannot be explained. */
  async explain(statement: string): Promise<Mentions> {
    await this.#withStubs(async () => {
      await this.#connection.query('START TRANSACTION');
      await this.#connection.query(`EXPLAIN ${statement}`);
    });
    const [rows] = await this.#connection.query<LockRow[]>(locksOf[this.#dialect]);
    await this.#connection.query('ROLLBACK');
    const of = (kinds: readonly string[]): Set<string> =>
      new Set(
        rows
          .filter(({ kind, schema }) => kinds.includes(kind) && !systemSchemas.has(schema.toLowerCase()))
          .map(({ schema, name }) => qualify(schema, name)),
      );
    return { routines: of(['PROCEDURE', 'FUNCTION']), tables: of(['TABLE']) };
  }

  async #withStubs(run: () => Promise<unknown>, tables: readonly QualifiedName[] = []): Promise<void> {
    for (let attempt = 0; attempt < mostStubs; attempt++) {
      try {
        await run();
        return;
      } catch (problem) {
        await this.#connection.query('ROLLBACK');
        if (!(await this.#makeStub(problem as Refusal, tables))) throw problem;
      }
    }
    throw new Error('one thing after the other is missing');
  }

  /** Makes the schema, table or column that a statement missed; false where it missed none of these. */
  async #makeStub({ errno, message }: Refusal, tables: readonly QualifiedName[]): Promise<boolean> {
    if (errno === 1049) {
      const [, schema = ''] = /Unknown database '(.*)'/.exec(message) ?? [];
      await this.#connection.query(`CREATE DATABASE ${quote(schema)}`);
      return true;
    }
    if (errno === 1054) return this.#addColumn(/Unknown column '(.*?)' in/.exec(message)?.[1] ?? '', tables);
    const [, schema, table] = /Table '([^']*?)\.([^']*)' doesn't exist/.exec(message) ?? [];
    if (errno !== 1146 || schema === undefined || table === undefined) return false;
    await this.#connection.query(`CREATE DATABASE IF NOT EXISTS ${quote(schema)}`);
    await this.#connection.query(`CREATE TABLE ${quote(schema)}.${quote(table)} (stub INT)`);
    return true;
  }

  async #addColumn(path: string, tables: readonly QualifiedName[]): Promise<boolean> {
    const [column = '', owner] = path.split('.').reverse();
    const named = tables.filter(({ name }) => name.text === owner);
    const takers = named.length > 0 ? named : owner === undefined ? tables.slice(0, 1) : tables;
    for (const { schema, name } of takers) {
      const table = `${quote(schema?.text ?? home)}.${quote(name.text)}`;
      await this.#connection.query(`ALTER TABLE ${table} ADD COLUMN ${quote(column)} INT`);
    }
    return takers.length > 0;
  }
}

/** Returns the qualified name in lower case. */
export function qualify(schema: string | null, name: string): string {
  return `${schema ?? home}.${name}`.toLowerCase();
}

export function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
