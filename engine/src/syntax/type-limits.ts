/** Lengths, members and character sets that the servers reject in types, tested on MySQL 9.7.4 and MariaDB 10.11.18. */
import type { Dialect, ServerVersion } from './dialect';

/** The most of each number between the parentheses; of a lone one, where it is another. */
interface Limits {
  readonly numbers: readonly number[];
  readonly alone?: number;
}

const rows: readonly (readonly [names: string, limits: Limits])[] = [
  [
    'TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT INT1 INT2 INT3 INT4 INT8 MIDDLEINT CHAR CHARACTER NCHAR BINARY',
    { numbers: [255] },
  ],
  ['DOUBLE REAL FLOAT8', { numbers: [255, 30] }],
  ['FLOAT FLOAT4', { numbers: [255, 30], alone: 53 }],
  ['BIT', { numbers: [64] }],
  ['TIME DATETIME TIMESTAMP', { numbers: [6] }],
  ['VARCHAR VARCHARACTER NVARCHAR VARCHAR2 VARBINARY TEXT BLOB', { numbers: [4_294_967_295] }],
  ['VECTOR', { numbers: [16_383] }],
];

const limitsOf: Readonly<Record<Dialect, ReadonlyMap<string, Limits>>> = {
  mysql: makeLimits(30),
  mariadb: makeLimits(38),
};

function makeLimits(scale: number): ReadonlyMap<string, Limits> {
  const decimal = ['DEC DECIMAL NUMERIC FIXED NUMBER', { numbers: [65, scale] }] as const;
  return new Map(
    [...rows, decimal].flatMap(([names, limits]) => names.split(' ').map((name) => [name, limits] as const)),
  );
}

/** Returns true if the type allows any length of less than ten digits. */
export function mayHaveAnyLength(name: string): boolean {
  return longTypes.has(name);
}

const longTypes = new Set('VARCHAR VARCHARACTER NVARCHAR VARCHAR2 VARBINARY TEXT BLOB'.split(' '));

/** Returns the fault of the numbers after a type's name in upper case; null if they are valid. */
export function findLengthFault(dialect: Dialect, name: string, numbers: readonly number[]): string | null {
  const [first = 0, second] = numbers;
  if (name === 'YEAR' && dialect === 'mysql' && first !== 4)
    return 'MySQL allows only 4 as the length of YEAR. Remove the length.';
  if (name === 'BIT' && dialect === 'mysql' && first === 0) return 'The length of BIT must be from 1 to 64, found 0.';
  const limits = limitsOf[dialect].get(name);
  const most = second === undefined ? (limits?.alone ?? limits?.numbers[0]) : limits?.numbers[0];
  if (most !== undefined && first > most) return reportMost(name, most, first);
  if (second === undefined) return null;
  const mostBehind = limits?.numbers[1];
  if (mostBehind !== undefined && second > mostBehind) return reportMost(name, mostBehind, second);
  if (second <= first) return null;
  return `${name}(${first},${second}) has more decimals than digits in total. The server rejects it.`;
}

function reportMost(name: string, most: number, given: number): string {
  return `${name} allows at most ${most} here, found ${given}. The server rejects it.`;
}

/** Returns the fault of the members of a SET; null if they are valid. */
export function findMemberFault(members: readonly string[]): string | null {
  if (members.length > 64) return `SET allows at most 64 values, found ${members.length}. The server rejects it.`;
  const divided = members.find((member) => member.includes(','));
  return divided === undefined ? null : `SET value '${divided}' contains a comma. The server rejects it.`;
}

const characterSets: Readonly<Record<Dialect, ReadonlySet<string>>> = { mysql: list(' gb18030'), mariadb: list('') };

function list(more: string): ReadonlySet<string> {
  const both =
    'armscii8 ascii big5 binary cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 cp932 dec8 eucjpms euckr gb2312 gbk geostd8 ' +
    'greek hebrew hp8 keybcs2 koi8r koi8u latin1 latin2 latin5 latin7 macce macroman sjis swe7 tis620 ucs2 ujis utf16 ' +
    'utf16le utf32 utf8 utf8mb3 utf8mb4';
  return new Set((both + more).split(' '));
}

/** Returns true if the server has a character set of this name, in lower case. */
export function isCharacterSet(dialect: Dialect, name: string): boolean {
  return characterSets[dialect].has(name);
}

/** The version from which MariaDB has the collations of MySQL 8.0. */
const knowsCollationsOfMysql = 110405;

/**
 * Returns the character set of a collation by its lower-case name; null if it works with any Unicode one, and `none` if
 * the collation does not exist.
 */
export function findCharacterSet({ dialect, serverVersion }: ServerVersion, collation: string): string | null {
  if (collation === 'binary') return collation;
  const isUca = collation.startsWith('uca1400_');
  if (dialect === 'mariadb' && isUca) return /^uca1400_(?:\w+_)?a[is]_c[is]$/.test(collation) ? null : 'none';
  const [set = ''] = collation.split('_');
  const isForeign =
    dialect === 'mysql'
      ? collation.includes('uca1400')
      : collation.includes('_0900_') && serverVersion < knowsCollationsOfMysql;
  if (isForeign || !collation.includes('_') || !isCharacterSet(dialect, set)) return 'none';
  return foldCharacterSet(set);
}

/** Returns utf8mb3 for its other name `utf8`. */
export function foldCharacterSet(name: string): string {
  return name === 'utf8' ? 'utf8mb3' : name;
}

/** Returns true if a collation without a character set in its name works with the set. */
export function isUnicode(name: string): boolean {
  return /^(?:utf|ucs2)/.test(name);
}
