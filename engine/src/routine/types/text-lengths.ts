/** The text or binary type that a server makes of a length: the smallest one whose bytes suffice. */
import type { Dialect } from '../../syntax/dialect';

const textTypes: ReadonlySet<string> = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);

export function isTextType(name: string): boolean {
  return textTypes.has(name);
}

/** Bytes that one character may take; one where not listed (MySQL manual, "Supported Character Sets and Collations"). */
const bytesPerCharacter: Readonly<Record<string, number>> = {
  utf8mb4: 4,
  utf16: 4,
  utf16le: 4,
  utf32: 4,
  gb18030: 4,
  utf8mb3: 3,
  ujis: 3,
  eucjpms: 3,
  ucs2: 2,
  big5: 2,
  sjis: 2,
  cp932: 2,
  gbk: 2,
  gb2312: 2,
  euckr: 2,
};

/** The bytes of the longest VARCHAR and VARBINARY; servers make a TEXT or BLOB of a longer one, unless they are strict. */
export const longestVarying: Readonly<Record<Dialect, number>> = { mysql: 65_535, mariadb: 65_532 };

/**
 * Returns `tinytext` for `text(10)`, and a text for a varchar of more bytes than `longest`. The type remains if it has no
 * length of this kind, or if the character set is unknown.
 */
export function findTextType(type: string, characterSet: string | null, longest = longestVarying.mysql): string {
  const [, name, length, rest = ''] = /^(text|varchar)\((\d+)\)( \w+)?$/.exec(type) ?? [];
  if (name === undefined || length === undefined) return type;
  // A length of too many characters is one of too many bytes, whatever the character set.
  if (characterSet === null) return Number(length) > longest ? `text(${length})${rest}` : type;
  const bytes = Number(length) * (bytesPerCharacter[characterSet] ?? 1) + (name === 'varchar' ? headerOf(rest) : 0);
  return name === 'varchar' && bytes <= longest ? type : sizedType('text', bytes) + rest;
}

/**
 * Returns a tinyblob for `blob(10)`, and a blob for a varbinary of more bytes than `longest`; every other type keeps its
 * list. ` compressed` may follow the name.
 */
export function withBytes(written: string, list: readonly string[] | null, longest: number): string {
  if (list === null) return written;
  const [name = '', rest = ''] = written.split(/(?= )/);
  const bytes = Number(list[0]) + (name === 'varbinary' ? headerOf(rest) : 0);
  const isBlob = name === 'blob' || (name === 'varbinary' && bytes > longest);
  return (isBlob ? sizedType('blob', bytes) : `${name}(${list.join(',')})`) + rest;
}

/** Returns the byte that MariaDB adds to each value of a compressed type of varying length. */
function headerOf(rest: string): number {
  return rest === ' compressed' ? 1 : 0;
}

function sizedType(family: 'text' | 'blob', bytes: number): string {
  if (bytes <= 255) return `tiny${family}`;
  if (bytes <= 65_535) return family;
  return bytes <= 16_777_215 ? `medium${family}` : `long${family}`;
}
