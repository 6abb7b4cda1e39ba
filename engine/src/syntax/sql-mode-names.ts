/** The names of the sql_modes, and how each server reads a list or a number of them. */
import type { Dialect, ServerVersion } from './dialect';

/** The modes of a value, or the part of it that the server rejects. */
export type ReadModes = { readonly modes: readonly string[] } | { readonly rejected: string };

/** Reads a comma list: upper case, combined modes expanded, without duplicates. The servers trim spaces at its end only. */
export function readModeList(list: string, server: ServerVersion): ReadModes {
  const modes = list
    .replace(/ +$/, '')
    .toUpperCase()
    .split(',')
    .filter((mode) => mode !== '');
  const rejected = modes.find((mode) => !isMode(mode, server));
  return rejected === undefined ? { modes: expandSqlMode(modes) } : { rejected };
}

function isMode(mode: string, { dialect, serverVersion }: ServerVersion): boolean {
  if (bits[dialect].includes(mode)) return true;
  return dialect === 'mysql' && serverVersion < withoutOldModes && oldModes.includes(mode);
}

/** MySQL 8.0.11 removed these. Dumps of older servers and of MariaDB set them. */
const withoutOldModes = 80011;
const oldModes =
  'POSTGRESQL,ORACLE,MSSQL,DB2,MAXDB,NO_KEY_OPTIONS,NO_TABLE_OPTIONS,NO_FIELD_OPTIONS,MYSQL323,MYSQL40,NO_AUTO_CREATE_USER'.split(
    ',',
  );

/** Modes that include several others (manual: "Combination SQL Modes"), limited to those that affect reading. */
const combined: Readonly<Record<string, readonly string[]>> = {
  ANSI: ['REAL_AS_FLOAT', 'PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'ONLY_FULL_GROUP_BY'],
  ORACLE: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'NO_KEY_OPTIONS', 'NO_TABLE_OPTIONS', 'NO_FIELD_OPTIONS'],
  MSSQL: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  DB2: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  MAXDB: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
  POSTGRESQL: ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'],
};

/** Adds to each combined mode those that it includes. */
export function expandSqlMode(modes: readonly string[]): readonly string[] {
  return [...new Set(modes.flatMap((mode) => [mode, ...(combined[mode] ?? [])]))];
}

/** The modes by the bits of a number, as each server shows them; empty for bits that it rejects. */
const bits: Readonly<Record<Dialect, readonly string[]>> = {
  mysql: (
    'REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,NOT_USED,ONLY_FULL_GROUP_BY,NO_UNSIGNED_SUBTRACTION,' +
    'NO_DIR_IN_CREATE,,,,,,,,,,,ANSI,NO_AUTO_VALUE_ON_ZERO,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES,STRICT_ALL_TABLES,' +
    'NO_ZERO_IN_DATE,NO_ZERO_DATE,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO,TRADITIONAL,,HIGH_NOT_PRECEDENCE,' +
    'NO_ENGINE_SUBSTITUTION,PAD_CHAR_TO_FULL_LENGTH,TIME_TRUNCATE_FRACTIONAL,INTERPRET_UTF8_AS_UTF8MB4'
  ).split(','),
  mariadb: (
    'REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,IGNORE_BAD_TABLE_OPTIONS,ONLY_FULL_GROUP_BY,' +
    'NO_UNSIGNED_SUBTRACTION,NO_DIR_IN_CREATE,POSTGRESQL,ORACLE,MSSQL,DB2,MAXDB,NO_KEY_OPTIONS,NO_TABLE_OPTIONS,' +
    'NO_FIELD_OPTIONS,MYSQL323,MYSQL40,ANSI,NO_AUTO_VALUE_ON_ZERO,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES,' +
    'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO,TRADITIONAL,' +
    'NO_AUTO_CREATE_USER,HIGH_NOT_PRECEDENCE,NO_ENGINE_SUBSTITUTION,PAD_CHAR_TO_FULL_LENGTH,EMPTY_STRING_IS_NULL,' +
    'SIMULTANEOUS_ASSIGNMENT,TIME_ROUND_FRACTIONAL'
  ).split(','),
};

/** Reads a number, whose bits are modes. */
export function readModeBits(value: number, dialect: Dialect): ReadModes {
  const names = bits[dialect];
  if (value >= 2 ** names.length) return { rejected: String(value) };
  const set = names.filter((_, bit) => Math.floor(value / 2 ** bit) % 2 === 1);
  return set.includes('') ? { rejected: String(value) } : { modes: expandSqlMode(set) };
}
