/** The server's language, one of the options that parsing depends on. */

export type Dialect = 'mysql' | 'mariadb';

/**
 * The options with which a text is parsed. `serverVersion` is MMmmpp as in executable comments: 90700 is MySQL 9.7.0,
 * 101118 is MariaDB 10.11.18.
 */
export interface ParserOptions {
  readonly dialect: Dialect;
  readonly serverVersion: number;
  /** Modes in force where the text begins, upper case: ANSI_QUOTES, NO_BACKSLASH_ESCAPES, ORACLE, ... */
  readonly sqlMode: readonly string[];
  /** The schema of names without one, up to the first USE; null if unknown. */
  readonly schema: string | null;
  /** True for files that a command line client reads (DELIMITER, \d); false for one statement as the server takes it. */
  readonly client: boolean;
}

/** The server for which a text is written. */
export type ServerVersion = Pick<ParserOptions, 'dialect' | 'serverVersion'>;

export const defaultParserOptions: ParserOptions = {
  dialect: 'mysql',
  serverVersion: 90700,
  sqlMode: [],
  schema: null,
  client: true,
};
