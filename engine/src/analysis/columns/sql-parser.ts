/** The adapter of node-sql-parser, which is loaded only when columns are needed (decision 14). */

import type * as nodeSqlParser from 'node-sql-parser/build/mysql.js';

/**
 * Returns the syntax tree of one statement; null if the parser cannot read it, which does not mean that the statement
 * is invalid.
 */
export type ParseSql = (text: string) => unknown;

type Loaded = typeof nodeSqlParser;

/**
 * Loads the parser. Its MySQL build reads the statements of both dialects, because only words that both have are passed
 * to it.
 */
export async function loadSqlParser(): Promise<ParseSql> {
  const loaded: Loaded & { readonly default?: Loaded } = await import('node-sql-parser/build/mysql.js');
  // A CommonJS module is the default export where it is not bundled.
  const { Parser } = loaded.default ?? loaded;
  const parser = new Parser();
  return (text) => {
    try {
      return parser.astify(text, { database: 'mysql', parseOptions: { includeLocations: true } });
    } catch {
      return null;
    }
  };
}
