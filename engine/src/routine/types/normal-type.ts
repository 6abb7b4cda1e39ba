/**
 * Data types in a normal form for the spellings of both servers and of people: `INTEGER(11)` and `int` are one type.
 * Sources: MySQL manual, "Data Types"; MariaDB manual, "SQL_MODE=ORACLE"; and the RETURNS that both servers print.
 */
import type { ParserOptions } from '../../syntax/dialect';
import { isSpatial } from '../../syntax/type-forms';
import { readList } from './type-list';
import { findTextType, isTextType, longestVarying, withBytes } from './text-lengths';

/** A type with its character set taken apart, since servers print one where people state none. */
export interface NormalType {
  /** A text type whose length is in characters keeps it, `text(100)`, until its character set is known. */
  readonly type: string;
  /** The character set; null if not stated. */
  readonly characterSet: string | null;
  /** The collation; null if not stated, `_bin` for the binary collation of a character set that is not stated. */
  readonly collation: string | null;
}

/**
 * The options on which the meaning of a type depends: the server, and ORACLE, REAL_AS_FLOAT and NO_BACKSLASH_ESCAPES.
 */
export type TypeReading = Pick<ParserOptions, 'dialect' | 'sqlMode'>;

/** Returns the type in normal form. What is not a type of either server keeps its words. */
export function normalType(text: string, reading: TypeReading): NormalType {
  if (plainest.test(text) && !reading.sqlMode.includes('ORACLE'))
    return { type: text.toLowerCase(), characterSet: null, collation: null };
  const parts = splitType(text, !reading.sqlMode.includes('NO_BACKSLASH_ESCAPES'));
  const name = findName(parts, reading);
  const finished = finish({ ...name, attributes: parts.words }, reading);
  return isOracleMode(reading) ? { ...finished, type: finished.type.replace(/^blob\b/, printedBlob) } : finished;
}

/** The meaning of BLOB in ORACLE mode, where MariaDB prints and reads a real one, as TEXT BYTE is, by that name, too. */
const printedBlob = 'longblob';

function isOracleMode({ dialect, sqlMode }: TypeReading): boolean {
  return dialect === 'mariadb' && sqlMode.includes('ORACLE');
}

/** The most common types, which are in normal form already. This check takes a tenth of the time. */
const plainest =
  /^(?:(?:tiny|small|medium|big)?int|date|datetime|timestamp|double|(?:tiny|medium|long)?(?:text|blob)|varchar\([1-9]\d{0,2}\)|char\([1-9]\d?\)|decimal\([1-9]\d?,(?:0|[1-9]\d?)\))$/i;

interface TypeParts {
  /** The words of the name and the attributes, in lower case. */
  readonly words: string[];
  /** The parts between the first parentheses, each in normal form; null without any. */
  list: readonly string[] | null;
  characterSet: string | null;
  collation: string | null;
}

const pieces = /n?'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|[(),=]|[^\s(),='"]+/gisu;
const piecesWithoutEscapes = /n?'(?:[^']|'')*'|"(?:[^"]|"")*"|[(),=]|[^\s(),='"]+/giu;

function splitType(text: string, backslashEscapes: boolean): TypeParts {
  const found: readonly string[] = text.match(backslashEscapes ? pieces : piecesWithoutEscapes) ?? [];
  const parts: TypeParts = { words: [], list: null, characterSet: null, collation: null };
  let list: readonly string[] | null = null;
  for (let i = 0; i < found.length; i++) {
    const word = (found[i] ?? '').toLowerCase();
    const next = (found[i + 1] ?? '').toLowerCase();
    if (word === '(' && list === null) {
      const end = found.indexOf(')', i);
      list = found.slice(i + 1, end < 0 ? undefined : end);
      i = end < 0 ? found.length : end;
    } else if (word === 'charset' || ((word === 'character' || word === 'char') && next === 'set')) {
      i += word === 'charset' ? 1 : 2;
      if (found[i] === '=') i++;
      parts.characterSet = readCharacterSet(found[i] ?? '');
    } else if (word === 'collate') {
      if (found[++i] === '=') i++;
      parts.collation = readCollation(found[i] ?? '');
    } else parts.words.push(word);
  }
  if (list !== null) parts.list = readList(list, { backslashEscapes, characterSet: parts.characterSet });
  return parts;
}

function unquote(name: string): string {
  return name.replace(/^['"`]|['"`]$/g, '').toLowerCase();
}

function readCharacterSet(name: string): string {
  const plain = unquote(name);
  return plain === 'utf8' ? 'utf8mb3' : plain;
}

/**
 * Returns null for DEFAULT. Some collations of MariaDB belong to several character sets, and get the name of one once
 * it is known.
 */
function readCollation(name: string): string | null {
  if (name.toLowerCase() === 'default') return null;
  return unquote(name)
    .replace(/^utf8_/, 'utf8mb3_')
    .replace(/^uca1400_/, '_uca1400_');
}

interface NamedType extends Pick<TypeParts, 'list' | 'characterSet' | 'collation'> {
  readonly name: string;
}

/** The normal names by the written words, three at most. The words after a name are its attributes. */
const names: ReadonlyMap<string, string> = new Map([
  ['national character varying', 'nvarchar'],
  ['national char varying', 'nvarchar'],
  ['national varcharacter', 'nvarchar'],
  ['national varchar', 'nvarchar'],
  ['national character', 'nchar'],
  ['national char', 'nchar'],
  ['nchar varying', 'nvarchar'],
  ['nchar varcharacter', 'nvarchar'],
  ['nchar varchar', 'nvarchar'],
  ['character varying', 'varchar'],
  ['char varying', 'varchar'],
  ['double precision', 'double'],
  ['long character varying', 'mediumtext'],
  ['long char varying', 'mediumtext'],
  ['long varcharacter', 'mediumtext'],
  ['long varchar', 'mediumtext'],
  ['long varbinary', 'mediumblob'],
  ['long', 'mediumtext'],
  ['character', 'char'],
  ['varcharacter', 'varchar'],
  ['integer', 'int'],
  ['int1', 'tinyint'],
  ['int2', 'smallint'],
  ['int3', 'mediumint'],
  ['int4', 'int'],
  ['int8', 'bigint'],
  ['middleint', 'mediumint'],
  ['dec', 'decimal'],
  ['numeric', 'decimal'],
  ['fixed', 'decimal'],
  ['float4', 'float'],
  ['float8', 'double'],
  ['geomcollection', 'geometrycollection'],
]);

const oracleNames: ReadonlyMap<string, string> = new Map([
  ['varchar2', 'varchar'],
  ['clob', 'longtext'],
  ['raw', 'varbinary'],
  ['date', 'datetime'],
]);

/** Takes the words of the name away from the parts. */
function findName(parts: TypeParts, reading: TypeReading): NamedType {
  const { dialect } = reading;
  const isOracle = isOracleMode(reading);
  const name = takeName(parts.words, isOracle);
  const { characterSet, collation } = parts;
  const named: NamedType = { name, list: findLength(name, parts.list, dialect), characterSet, collation };
  return isOracle ? readOracleName(named, reading) : readOwnName(named, reading);
}

/** Returns the length. The meaning of a length of zero differs from type to type, and from server to server. */
function findLength(name: string, list: TypeParts['list'], dialect: TypeReading['dialect']): TypeParts['list'] {
  if (dialect === 'mariadb' && (withoutLength.has(name) || isSpatial(name))) return null;
  if (name === 'vector' && list?.[0] === noDimensions) return ['0'];
  const isZero = list !== null && list.every((length) => length === '0');
  return isZero && (zeroIsNone[dialect].has(name) || /int$/.test(name)) ? null : list;
}

/** The dimensions that MySQL prints for VECTOR(0). */
const noDimensions = '4294967295';

/** Types to which MariaDB takes a length and drops it. */
const withoutLength: ReadonlySet<string> = new Set(['uuid', 'inet4', 'inet6']);

const zeroIsNone: Readonly<Record<TypeReading['dialect'], ReadonlySet<string>>> = {
  mysql: new Set(['decimal', 'number']),
  mariadb: new Set(['decimal', 'text', 'blob', 'bit', 'double', 'real', 'float', 'year']),
};

function takeName(words: string[], isOracle: boolean): string {
  const [first = ''] = words;
  for (let count = Math.min(words.length, 3); count > 0; count--) {
    const written = count === 1 ? first : words.slice(0, count).join(' ');
    const name = (isOracle ? oracleNames.get(written) : undefined) ?? names.get(written);
    if (name === undefined) continue;
    words.splice(0, count);
    return name;
  }
  words.shift();
  // MariaDB prints the prefix where another mode would read a different type.
  return first.replace(/^mariadb_schema\./, '');
}

function readOracleName(named: NamedType, reading: TypeReading): NamedType {
  const { name, list } = named;
  if (name === 'number') {
    if (list === null) return { ...named, name: 'double' };
    return { ...named, name: 'decimal', list: findLength('decimal', list, reading.dialect) };
  }
  if (name === 'blob' && list === null) return { ...named, name: 'longblob' };
  const own = readOwnName(named, reading);
  if (list !== null) return own;
  if (own.name === 'varchar' || own.name === 'varbinary') return { ...own, list: ['4000'] };
  return own.name === 'char' || own.name === 'binary' ? { ...own, name: `var${own.name}`, list: ['2000'] } : own;
}

function readOwnName(named: NamedType, { dialect, sqlMode }: TypeReading): NamedType {
  const { name, list } = named;
  switch (name) {
    case 'bool':
    case 'boolean':
      return { ...named, name: 'tinyint', list: ['1'] };
    case 'nchar':
    case 'nvarchar':
      return { ...named, name: name === 'nchar' ? 'char' : 'varchar', characterSet: 'utf8mb3' };
    case 'real':
      return { ...named, name: sqlMode.includes('REAL_AS_FLOAT') ? 'float' : 'double' };
    case 'serial':
      return { ...named, name: 'bigint unsigned' };
    case 'json':
      if (dialect === 'mysql') return named;
      return { ...named, name: 'longtext', characterSet: 'utf8mb4', collation: named.collation ?? 'utf8mb4_bin' };
    case 'float':
      if (list?.length !== 1) return named;
      return { ...named, name: Number(list[0]) > 24 ? 'double' : 'float', list: null };
    case 'time':
    case 'datetime':
    case 'timestamp':
      return list?.[0] === '0' ? { ...named, list: null } : named;
    default:
      return named;
  }
}

interface AttributedType extends NamedType {
  readonly attributes: readonly string[];
}

function finish(named: AttributedType, reading: TypeReading): NormalType {
  const { name } = named;
  const longest = longestVarying[reading.dialect];
  const compressed = named.attributes.includes('compressed') ? ' compressed' : '';
  const attributes = named.attributes.filter((word) => word !== 'compressed');
  if (/int$/.test(name) && !isSpatial(name)) return plain(name + integerWidth(named, reading), attributes);
  // Signs of a year are taken and mean nothing.
  if (name === 'year') return plain(withBytes(name, fillLength(named), longest), []);
  const list = fillLength(named);
  if (!isTextType(name) && name !== 'enum' && name !== 'set')
    return { ...plain(withBytes(name + compressed, list, longest), attributes), ...charactersOf(named) };
  const { characterSet, collation } = readCharacters(named, reading);
  const rest = attributes.filter((word) => !characterWords.has(word));
  if (name === 'enum' || name === 'set')
    return { ...plain(`${name}${printList(list)}`, rest), characterSet, collation };
  if (characterSet === 'binary') return plain(withBytes((binaryTypes[name] ?? name) + compressed, list, longest), rest);
  const type = findTextType(`${name}${printList(list)}${compressed}`, characterSet, longest);
  return { ...plain(type, rest), characterSet, collation };
}

function charactersOf({ characterSet, collation }: NamedType): Pick<NormalType, 'characterSet' | 'collation'> {
  return { characterSet, collation };
}

const characterWords: ReadonlySet<string> = new Set(['binary', 'ascii', 'unicode', 'byte']);

const binaryTypes: Readonly<Record<string, string>> = {
  char: 'binary',
  varchar: 'varbinary',
  tinytext: 'tinyblob',
  text: 'blob',
  mediumtext: 'mediumblob',
  longtext: 'longblob',
};

function readCharacters(
  { attributes, characterSet, collation }: AttributedType,
  { dialect }: TypeReading,
): Pick<NormalType, 'characterSet' | 'collation'> {
  if (attributes.includes('byte') || collation === 'binary') return { characterSet: 'binary', collation: null };
  const stated = attributes.includes('ascii') ? 'latin1' : attributes.includes('unicode') ? 'ucs2' : characterSet;
  const named = stated ?? (collation === null || collation === 'binary' ? null : collation.split('_')[0] || null);
  if (!attributes.includes('binary'))
    return {
      characterSet: named,
      collation: collation?.startsWith('_') === true ? `${named ?? ''}${collation}` : collation,
    };
  // MySQL drops a BINARY without a stated character set.
  if (named === null) return { characterSet: null, collation: dialect === 'mysql' ? collation : '_bin' };
  return { characterSet: named, collation: `${named}_bin` };
}

/** Returns a type with its signs in one order; SIGNED is the default. */
function plain(type: string, attributes: readonly string[]): NormalType {
  const isZerofill = attributes.includes('zerofill');
  const signs = [
    ...(isZerofill || attributes.includes('unsigned') ? ['unsigned'] : []),
    ...(isZerofill ? ['zerofill'] : []),
  ];
  const rest = attributes.filter((word) => !['signed', 'unsigned', 'zerofill'].includes(word));
  return { type: [type, ...signs, ...rest].join(' '), characterSet: null, collation: null };
}

const zerofillWidths: Readonly<Record<string, string>> = {
  tinyint: '(3)',
  smallint: '(5)',
  mediumint: '(8)',
  int: '(10)',
  bigint: '(20)',
};

/**
 * Returns the width of an integer if it has a meaning: for zerofill, which prints by it, and for tinyint(1), which
 * means a boolean. MySQL drops that of an unsigned one.
 */
function integerWidth({ name, list, attributes }: AttributedType, { dialect }: TypeReading): string {
  if (attributes.includes('zerofill')) return list === null ? (zerofillWidths[name] ?? '') : printList(list);
  if (dialect === 'mysql' && attributes.includes('unsigned')) return '';
  return name === 'tinyint' && list?.[0] === '1' ? '(1)' : '';
}

const defaultLengths: Readonly<Record<string, readonly string[]>> = {
  decimal: ['10', '0'],
  char: ['1'],
  binary: ['1'],
  bit: ['1'],
  vector: ['2048'],
};

function fillLength({ name, list }: NamedType): readonly string[] | null {
  if (name === 'year') return list?.[0] === '2' ? list : null;
  if (name === 'decimal' && list?.length === 1) return [...list, '0'];
  return list ?? defaultLengths[name] ?? null;
}

function printList(list: readonly string[] | null): string {
  return list === null ? '' : `(${list.join(',')})`;
}
