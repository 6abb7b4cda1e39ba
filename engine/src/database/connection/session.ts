/**
 * A session with one server: the port whose adapter uses mysql2, and the facts that every session has about its server.
 */
import { withDelimiter } from '../../routine/statement-text';
import type { Failure } from '../../base/failure';
import type { Memory } from '../../base/memory';
import type { Result } from '../../base/result';
import type { Dialect } from '../../syntax/dialect';

export type SqlValue = string | number | bigint | boolean | null | Buffer;
export type Row = Readonly<Record<string, SqlValue>>;

/** An error of the server, or the reason why the connection was lost. */
export interface ServerError {
  /** Server error number (MySQL manual, "Server Error Message Reference"); 0 where the connection itself failed. */
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
  /** The connection is gone, and what ran last may or may not have happened. */
  readonly connectionLost: boolean;
  /**
   * The symbolic code from the server or the network: `ECONNRESET`, `PROTOCOL_CONNECTION_LOST`; empty if there is none.
   */
  readonly code: string;
  /**
   * The number of statements of a packet that completed before the one that failed; only for statements without rows.
   */
  readonly completed: number;
}

/** A statement, or several that are sent in one packet. */
export type Sql = string | readonly string[];

export function joinSql(sql: Sql): string {
  if (typeof sql === 'string') return sql;
  return sql.map((statement, i) => (i < sql.length - 1 ? withDelimiter(statement, ';') : statement)).join('\n');
}

export interface ServerFacts {
  readonly dialect: Dialect;
  /** MMmmpp, as in executable comments. */
  readonly version: number;
  readonly versionText: string;
  /** CURRENT_USER(), `user@host`. */
  readonly account: string;
  readonly connectionId: number;
  /** The server's global sql_mode: what a routine gets where neither source nor project states one. Upper case. */
  readonly sqlMode: readonly string[];
  /** True if names of schemas, tables and views differ in more than their case (`lower_case_table_names` 1 and 2). */
  readonly foldsNames?: boolean;
}

export interface Session {
  readonly server: ServerFacts;
  /** The cache of the session's settings and of what it has read. */
  readonly memory: Memory;
  /** Returns the rows of the last result set; none for statements without one. */
  query(sql: Sql, values?: readonly SqlValue[]): Promise<Result<readonly Row[], ServerError>>;
  /**
   * Sends several statements in one packet; returns one list of rows for each. An error stops the rest. Answers are
   * compared with the statements, except those of a person's own statement, which are never read.
   */
  queryMany(sql: Sql, whose?: 'ours' | 'a person’s'): Promise<Result<readonly (readonly Row[])[], ServerError>>;
  /** Ends politely; never fails. */
  close(): Promise<void>;
  /** Drops the socket at once. */
  destroy(): void;
}

/** The address of a server; it never contains a password (see `Secrets`). */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** The socket, which replaces host and port. */
  readonly socket: string | null;
  readonly user: string;
  /** Initial schema; null for none. */
  readonly schema: string | null;
  readonly tls: 'off' | 'preferred' | 'required' | 'verify';
  /** Path of a CA certificate, for `verify`. */
  readonly ca: string | null;
  /** The path of the server's RSA key, which may encrypt a password if there is no TLS. */
  readonly serverPublicKey?: string | null;
  /** The environment's name, for messages and remedies. */
  readonly environment?: string;
  /** The character set of statements; utf8mb4 by default. */
  readonly characterSet?: string;
  /** True if the server must reject a text that hides a second statement; `queryMany` cannot be used then. */
  readonly singleStatements?: boolean;
}

/**
 * Opens sessions. Failures are sentences: the address that could not be reached, the rejected account, and the remedy.
 */
export type Connect = (address: Address, password: string | null) => Promise<Result<Session, Failure>>;
