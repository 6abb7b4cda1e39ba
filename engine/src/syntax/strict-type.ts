/** The strict recogniser of data types: of columns, and in CAST. */
import { kw } from './keywords';
import { findSecondWord, typeWords } from './parse-type';
import type { StrictCursor } from './strict-cursor';
import { op, tokenKind } from './tokens';
import { typeAttributes } from './type-words';
import { findTypeForm, mayVary, takesNumbers, takesWord, type TypeForm } from './type-forms';

const castOnBoth =
  'DECIMAL DEC FLOAT DOUBLE FLOAT4 FLOAT8 CHAR CHARACTER NCHAR BINARY DATE TIME DATETIME SIGNED UNSIGNED';
const castOnMysql = new Set(
  (
    `${castOnBoth} REAL YEAR JSON NATIONAL POINT MULTIPOINT LINESTRING MULTILINESTRING POLYGON MULTIPOLYGON ` +
    'GEOMETRYCOLLECTION GEOMCOLLECTION'
  ).split(' '),
);
const castOnMariadb = new Set(`${castOnBoth} INT INTEGER INT4 VARCHAR VARCHAR2`.split(' '));
/** Types that MariaDB knows by name alone: later it reports that it cannot cast to them. */
const spatial = /^(GEOMETRY|POINT|MULTIPOINT|LINESTRING|MULTILINESTRING|POLYGON|MULTIPOLYGON|GEOM(ETRY)?COLLECTION)$/;

/** Recognises the type in CAST(… AS. */
export function recogniseCastType(s: StrictCursor): boolean {
  const word = s.word();
  if (!isCastable(s, word)) return s.fail();
  s.position++;
  if (word === 'INTERVAL') s.position++;
  if (word === 'NATIONAL' && !s.accept(kw.CHAR) && !s.accept(kw.CHARACTER)) return s.fail();
  if (word === 'DOUBLE' && s.dialect === 'mysql') s.acceptWord('PRECISION');
  if (s.id() === op.openParenthesis && !s.balanced()) return false;
  if (word === 'SIGNED' || word === 'UNSIGNED') {
    if (!s.acceptWord('INT')) s.acceptWord('INTEGER');
  } else if (!acceptCharacterSet(s)) return false;
  if (s.dialect === 'mysql') s.acceptWord('ARRAY');
  return true;
}

const dynamicTypes = new Set(
  'INT INTEGER UNSIGNED DOUBLE REAL FLOAT DECIMAL DEC DATE TIME DATETIME CHAR CHARACTER NCHAR'.split(' '),
);

/** Recognises the type of a dynamic column's value (MariaDB). */
export function recogniseDynamicType(s: StrictCursor): boolean {
  const word = s.word();
  if (!dynamicTypes.has(word)) return s.fail();
  s.position++;
  if (word === 'UNSIGNED') return s.acceptWord('INT') || s.needWord('INTEGER');
  if (/^(DOUBLE|FLOAT|DEC|DECIMAL|TIME|DATETIME)$/.test(word) && s.id() === op.openParenthesis) return s.balanced();
  return (word !== 'CHAR' && word !== 'CHARACTER') || acceptCharacterSet(s);
}

/** Returns true for a type of CAST. A word that MariaDB does not know may be the type of a plugin, for example UUID. */
function isCastable(s: StrictCursor, word: string): boolean {
  if (s.dialect === 'mysql') return castOnMysql.has(word);
  return castOnMariadb.has(word) || (s.isName() && !typeWords.has(word)) || spatial.test(word) || word === 'INTERVAL';
}

/** Recognises CHARACTER SET, CHARSET, COLLATE, ASCII, UNICODE, BINARY and BYTE, any number of them. */
function acceptCharacterSet(s: StrictCursor): boolean {
  for (;;) {
    if ((s.id() === kw.CHARACTER || s.id() === kw.CHAR) && s.idAt(1) === kw.SET) s.position += 2;
    else if (s.id() === kw.CHARSET || (s.id() === kw.COLLATE && s.dialect === 'mariadb')) s.position++;
    else if (typeAttributes.has(s.word()) && !/SIGNED|ZEROFILL/.test(s.word())) {
      s.position++;
      continue;
    } else return true;
    if (!s.needValue()) return false;
  }
}

/** Recognises the type of a column, with its length, sign and character set. MariaDB's plugins add further types. */
export function recogniseType(s: StrictCursor): boolean {
  const word = s.word();
  const isNew = s.dialect === 'mariadb' && s.isNameAt(0) && (s.oracle || !/^(VARCHAR2|NUMBER|CLOB|RAW)$/.test(word));
  if (!typeWords.has(word) && !isNew) return s.fail();
  s.position++;
  const second = findSecondWord([word, s.word(), s.wordAt(1)]);
  if (second !== '') s.position++;
  else if (word === 'NATIONAL') return s.fail();
  const isVarying = mayVary(word, second) && s.acceptWord('VARYING');
  const form = findTypeForm(s.dialect, word, second, isVarying);
  return recogniseLengths(s, form) && recogniseWords(s, form);
}

/** Recognises `(10)`, `(10, 2)` or `('a', 'b')`, as the type requires. */
function recogniseLengths(s: StrictCursor, form: TypeForm): boolean {
  if (form.lengths === 'any') return s.id() !== op.openParenthesis || s.balanced();
  if (form.lengths === 'texts') return s.inParentheses((inner) => inner.list(recogniseListed));
  if (s.id() !== op.openParenthesis) return takesNumbers(form, 0) || s.fail();
  let count = 0;
  const isRead = s.inParentheses((inner) =>
    inner.list((one) => {
      count++;
      return takesNumbers(form, count) || form.lengths === 'pair' ? one.needKind(tokenKind.number) : one.fail();
    }),
  );
  if (!isRead || takesNumbers(form, count)) return isRead;
  s.position--;
  return s.fail();
}

/** Recognises a string, or its bytes in hexadecimal or binary digits. */
function recogniseListed(s: StrictCursor): boolean {
  if (s.kind() === tokenKind.number && /^[\d.]+$/.test(s.raw())) return s.fail();
  if (s.kind() !== tokenKind.number && !s.isText()) return s.fail();
  s.position++;
  return true;
}

function recogniseWords(s: StrictCursor, form: TypeForm): boolean {
  for (;;) {
    const word = s.word();
    const isCharset =
      ((s.id() === kw.CHARACTER || s.id() === kw.CHAR) && s.idAt(1) === kw.SET) || s.id() === kw.CHARSET;
    if (s.dialect === 'mariadb' && word === 'COMPRESSED' && s.idAt(1) !== op.equals) s.position++;
    else if (isCharset || typeAttributes.has(word)) {
      if (!takesWord(form, word)) return s.fail();
      s.position += isCharset && s.id() !== kw.CHARSET ? 2 : 1;
      if (isCharset && !s.needValue()) return false;
    } else return true;
  }
}
