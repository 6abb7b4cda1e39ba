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
  return rejected === undefined ? { modes: expandSqlMode(modes, server.dialect) } : { rejected };
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

const ansi = ['REAL_AS_FLOAT', 'PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'];
const traditional = [
  ...['STRICT_TRANS_TABLES', 'STRICT_ALL_TABLES', 'NO_ZERO_IN_DATE', 'NO_ZERO_DATE', 'ERROR_FOR_DIVISION_BY_ZERO'],
  'NO_ENGINE_SUBSTITUTION',
];
const foreign = [
  ...['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'NO_KEY_OPTIONS', 'NO_TABLE_OPTIONS', 'NO_FIELD_OPTIONS'],
];

type Combinations = Readonly<Record<string, readonly string[]>>;

/** Modes that include several others, with what they include on both servers (manuals: "Combination SQL Modes"). */
const combined: Combinations = {
  ANSI: ansi,
  TRADITIONAL: traditional,
  ORACLE: [...foreign, 'NO_AUTO_CREATE_USER', 'SIMULTANEOUS_ASSIGNMENT'],
  MSSQL: foreign,
  POSTGRESQL: foreign,
  DB2: foreign,
  MAXDB: [...foreign, 'NO_AUTO_CREATE_USER'],
  MYSQL323: ['HIGH_NOT_PRECEDENCE'],
  MYSQL40: ['HIGH_NOT_PRECEDENCE'],
};

/** Modes that include more on one of the servers. */
const combinedOn: Readonly<Record<Dialect, Combinations>> = {
  mysql: { ANSI: [...ansi, 'ONLY_FULL_GROUP_BY'] },
  mariadb: { TRADITIONAL: [...traditional, 'NO_AUTO_CREATE_USER'] },
};

/** Adds to each combined mode those that it includes on that server; null adds those that it includes on both. */
export function expandSqlMode(modes: readonly string[], dialect: Dialect | null): readonly string[] {
  const own = dialect === null ? combined : { ...combined, ...combinedOn[dialect] };
  return [...new Set(modes.flatMap((mode) => [mode, ...(own[mode] ?? [])]))];
}

/** Every mode that includes others, and every one that is included. */
export const combinedModes: readonly string[] = [
  ...new Set([combined, ...Object.values(combinedOn)].flatMap((modes) => Object.entries(modes).flat(2))),
];

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
  return set.includes('') ? { rejected: String(value) } : { modes: expandSqlMode(set, dialect) };
}
