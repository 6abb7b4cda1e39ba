/** The adapter of sql-formatter, which is loaded only for formatting (decision 15). */
import type { DialectOptions } from 'sql-formatter';
import type { Dialect } from '../../syntax/dialect';

export interface LibraryStyle {
  readonly tabSize: number;
  readonly useTabs: boolean;
}

/** Throws on what the library cannot read. */
export type RunSqlFormatter = (text: string, dialect: Dialect, style: LibraryStyle) => string;

export async function loadSqlFormatter(): Promise<RunSqlFormatter> {
  const { formatDialect, mariadb, mysql } = await import('sql-formatter');
  const dialects: Readonly<Record<Dialect, DialectOptions>> = {
    mysql: withClauses(mysql),
    mariadb: withClauses(mariadb),
  };
  return (text, dialect, { tabSize, useTabs }) =>
    formatDialect(text.replaceAll('\r\n', '\n'), { dialect: dialects[dialect], tabWidth: tabSize, useTabs });
}

/** Adds clauses that the library does not know, and would otherwise join with the one before. */
function withClauses(dialect: DialectOptions): DialectOptions {
  const { tokenizerOptions, formatOptions } = dialect;
  const locks = ['FOR UPDATE', 'FOR SHARE', 'LOCK IN SHARE MODE'];
  const reservedClauses = [...tokenizerOptions.reservedClauses, 'INTO', ...locks];
  return {
    ...dialect,
    tokenizerOptions: { ...tokenizerOptions, reservedClauses },
    formatOptions: { ...formatOptions, onelineClauses: [...formatOptions.onelineClauses, ...locks] },
  };
}
