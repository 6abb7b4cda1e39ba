/** Strict recogniser of data types: of columns, and behind CAST. */
import { kw } from './keywords';
import { secondTypeWords, typeAttributes, typeWords } from './parse-type';
import type { StrictCursor } from './strict-cursor';
import { op } from './tokens';

const castOnBoth =
  'DECIMAL DEC FLOAT DOUBLE FLOAT4 FLOAT8 CHAR CHARACTER NCHAR BINARY DATE TIME DATETIME SIGNED UNSIGNED';
const castOnMysql = new Set(
  (
    `${castOnBoth} REAL YEAR JSON NATIONAL POINT MULTIPOINT LINESTRING MULTILINESTRING POLYGON MULTIPOLYGON ` +
    'GEOMETRYCOLLECTION GEOMCOLLECTION'
  ).split(' '),
);
const castOnMariadb = new Set(`${castOnBoth} INT INTEGER INT4 VARCHAR VARCHAR2`.split(' '));
/** Types that MariaDB knows by name alone: it says later that it cannot cast to them. */
const spatial = /^(GEOMETRY|POINT|MULTIPOINT|LINESTRING|MULTILINESTRING|POLYGON|MULTIPOLYGON|GEOM(ETRY)?COLLECTION)$/;

/** The type behind CAST(… AS. */
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

/** A word that MariaDB does not know may be the type of a plugin, such as UUID. */
function isCastable(s: StrictCursor, word: string): boolean {
  if (s.dialect === 'mysql') return castOnMysql.has(word);
  return castOnMariadb.has(word) || (s.isName() && !typeWords.has(word)) || spatial.test(word) || word === 'INTERVAL';
}

/** CHARACTER SET, CHARSET, COLLATE, ASCII, UNICODE, BINARY, BYTE, as often as they come. */
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

/** COMPRESSED between other words of the type. */
function isCompressed(s: StrictCursor): boolean {
  return s.word() === 'COMPRESSED' && typeAttributes.has(s.wordAt(1));
}

/** The type of a column, with its length, sign and character set. MariaDB's plugins bring types of their own. */
export function recogniseType(s: StrictCursor): boolean {
  const word = s.word();
  if (!typeWords.has(word) && !(s.dialect === 'mariadb' && s.isNameAt(0))) return s.fail();
  s.position++;
  if (secondTypeWords[word]?.includes(s.word()) === true) s.position++;
  s.acceptWord('VARYING');
  if (s.id() === op.openParenthesis && !s.balanced()) return false;
  while (typeAttributes.has(s.word()) || (s.dialect === 'mariadb' && isCompressed(s))) s.position++;
  return acceptCharacterSet(s);
}
