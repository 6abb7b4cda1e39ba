/** Data types of parameters, variables and results. */
import { kw } from './keywords';
import type { TypeSyntax } from './nodes';
import type { TokenCursor } from './token-cursor';
import { readText } from './literals';
import { backslashEscapes } from './parse-characteristics';
import { findTypeForm, mayVary, takesNumbers, type TypeForm } from './type-forms';
import { findLengthFault, findMemberFault, mayHaveAnyLength } from './type-limits';
import { readTypeWords } from './type-words';
import { op, tokenKind } from './tokens';

/** The types of both servers, and their synonyms. */
export const typeWords: ReadonlySet<string> = new Set(
  (
    'TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT INT1 INT2 INT3 INT4 INT8 MIDDLEINT DECIMAL DEC NUMERIC FIXED FLOAT ' +
    'DOUBLE REAL FLOAT4 FLOAT8 CHAR CHARACTER VARCHAR VARCHARACTER NCHAR NVARCHAR NATIONAL BINARY VARBINARY TINYBLOB BLOB ' +
    'MEDIUMBLOB LONGBLOB TINYTEXT TEXT MEDIUMTEXT LONGTEXT LONG DATE TIME DATETIME TIMESTAMP YEAR JSON BOOL BOOLEAN SERIAL ' +
    'GEOMETRY GEOMETRYCOLLECTION GEOMCOLLECTION POINT MULTIPOINT LINESTRING MULTILINESTRING POLYGON MULTIPOLYGON BIT ENUM ' +
    'SET VECTOR'
  ).split(' '),
);

/** Types of MariaDB only. */
const mariadbTypes = new Set('UUID INET4 INET6 XMLTYPE SYS_REFCURSOR'.split(' '));

/** Types of its ORACLE mode. */
const oracleTypes = new Set('VARCHAR2 NUMBER CLOB RAW'.split(' '));

/** Second words of types that have one. */
const secondTypeWords: Readonly<Record<string, readonly string[]>> = {
  DOUBLE: ['PRECISION'],
  LONG: ['VARCHAR', 'VARBINARY', 'VARCHARACTER', 'CHAR', 'CHARACTER'],
  NATIONAL: ['CHAR', 'CHARACTER', 'VARCHAR', 'VARCHARACTER'],
  NCHAR: ['VARCHAR', 'VARCHARACTER'],
};

/** Returns the second word of a type that begins with these words, in upper case; empty if it has none. */
export function findSecondWord([first = '', second = '', third = '']: readonly string[]): string {
  if (secondTypeWords[first]?.includes(second) !== true) return '';
  // LONG CHARACTER SET names a character set: CHAR is the second word of LONG before VARYING only.
  return first === 'LONG' && second.startsWith('CHAR') && third !== 'VARYING' ? '' : second;
}

/** The place of a type: in ORACLE mode those of parameters and results need no length; only variables may be rows. */
export type TypePlace = 'variable' | 'parameter' | 'result' | 'field';

/** Reads a type; null, with an error, if there is none. The readable parts of a wrong one are skipped. */
export function parseType(r: TokenCursor, where: TypePlace = 'variable'): TypeSyntax | null {
  const first = r.position;
  const kind = r.kind(first);
  if ((kind !== tokenKind.word && kind !== tokenKind.quotedName) || startsSomethingElse(r)) {
    r.reportExpected('expected-type', 'a data type');
    return null;
  }
  if (r.options.dialect === 'mariadb' && readAnchoredType(r, where)) return makeType(r, first);
  const word = r.upper(first);
  const known = isKnownType(r, word);
  if (!known) r.report('expected-type', first, `Expected a data type, found ${r.describe(first)}.`);
  r.position++;
  if (!known && kind === tokenKind.word && r.isName(r.position) && typeWords.has(r.raw(r.position).toUpperCase()))
    r.position++;
  readAttributes(r, word, r.oracle && (where === 'parameter' || where === 'result'));
  return makeType(r, first);
}

/** Returns true for a known type. Plugins add types to MariaDB, and packages of newer versions declare their own. */
function isKnownType({ options, oracle }: TokenCursor, word: string): boolean {
  const { dialect, serverVersion } = options;
  if (dialect === 'mysql') return typeWords.has(word);
  if (serverVersion >= 120000) return oracle || typeWords.has(word) || mariadbTypes.has(word);
  if (word === 'SERIAL' || word === 'XMLTYPE' || word === 'SYS_REFCURSOR') return false;
  if (word === 'VECTOR') return serverVersion >= 110700;
  return typeWords.has(word) || mariadbTypes.has(word) || (oracle && oracleTypes.has(word));
}

function startsSomethingElse(r: TokenCursor): boolean {
  switch (r.id(r.position)) {
    case kw.BEGIN:
    case kw.DEFAULT:
    case kw.DETERMINISTIC:
    case kw.RETURN:
    case kw.RETURNS:
    case kw.READS:
    case kw.SQL:
      return true;
    default:
      return false;
  }
}

/** Reads second words, lengths, signs, character sets and collations. */
function readAttributes(r: TokenCursor, word: string, lengthIsOptional: boolean): void {
  const second = findSecondWord([word, r.upper(r.position), r.upper(r.position + 1)]);
  if (second !== '') r.position++;
  if (word === 'NATIONAL' && second === '') r.reportExpected('expected-type', '`CHAR` or `VARCHAR`');
  const isVarying = r.isWord(r.position, 'VARYING') && mayVary(word, second);
  if (isVarying) r.position++;
  const form = findTypeForm(r.options.dialect, word, second, isVarying);
  const isVarchar = isVarying || second.startsWith('VARCHAR');
  const name = isVarchar ? 'VARCHAR' : word === 'NATIONAL' ? 'NCHAR' : word;
  readLengths(r, { form, name }, lengthIsOptional);
  readTypeWords(r, form);
}

interface Attributed {
  readonly form: TypeForm;
  /** The name as one word: VARCHAR for CHAR VARYING, NCHAR for NATIONAL CHAR. */
  readonly name: string;
}

function readLengths(r: TokenCursor, { form, name }: Attributed, isOptional: boolean): void {
  const open = r.position;
  const isList = form.lengths === 'texts';
  const count = r.at(op.openParenthesis) ? readLength(r, isList) : 0;
  if (count < 0 || (count === 0 && isOptional && !isList)) return;
  if (isList ? count > 0 : takesNumbers(form, count)) {
    const isPlain = count === 0 || (!isList && mayHaveAnyLength(name) && r.end(open + 1) - r.start(open + 1) < 10);
    const fault = isPlain ? null : findFault(r, { first: open + 1, end: r.position }, { isList, name });
    if (fault !== null) r.report('bad-length', open + 1, fault);
    return;
  }
  if (r.position > open) r.report('expected-type', open, 'The data type does not take this number of lengths.');
  else r.reportExpected('expected-type', isList ? 'a list of strings in parentheses' : 'a length');
}

/** Returns the fault of the numbers or strings between two tokens, or null. */
function findFault(
  r: TokenCursor,
  { first, end }: { readonly first: number; readonly end: number },
  { isList, name }: { readonly isList: boolean; readonly name: string },
): string | null {
  const { dialect } = r.options;
  const written: string[] = [];
  for (let i = first; i < end; i += 2) written.push(r.raw(i));
  if (!isList) return findLengthFault(dialect, name, written.map(Number));
  if (name !== 'SET') return null;
  return findMemberFault(written.map((raw) => (/^['"]/.test(raw) ? readText(raw, backslashEscapes(r, first)) : '')));
}

/**
 * Reads `(10)`, `(10, 2)`, or the strings of ENUM and SET; returns their number, or -1, with an error, if they are
 * invalid.
 */
function readLength(r: TokenCursor, isList: boolean): number {
  let count = 0;
  do {
    r.position++;
    if (isList ? !isListed(r) : !isNumber(r)) break;
    r.position++;
    count++;
  } while (r.at(op.comma));
  if (r.at(op.closeParenthesis) && r.id(r.position - 1) !== op.comma && count > 0) {
    r.position++;
    return count;
  }
  r.reportExpected('expected-type', isList ? 'a string' : 'a length');
  while (!r.isEnd(r.position) && !r.at(op.closeParenthesis)) r.position++;
  r.accept(op.closeParenthesis);
  return -1;
}

/** Returns true for decimal digits. */
function isNumber(r: TokenCursor): boolean {
  return r.kind(r.position) === tokenKind.number && /^[\d.]+$/.test(r.raw(r.position));
}

/** Returns true for a string, or its bytes in hexadecimal or binary digits. */
function isListed(r: TokenCursor): boolean {
  if (r.kind(r.position) === tokenKind.number) return !/^[\d.]+$/.test(r.raw(r.position));
  return r.kind(r.position) === tokenKind.string && !/^n/i.test(r.raw(r.position));
}

/**
 * Reads TYPE OF t.a, ROW TYPE OF t, ROW (a INT, b TEXT), and in ORACLE mode t.a%TYPE and t%ROWTYPE. They reference
 * their table.
 */
function readAnchoredType(r: TokenCursor, where: TypePlace): boolean {
  if (r.at(kw.ROW) && (r.next(op.openParenthesis) || r.next(kw.TYPE)) && (where === 'field' || where === 'result'))
    r.report(
      'expected-type',
      r.position,
      where === 'field' ? 'A field cannot have the type ROW.' : 'A function cannot return a ROW.',
    );
  if (r.at(kw.ROW) && r.next(op.openParenthesis)) {
    readFields(r);
    return true;
  }
  const isRow = r.at(kw.ROW) && r.next(kw.TYPE) && r.id(r.position + 2) === kw.OF;
  if (isRow || (r.at(kw.TYPE) && r.next(kw.OF))) {
    if (!isRow && where === 'result') r.report('expected-type', r.position, 'A function cannot return TYPE OF.');
    r.position += isRow ? 3 : 2;
    readAnchor(r, isRow);
    return true;
  }
  return r.oracle && readOracleAnchor(r);
}

/** Reads ROW (a INT, b TEXT). */
function readFields(r: TokenCursor): void {
  r.position++;
  const behind = r.position;
  do {
    r.position++;
    if (r.isName(r.position)) r.position++;
    else r.reportExpected('expected-name', 'a field name');
    if (parseType(r, 'field') === null) break;
  } while (r.at(op.comma));
  if (r.accept(op.closeParenthesis)) return;
  r.reportExpected('expected-close-parenthesis', '`)`');
  r.position = behind;
  r.skipParentheses();
}

function readOracleAnchor(r: TokenCursor): boolean {
  let behind = r.position + 1;
  while (r.id(behind) === op.dot && r.isName(behind + 1)) behind += 2;
  if (r.id(behind) !== op.percent) return false;
  const isRow = r.isWord(behind + 1, 'ROWTYPE');
  if (!isRow && r.id(behind + 1) !== kw.TYPE)
    r.report('expected-type', behind + 1, 'Expected `TYPE` or `ROWTYPE` after `%`.');
  readAnchor(r, isRow);
  r.position = behind + 2;
  return true;
}

/** Reads a variable, a cursor, a table, or a column with its table. */
function readAnchor(r: TokenCursor, isRow: boolean): void {
  const parts = [];
  do {
    if (!r.isName(r.position)) break;
    parts.push(r.name(r.position++));
  } while (r.accept(op.dot));
  const path = isRow ? parts : parts.slice(0, -1);
  const name = path.at(-1);
  if (name === undefined || (path.length === 1 && r.findings.locals.has(name.text.toLowerCase()))) return;
  const schema = path.at(-2) ?? null;
  r.refer('read', { schema, name, span: { start: (schema ?? name).span.start, end: name.span.end } }, 'TYPE');
}

function makeType(r: TokenCursor, first: number): TypeSyntax {
  return { span: r.span(first, r.position), text: foldedText(r, first, r.position) };
}

/** Returns the tokens as written, with one space wherever anything separates two of them. */
function foldedText(r: TokenCursor, first: number, end: number): string {
  let text = r.raw(first);
  for (let i = first + 1; i < end; i++) {
    if (r.start(i) > r.end(i - 1)) text += ' ';
    text += r.raw(i);
  }
  return text;
}
