/** The text or binary type that a server makes of a length: the smallest one whose bytes suffice. */
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

/**
 * Returns `tinytext` for `text(10)`. The type remains if it has no length of this kind, or if the character set is
 * unknown.
 */
export function findTextType(type: string, characterSet: string | null): string {
  // MariaDB's COMPRESSED may follow.
  const [, name, length, rest = ''] = /^(text|varchar)\((\d+)\)( \w+)?$/.exec(type) ?? [];
  if (name === undefined || length === undefined) return type;
  if (characterSet === null) return type;
  const bytes = Number(length) * (bytesPerCharacter[characterSet] ?? 1);
  return name === 'varchar' && bytes <= 65_535 ? type : sizedType('text', bytes) + rest;
}

/** Returns a tinyblob for `blob(10)`, and a blob for a varbinary that is too long; every other type keeps its list. */
export function withBytes(name: string, list: readonly string[] | null): string {
  if (list === null) return name;
  const bytes = Number(list[0]);
  const isBlob = name === 'blob' || (name === 'varbinary' && bytes > 65_535);
  return isBlob ? sizedType('blob', bytes) : `${name}(${list.join(',')})`;
}

function sizedType(family: 'text' | 'blob', bytes: number): string {
  if (bytes <= 255) return `tiny${family}`;
  if (bytes <= 65_535) return family;
  return bytes <= 16_777_215 ? `medium${family}` : `long${family}`;
}
