/** What must be known of a server to read its SQL: dialect, version and sql_mode. */

export type Dialect = 'mysql' | 'mariadb';

/**
 * How a text is to be read. `serverVersion` is MMmmpp as in executable comments: 90700 is MySQL 9.7.0,
 * 101118 is MariaDB 10.11.18.
 */
export interface ParserOptions {
  readonly dialect: Dialect;
  readonly serverVersion: number;
  /** Modes in force where the text begins, upper case: ANSI_QUOTES, NO_BACKSLASH_ESCAPES, ORACLE, ... */
  readonly sqlMode: readonly string[];
  /** The schema of names written without one, until a USE says otherwise; null where unknown. */
  readonly schema: string | null;
  /** True for files that a command line client reads (DELIMITER, \d); false for one statement as the server takes it. */
  readonly client: boolean;
}

/** Which server a text is for. */
export type ServerVersion = Pick<ParserOptions, 'dialect' | 'serverVersion'>;

export const defaultParserOptions: ParserOptions = {
  dialect: 'mysql',
  serverVersion: 90700,
  sqlMode: [],
  schema: null,
  client: true,
};
