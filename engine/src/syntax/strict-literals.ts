/** Strict recogniser of literals: numbers, texts, and texts with their character set before them. */
import type { StrictCursor } from './strict-cursor';
import { tokenKind } from './tokens';

/** Recognises a number, or `x'41'` and `b'01'`, whose digits must be valid and, of the first, in pairs. */
export function recogniseNumber(s: StrictCursor): boolean {
  if (s.codeAt(1) === 39 && !/^(x'([\da-f]{2})*'|b'[01]*')$/i.test(s.raw())) return s.fail();
  s.position++;
  return true;
}

/** Recognises adjacent strings, which are one; `N'text'` can only be the first of them. */
export function recogniseStrings(s: StrictCursor): boolean {
  do s.position++;
  while (s.isText());
  return true;
}

/** Returns true at `_utf8mb4` and similar words, which can only be the character set of a string. */
export function startsIntroduced(s: StrictCursor): boolean {
  return s.codeAt(0) === 95 && characterSets.has(s.word());
}

export function recogniseIntroduced(s: StrictCursor): boolean {
  s.position++;
  if (s.isText()) return recogniseStrings(s);
  return s.kind() === tokenKind.number && /^(0[xb]|x'|b')/i.test(s.raw()) ? recogniseNumber(s) : s.fail();
}

const characterSets = new Set(
  (
    '_ARMSCII8 _ASCII _BIG5 _BINARY _CP1250 _CP1251 _CP1256 _CP1257 _CP850 _CP852 _CP866 _CP932 _DEC8 _EUCJPMS _EUCKR ' +
    '_GB18030 _GB2312 _GBK _GEOSTD8 _GREEK _HEBREW _HP8 _KEYBCS2 _KOI8R _KOI8U _LATIN1 _LATIN2 _LATIN5 _LATIN7 _MACCE ' +
    '_MACROMAN _SJIS _SWE7 _TIS620 _UCS2 _UJIS _UTF16 _UTF16LE _UTF32 _UTF8 _UTF8MB3 _UTF8MB4'
  ).split(' '),
);
