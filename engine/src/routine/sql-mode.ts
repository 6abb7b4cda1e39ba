/**
 * The sql_mode as a set: combination modes expanded, upper case, sorted. Source: MySQL and MariaDB manuals, "SQL
 * Modes".
 */

const mysqlAnsi = ['REAL_AS_FLOAT', 'PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'];
const mariadbForeign = [
  'PIPES_AS_CONCAT',
  'ANSI_QUOTES',
  'IGNORE_SPACE',
  'NO_KEY_OPTIONS',
  'NO_TABLE_OPTIONS',
  'NO_FIELD_OPTIONS',
];

const combinations: Readonly<Record<string, readonly string[]>> = {
  ANSI: mysqlAnsi,
  TRADITIONAL: [
    'STRICT_TRANS_TABLES',
    'STRICT_ALL_TABLES',
    'NO_ZERO_IN_DATE',
    'NO_ZERO_DATE',
    'ERROR_FOR_DIVISION_BY_ZERO',
    'NO_ENGINE_SUBSTITUTION',
  ],
  ORACLE: [...mariadbForeign, 'NO_AUTO_CREATE_USER', 'SIMULTANEOUS_ASSIGNMENT'],
  MSSQL: mariadbForeign,
  POSTGRESQL: mariadbForeign,
  DB2: mariadbForeign,
};

/** Every mode of some server since MySQL 5.7 and MariaDB 10.2. */
export const sqlModes: readonly string[] = [
  ...new Set([
    ...Object.keys(combinations),
    ...Object.values(combinations).flat(),
    'ALLOW_INVALID_DATES',
    'EMPTY_STRING_IS_NULL',
    'HIGH_NOT_PRECEDENCE',
    'MAXDB',
    'MYSQL323',
    'MYSQL40',
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

/** Accepts `'ANSI_QUOTES,STRICT_ALL_TABLES'` already split or in one string. */
export function normalSqlMode(modes: string | readonly string[]): readonly string[] {
  const words = typeof modes === 'string' ? modes.split(',') : modes;
  const set = new Set<string>();
  for (const word of words) {
    const mode = word.trim().toUpperCase();
    if (mode === '') continue;
    set.add(mode);
    for (const part of combinations[mode] ?? []) set.add(part);
  }
  return [...set].sort();
}
