/** How files are read that a command line names: by its options, else by the project file, else as the newest server reads them. */
import {
  defaultReading,
  normalSqlMode,
  parseServerVersion,
  type Dialect,
  type ProjectConfig,
  type ReadingOptions,
} from '#engine';

interface ReadingWords {
  readonly dialect?: Dialect;
  readonly sqlMode?: string;
  readonly serverVersion?: number;
}

/** What is asked for counts more than what the project says. */
export function makeReading(options: ReadingWords, config: ProjectConfig | null): ReadingOptions {
  const dialect = options.dialect ?? config?.dialect ?? defaultReading.dialect;
  const known =
    config?.dialect === dialect ? config.serverVersion : parseServerVersion(dialect === 'mysql' ? '9.7' : '10.11');
  return {
    ...defaultReading,
    dialect,
    serverVersion: options.serverVersion ?? known,
    sqlMode: options.sqlMode === undefined ? (config?.sqlMode ?? []) : normalSqlMode(options.sqlMode),
  };
}
