/**
 * The sql_mode as a set: combination modes expanded, upper case, sorted. Source: MySQL and MariaDB manuals, "SQL
 * Modes".
 */
import type { Dialect } from '../syntax/dialect';
import { combinedModes, expandSqlMode } from '../syntax/sql-mode-names';

/** Every mode of some server since MySQL 5.7 and MariaDB 10.2. */
export const sqlModes: readonly string[] = [
  ...new Set([
    ...combinedModes,
    'ALLOW_INVALID_DATES',
    'EMPTY_STRING_IS_NULL',
    'NO_AUTO_VALUE_ON_ZERO',
    'NO_BACKSLASH_ESCAPES',
    'NO_DIR_IN_CREATE',
    'NO_UNSIGNED_SUBTRACTION',
    'ONLY_FULL_GROUP_BY',
    'PAD_CHAR_TO_FULL_LENGTH',
    'TIME_ROUND_FRACTIONAL',
    'TIME_TRUNCATE_FRACTIONAL',
  ]),
].sort();

/**
 * Accepts `'ANSI_QUOTES,STRICT_ALL_TABLES'` already split or in one string. Without a server a combined mode gets only what
 * it includes on both.
 */
export function normalSqlMode(modes: string | readonly string[], dialect: Dialect | null = null): readonly string[] {
  const words = typeof modes === 'string' ? modes.split(',') : modes;
  const named = words.map((word) => word.trim().toUpperCase()).filter((word) => word !== '');
  return [...expandSqlMode(named, dialect)].sort();
}
