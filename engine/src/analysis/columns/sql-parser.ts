/** node-sql-parser behind one function: loaded when somebody asks for columns, and never before (decision 14). */

import type * as nodeSqlParser from 'node-sql-parser/build/mysql.js';

/** The syntax tree of one statement; null where the parser cannot read it, which says nothing about the statement. */
export type ParseSql = (text: string) => unknown;

type Loaded = typeof nodeSqlParser;

/** Its MySQL build reads the statements of both dialects, since only words that both have are put to it. */
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
