/** How files are read that a command line names: by its options, else by the project file, else as the newest server reads them. */
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

/** What is asked for counts more than what the project says. */
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
