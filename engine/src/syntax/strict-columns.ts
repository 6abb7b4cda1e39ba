/** The strict recogniser of the list in CREATE TABLE: columns, keys and conditions. */
import { kw } from './keywords';
import type { Recogniser, StrictCursor } from './strict-cursor';
import { recogniseExpression, recogniseOperand } from './strict-expression';
import { recogniseType } from './strict-type';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

/** Recognises `( a INT, KEY (a), … )`. */
export function recogniseDefinitions(s: StrictCursor): boolean {
  return s.inParentheses((inner) => inner.list((one) => recogniseKey(one) ?? recogniseColumn(one)));
}

/** Recognises a column with its type and attributes. */
export function recogniseColumn(s: StrictCursor): boolean {
  if (!s.needPath(place.variable)) return false;
  // MariaDB takes the type of a computed column from its expression.
  const isComputed = s.dialect === 'mariadb' && (s.id() === kw.AS || s.word() === 'GENERATED');
  return (isComputed || recogniseType(s)) && recogniseAttributes(s);
}

/** Recognises a key, a condition or a period; null at a column. */
export function recogniseKey(s: StrictCursor): boolean | null {
  const isNamed = s.word() === 'CONSTRAINT';
  if (isNamed) {
    s.position++;
    if (s.id() !== kw.CHECK && !isKeyWord(s) && !s.needName()) return false;
  }
  switch (s.word()) {
    case 'CHECK':
      return recogniseCheck(s);
    case 'FOREIGN':
      s.position++;
      return s.need(kw.KEY) && recogniseForeign(s);
    case 'PRIMARY':
      s.position++;
      return s.need(kw.KEY) && recogniseParts(s);
    case 'UNIQUE':
    case 'FULLTEXT':
    case 'SPATIAL':
      s.position++;
      if (!s.accept(kw.KEY)) s.accept(kw.INDEX);
      return recogniseParts(s);
    case 'KEY':
    case 'INDEX':
      s.position++;
      return recogniseParts(s);
    case 'VECTOR':
    case 'PERIOD':
      return s.idAt(1) === kw.FOR || s.idAt(1) === kw.KEY || s.idAt(1) === kw.INDEX ? skipOne(s) : null;
    case 'LIKE':
      s.position++;
      return s.needPath();
    default:
      return isNamed ? s.fail() : null;
  }
}

function isKeyWord(s: StrictCursor): boolean {
  return /^(PRIMARY|UNIQUE|FOREIGN)$/.test(s.word());
}

/** Skips to the comma or the parenthesis that ends the item. */
function skipOne(s: StrictCursor): boolean {
  while (!s.isDone && s.id() !== op.comma && s.id() !== op.closeParenthesis)
    if (s.id() !== op.openParenthesis) s.position++;
    else if (!s.balanced()) return false;
  return true;
}

/** Recognises `[name] [USING BTREE] ( parts ) options`. */
function recogniseParts(s: StrictCursor): boolean {
  if (!s.acceptIf(true, 'mariadb')) return false;
  if (s.id() !== op.openParenthesis && s.word() !== 'USING' && s.word() !== 'TYPE' && !s.needName()) return false;
  if ((s.acceptWord('USING') || s.acceptWord('TYPE')) && !s.needValue()) return false;
  return recogniseIndexed(s) && skipOne(s);
}

/** Recognises `( a, b(10) DESC )`; on MySQL also `( (expression) )`, on MariaDB also a period. */
export function recogniseIndexed(s: StrictCursor): boolean {
  return s.inParentheses((inner) => inner.list(recogniseIndexedColumn));
}

function recogniseIndexedColumn(s: StrictCursor): boolean {
  if (s.dialect === 'mysql' && s.id() === op.openParenthesis) {
    if (!s.balanced()) return false;
  } else {
    if (!s.needName()) return false;
    if (s.id() === op.openParenthesis && !s.inParentheses((inner) => inner.needKind(tokenKind.number))) return false;
    if (s.dialect === 'mariadb' && s.acceptWord('WITHOUT')) return s.needWord('OVERLAPS');
  }
  if (s.id() === kw.ASC || s.id() === kw.DESC) s.position++;
  return true;
}

/** Recognises `[name] ( columns ) REFERENCES t ( columns )`. */
function recogniseForeign(s: StrictCursor): boolean {
  if (!s.acceptIf(true, 'mariadb')) return false;
  if (s.id() !== op.openParenthesis && !s.needName()) return false;
  return recogniseIndexed(s) && s.needWord('REFERENCES') && recogniseReferences(s);
}

/** Recognises the text after REFERENCES: a table, its columns, and the actions of ON DELETE and ON UPDATE. */
function recogniseReferences(s: StrictCursor): boolean {
  if (!s.needPath()) return false;
  const isListed = s.id() === op.openParenthesis;
  if (isListed && !s.inParentheses((inner) => inner.list((name) => name.needName()))) return false;
  if (s.accept(kw.MATCH) && !s.needValue()) return false;
  while (s.id() === kw.ON && (s.idAt(1) === kw.DELETE || s.idAt(1) === kw.UPDATE)) {
    s.position += 2;
    if (s.acceptWord('SET') || s.acceptWord('NO')) s.position++;
    else if (!s.acceptWord('CASCADE') && !s.needWord('RESTRICT')) return false;
  }
  return true;
}

/** Recognises CHECK ( condition ) [[NOT] ENFORCED]. */
function recogniseCheck(s: StrictCursor): boolean {
  s.position++;
  if (!s.inParentheses(recogniseExpression)) return false;
  if (s.dialect === 'mariadb') return true;
  if (s.id() === kw.NOT && s.wordAt(1) === 'ENFORCED') s.position++;
  s.acceptWord('ENFORCED');
  return true;
}

/** The words of column attributes; those with a value have one token, a string or a name, optionally after `=`. */
const flagsOnBoth = 'NULL AUTO_INCREMENT SERIAL KEY UNIQUE INVISIBLE VIRTUAL STORED';
const flagsOnMysql = new Set(`${flagsOnBoth} VISIBLE ENFORCED`.split(' '));
const flagsOnMariadb = new Set(`${flagsOnBoth} PERSISTENT COMPRESSED`.split(' '));
const valued = new Set(
  (
    'COMMENT COLLATE COLUMN_FORMAT STORAGE SRID ENGINE_ATTRIBUTE SECONDARY_ENGINE_ATTRIBUTE REF_SYSTEM_ID ' +
    'COMPRESSED'
  ).split(' '),
);

function recogniseAttributes(s: StrictCursor): boolean {
  while (s.kind() === tokenKind.word && !isPlace(s)) {
    const word = s.word();
    if (valued.has(word) && (word !== 'COMPRESSED' || s.idAt(1) === op.equals)) {
      s.position++;
      s.accept(op.equals);
      if (!(word === 'COMMENT' ? s.needText() : s.needValue())) return false;
    } else if ((s.dialect === 'mysql' ? flagsOnMysql : flagsOnMariadb).has(word)) s.position++;
    else if (word === 'CHECK' || word in recogniserOf) {
      if (!recogniseOther(s, word)) return false;
    } else if (s.dialect === 'mysql' || s.idAt(1) !== op.equals) return s.fail();
    else s.position += 3; // an attribute of MariaDB's engines
  }
  return true;
}

/** Returns true at FIRST or AFTER of ALTER TABLE, and at the options of partitions. */
function isPlace(s: StrictCursor): boolean {
  return s.id() === kw.FIRST || s.id() === kw.AFTER || s.id() === kw.PARTITION || s.word() === 'REMOVE';
}

function recogniseOther(s: StrictCursor, word: string): boolean {
  if (word === 'CHECK') return recogniseCheck(s);
  s.position++;
  return recogniserOf[word]?.(s) ?? s.fail();
}

/** The recognisers of the text after each of these words. */
const recogniserOf: Readonly<Record<string, Recogniser>> = {
  NOT: (s) => s.acceptWord('SECONDARY') || s.acceptWord('ENFORCED') || s.need(kw.NULL),
  PRIMARY: (s) => s.need(kw.KEY),
  DEFAULT: (s) => s.accept(kw.VALUE) || recogniseDefault(s),
  ON: (s) => s.need(kw.UPDATE) && recogniseDefault(s),
  REFERENCES: recogniseReferences,
  CONSTRAINT: recogniseConstraint,
  MASKING: (s) => s.needWord('POLICY') && s.needName(),
  AS: recogniseComputed,
  GENERATED: (s) => s.needWord('ALWAYS') && s.need(kw.AS) && recogniseComputed(s),
  WITH: recogniseVersioning,
  WITHOUT: recogniseVersioning,
};

/** Recognises a default value; on MySQL a literal, the time, or an expression in parentheses. */
function recogniseDefault(s: StrictCursor): boolean {
  return /^(NOW|CURRENT_TIMESTAMP|LOCALTIME|LOCALTIMESTAMP)$/.test(s.word())
    ? recogniseOperand(s)
    : recogniseDefaultValue(s);
}

/** Recognises a default value without a time; on MySQL a literal, or an expression in parentheses. */
export function recogniseDefaultValue(s: StrictCursor): boolean {
  if (s.dialect === 'mariadb' || s.id() === op.openParenthesis) return recogniseOperand(s);
  const isName = s.kind() === tokenKind.quotedName || s.kind() === tokenKind.word;
  const isLiteral = !isName || /^(NULL|TRUE|FALSE|DATE|TIME|TIMESTAMP|_.*)$/.test(s.word());
  return isLiteral ? recogniseOperand(s) : s.fail();
}

function recogniseConstraint(s: StrictCursor): boolean {
  if (s.id() !== kw.CHECK && !s.needName()) return false;
  if (s.dialect === 'mariadb' && s.acceptWord('REFERENCES')) return recogniseReferences(s);
  return s.id() === kw.CHECK ? recogniseCheck(s) : s.fail();
}

/** Recognises `( expression )`, or ROW START and ROW END of MariaDB's periods. */
function recogniseComputed(s: StrictCursor): boolean {
  if (s.dialect === 'mysql' || s.id() !== kw.ROW) return s.inParentheses(recogniseExpression);
  s.position += 2;
  return true;
}

function recogniseVersioning(s: StrictCursor): boolean {
  return s.needWord('SYSTEM') && s.needWord('VERSIONING');
}
