/** Names as they are put into a text: bare where the server takes them so, else in backquotes. */
import type { ParserOptions } from '../../syntax/dialect';
import { expandSqlMode } from '../../syntax/sql-mode';
import { quoteName } from '../../syntax/quoting';
import { findWordId, isRefused, place } from '../../syntax/vocabulary';

/** What a name is put in for; each place has reserved words of its own. */
export type NamePlace = keyof typeof place;

export function writeName(name: string, at: NamePlace, parserOptions: ParserOptions): string {
  return isBareName(name, at, parserOptions) ? name : quoteName(name);
}

/** MySQL manual, "Schema Object Names": letters, digits, $ and _, not digits alone, and no reserved word. */
export function isBareName(name: string, at: NamePlace, parserOptions: ParserOptions): boolean {
  if (!/^[\w$\u0080-\uffff]+$/.test(name) || /^\d/.test(name)) return false;
  const { dialect, serverVersion, sqlMode } = parserOptions;
  const isOracle = dialect === 'mariadb' && expandSqlMode(sqlMode).includes('ORACLE');
  return !isRefused(findWordId(name), place[at], isOracle ? 'oracle' : dialect, serverVersion);
}
