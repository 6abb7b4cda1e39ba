/** A conversation with one server: the port behind which mysql2 lives, and what every session knows of its server. */
import type { Failure } from '../../base/failure';
import type { Memory } from '../../base/memory';
import type { Result } from '../../base/result';
import type { Dialect } from '../../syntax/dialect';

export type SqlValue = string | number | bigint | boolean | null | Buffer;
export type Row = Readonly<Record<string, SqlValue>>;

/** What the server said no with, or how the connection was lost. */
export interface ServerError {
  /** Server error number (MySQL manual, "Server Error Message Reference"); 0 where the connection itself failed. */
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
  /** The connection is gone, and what ran last may or may not have happened. */
  readonly connectionLost: boolean;
  /** The server told the reason before it hung up, or the network did: `ECONNRESET`, `PROTOCOL_CONNECTION_LOST`; empty where it did not. */
  readonly code: string;
  /** How many statements of a packet were done before the one that failed; of statements that give no rows. */
  readonly completed: number;
}

/** A statement, or several that are sent in one packet. */
export type Sql = string | readonly string[];

export function joinSql(sql: Sql): string {
  return typeof sql === 'string' ? sql : sql.join(';\n');
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
}

export interface Session {
  readonly server: ServerFacts;
  /** What it was set to and has read. */
  readonly memory: Memory;
  /** The rows of the last result set; statements without one give none. */
  query(sql: Sql, values?: readonly SqlValue[]): Promise<Result<readonly Row[], ServerError>>;
  /**
   * Several statements in one packet; one entry of rows for each. An error stops the rest. Answers are held against what the
   * statements ask for, but not those of a person's own statement, which are never looked at.
   */
  queryMany(sql: Sql, whose?: 'ours' | 'a person’s'): Promise<Result<readonly (readonly Row[])[], ServerError>>;
  /** Ends politely; never fails. */
  close(): Promise<void>;
  /** Drops the socket at once. */
  destroy(): void;
}

/** Where to connect; never holds a password (see `Secrets`). */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** Used instead of host and port. */
  readonly socket: string | null;
  readonly user: string;
  /** Initial schema; null for none. */
  readonly schema: string | null;
  readonly tls: 'off' | 'preferred' | 'required' | 'verify';
  /** Path of a CA certificate, for `verify`. */
  readonly ca: string | null;
  /** Path of the server's RSA key, with which a password may be encrypted where there is no TLS. */
  readonly serverPublicKey?: string | null;
  /** Named in messages, with the remedies that belong to it. */
  readonly environment?: string;
  /** Character set that statements are sent in; utf8mb4 where none is said. */
  readonly characterSet?: string;
  /** The server then refuses a text that hides a second statement; `queryMany` cannot be used. */
  readonly singleStatements?: boolean;
}

/** Opens sessions. Failures are sentences: what could not be reached, who was refused, and the remedy. */
export type Connect = (address: Address, password: string | null) => Promise<Result<Session, Failure>>;
