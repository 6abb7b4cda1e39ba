/** sql_mode as a set: combination modes spelt out, upper case, sorted. Source: MySQL and MariaDB manuals, "SQL Modes". */

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
