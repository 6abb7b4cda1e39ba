/** Names as they are inserted into a text: bare if the server accepts this, otherwise in backticks. */
import type { ParserOptions } from '../../syntax/dialect';
import { expandSqlMode } from '../../syntax/sql-mode-names';
import { quoteName } from '../../syntax/quoting';
import { findWordId, isRejected, place } from '../../syntax/vocabulary';

/** The kind of place; each has its own reserved words. */
export type NamePlace = keyof typeof place;

export function writeName(name: string, at: NamePlace, parserOptions: ParserOptions): string {
  return isBareName(name, at, parserOptions) ? name : quoteName(name);
}

/**
 * Returns true for a name of letters, digits, $ and _, not digits alone, and not a reserved word (MySQL manual, "Schema
 * Object Names").
 */
export function isBareName(name: string, at: NamePlace, parserOptions: ParserOptions): boolean {
  if (!/^[\w$\u0080-\uffff]+$/.test(name) || /^\d/.test(name)) return false;
  const { dialect, serverVersion, sqlMode } = parserOptions;
  const isOracle = dialect === 'mariadb' && expandSqlMode(sqlMode, dialect).includes('ORACLE');
  return !isRejected(findWordId(name), place[at], isOracle ? 'oracle' : dialect, serverVersion);
}
