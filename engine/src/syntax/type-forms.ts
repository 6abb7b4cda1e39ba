/** The parts that may follow the name of each data type: lengths and further words. */
import type { Dialect } from './dialect';

/** The number of lengths between the parentheses; `pair` is none or two, `texts` a list of strings. */
export type Lengths = 'none' | 'one' | 'perhaps one' | 'up to two' | 'pair' | 'texts' | 'any';

/** UNSIGNED and its kin go with numbers, CHARACTER SET and its kin with texts, BINARY alone with national ones. */
export type TypeWords = 'numeric' | 'text' | 'binary' | 'none' | 'any';

export interface TypeForm {
  readonly lengths: Lengths;
  readonly words: TypeWords;
}

const rows: readonly (readonly [names: string, lengths: Lengths, words: TypeWords])[] = [
  ['TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT INT1 INT2 INT3 INT4 INT8 MIDDLEINT YEAR', 'perhaps one', 'numeric'],
  ['DECIMAL DEC NUMERIC FIXED FLOAT FLOAT4 NUMBER', 'up to two', 'numeric'],
  ['DOUBLE REAL FLOAT8', 'pair', 'numeric'],
  ['CHAR CHARACTER TEXT', 'perhaps one', 'text'],
  ['VARCHAR VARCHARACTER VARCHAR2', 'one', 'text'],
  ['TINYTEXT MEDIUMTEXT LONGTEXT LONG CLOB', 'none', 'text'],
  ['NCHAR', 'perhaps one', 'binary'],
  ['NVARCHAR', 'one', 'binary'],
  ['ENUM SET', 'texts', 'text'],
  ['BINARY BIT BLOB TIME DATETIME TIMESTAMP VECTOR', 'perhaps one', 'none'],
  ['VARBINARY RAW', 'one', 'none'],
  ['DATE BOOL BOOLEAN JSON TINYBLOB MEDIUMBLOB LONGBLOB SERIAL', 'none', 'none'],
];

const forms: ReadonlyMap<string, TypeForm> = new Map(
  rows.flatMap(([names, lengths, words]) => names.split(' ').map((name) => [name, { lengths, words }] as const)),
);

const spatial: Readonly<Record<Dialect, TypeForm>> = {
  mysql: { lengths: 'none', words: 'none' },
  mariadb: { lengths: 'any', words: 'none' },
};

const unknown: TypeForm = { lengths: 'any', words: 'any' };
const varying: TypeForm = { lengths: 'one', words: 'text' };
const nationalVarying: TypeForm = { lengths: 'one', words: 'binary' };

/**
 * Returns the form of a type by its upper-case words, for example `NATIONAL CHAR VARYING`; an unknown type allows
 * everything.
 */
export function findTypeForm(dialect: Dialect, first: string, second: string, isVarying: boolean): TypeForm {
  if (first === 'LONG') return forms.get(second === 'VARBINARY' ? 'DATE' : 'LONG') ?? unknown;
  const isNational = first === 'NATIONAL' || first === 'NCHAR';
  if (isNational && (isVarying || second.startsWith('VARCHAR'))) return nationalVarying;
  if (isVarying) return varying;
  if (first === 'NATIONAL') return forms.get('NCHAR') ?? unknown;
  return forms.get(first) ?? (isSpatial(first) ? spatial[dialect] : unknown);
}

/** Returns true if VARYING may follow. */
export function mayVary(first: string, second: string): boolean {
  const last = first === 'NATIONAL' || first === 'LONG' ? second : first;
  return last === 'CHAR' || last === 'CHARACTER' || last === 'NCHAR';
}

/** Returns true for the name of a spatial type in either case. */
export function isSpatial(name: string): boolean {
  return /^(GEOMETRY|GEOM(ETRY)?COLLECTION|(MULTI)?(POINT|LINESTRING|POLYGON))$/i.test(name);
}

/** Returns true if the type allows that number of lengths. */
export function takesNumbers({ lengths }: TypeForm, count: number): boolean {
  switch (lengths) {
    case 'none':
      return count === 0;
    case 'one':
      return count === 1;
    case 'perhaps one':
      return count <= 1;
    case 'up to two':
      return count <= 2;
    case 'pair':
      return count === 0 || count === 2;
    case 'texts':
      return false;
    case 'any':
      return true;
  }
}

/** Returns true if the type allows a word such as UNSIGNED or CHARSET. */
export function takesWord({ words }: TypeForm, word: string): boolean {
  if (words === 'any') return true;
  if (word === 'UNSIGNED' || word === 'SIGNED' || word === 'ZEROFILL') return words === 'numeric';
  if (word === 'BINARY') return words === 'text' || words === 'binary';
  return words === 'text';
}
