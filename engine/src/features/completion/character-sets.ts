/** The character sets and collations that text of today has, by server and version; the others can be typed. */
import type { Availability } from '../../analysis/program/server-features';
import type { ServerVersion } from '../../syntax/dialect';

const always: Availability = {};
const never: Availability = { until: 0 };

const characterSets = [
  'utf8mb4', 'utf8mb3', 'latin1', 'ascii', 'binary', 'big5', 'cp1250', 'cp1251', 'cp1256', 'cp1257', 'cp850', 'cp866', 'cp932',
  'euckr', 'gb2312', 'gbk', 'greek', 'hebrew', 'koi8r', 'koi8u', 'latin2', 'latin5', 'latin7', 'sjis', 'tis620',
  'ucs2', 'ujis', 'utf16', 'utf16le', 'utf32',
]; // prettier-ignore

const collations: readonly (readonly [names: string, mysql: Availability, mariadb: Availability])[] = [
  ['utf8mb4_0900_ai_ci utf8mb4_0900_as_ci utf8mb4_0900_as_cs', { since: 80000 }, never],
  ['utf8mb4_0900_bin', { since: 80017 }, never],
  ['utf8mb4_uca1400_ai_ci utf8mb4_uca1400_as_ci utf8mb4_uca1400_as_cs', never, { since: 101001 }],
  ['utf8mb4_general_ci utf8mb4_unicode_ci utf8mb4_unicode_520_ci utf8mb4_bin', always, always],
  ['utf8mb3_general_ci utf8mb3_unicode_ci utf8mb3_bin', { since: 80030 }, { since: 100601 }],
  ['utf8_general_ci utf8_unicode_ci utf8_bin', { until: 80030 }, { until: 100601 }],
  [
    'latin1_swedish_ci latin1_general_ci latin1_general_cs latin1_german1_ci latin1_german2_ci latin1_bin',
    always,
    always,
  ],
  ['ascii_general_ci ascii_bin binary', always, always],
  ['utf16_general_ci utf16_unicode_ci utf16_bin utf32_general_ci utf32_unicode_ci utf32_bin', always, always],
];

/** Returns the character sets that all supported versions of both servers have. */
export function listCharacterSets(): readonly string[] {
  return characterSets;
}

/** Returns the collations of the server, those of utf8mb4 first. */
export function listCollations({ dialect, serverVersion }: ServerVersion): readonly string[] {
  return collations
    .filter(([, mysql, mariadb]) => {
      const { since = 0, until = Infinity } = dialect === 'mysql' ? mysql : mariadb;
      return since <= serverVersion && serverVersion < until;
    })
    .flatMap(([names]) => names.split(' '));
}
