/**
 * The options of parsing for files that a command line names: from its options, otherwise from the project file,
 * otherwise for the newest server.
 */
import {
  defaultParserOptions,
  normalSqlMode,
  parseServerVersion,
  type Dialect,
  type ProjectConfig,
  type ParserOptions,
} from '#engine';

interface ReadingWords {
  readonly dialect?: Dialect;
  readonly sqlMode?: string;
  readonly serverVersion?: number;
}

/** Returns the options of parsing; those of the command line take precedence over the project's. */
export function makeReading(options: ReadingWords, config: ProjectConfig | null): ParserOptions {
  const dialect = options.dialect ?? config?.dialect ?? defaultParserOptions.dialect;
  const known =
    config?.dialect === dialect ? config.serverVersion : parseServerVersion(dialect === 'mysql' ? '9.7' : '10.11');
  return {
    ...defaultParserOptions,
    dialect,
    serverVersion: options.serverVersion ?? known,
    sqlMode: options.sqlMode === undefined ? (config?.sqlMode ?? []) : normalSqlMode(options.sqlMode),
  };
}
