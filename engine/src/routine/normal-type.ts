/**
 * Data types in the normal form that both servers and people can be brought to: `INTEGER(11)` and `int` are one type.
 * Sources: MySQL manual, "Data Types"; what SHOW CREATE FUNCTION prints of RETURNS was read off both servers.
 */

/** A type with its character set taken apart, since servers print one where people state none. */
export interface NormalType {
  readonly type: string;
  readonly characterSet: string | null;
  readonly collation: string | null;
}

const synonyms: readonly (readonly [RegExp, string])[] = [
  [/^(national )?(character|char) varying\b/, 'varchar'],
  [/^(national varchar|nvarchar|varcharacter)\b/, 'varchar'],
  [/^(national char|national character|nchar|character)\b/, 'char'],
  [/^(integer|int4)\b/, 'int'],
  [/^(bool|boolean)$/, 'tinyint(1)'],
  [/^int1\b/, 'tinyint'],
  [/^int2\b/, 'smallint'],
  [/^(int3|middleint)\b/, 'mediumint'],
  [/^int8\b/, 'bigint'],
  [/^(dec|numeric|fixed)\b/, 'decimal'],
  [/^(double precision|real|float8)\b/, 'double'],
  [/^float4\b/, 'float'],
  [/^long varchar\b/, 'mediumtext'],
  [/^long varbinary\b/, 'mediumblob'],
];

const defaultLengths: Readonly<Record<string, string>> = { decimal: '(10,0)', char: '(1)', binary: '(1)', bit: '(1)' };

export function normalType(text: string): NormalType {
  const before = known.get(text);
  if (before !== undefined) return before;
  const normal = normalize(text);
  if (known.size >= mostKnown) known.clear();
  known.set(text, normal);
  return normal;
}

/** By the text: a project has thousands of parameters, but few types. */
const known = new Map<string, NormalType>();
const mostKnown = 1_000;

function normalize(text: string): NormalType {
  const { rest, characterSet, collation } = takeCharacterSet(fold(text));
  let type = rest;
  for (const [pattern, name] of synonyms) type = type.replace(pattern, name);
  type = type.replace(/^decimal\((\d+)\)/, 'decimal($1,0)').replace(/^year\(4\)/, 'year');
  if (!/\bzerofill\b/.test(type)) type = type.replace(/^((?!tinyint\(1\))(?:tiny|small|medium|big)?int)\(\d+\)/, '$1');
  else if (!/\bunsigned\b/.test(type)) type = type.replace(/ ?\bzerofill\b/, ' unsigned zerofill');
  const word = /^[a-z]+/.exec(type)?.[0] ?? '';
  const length = defaultLengths[word];
  if (length !== undefined && !type.startsWith(`${word}(`)) type = word + length + type.slice(word.length);
  return { type: type.replace(/ signed\b/, ''), characterSet, collation };
}

/** Lower case and single spaces outside of quotes, none around parentheses and commas. */
function fold(text: string): string {
  return text
    .split(/('(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*")/s)
    .map((piece, i) =>
      i % 2 === 1
        ? piece
        : piece
            .toLowerCase()
            .replace(/\s+/g, ' ')
            .replace(/ ?([(),]) ?/g, '$1')
            .replace(/\)(?=\w)/g, ') '),
    )
    .join('')
    .trim();
}

function takeCharacterSet(text: string): { rest: string; characterSet: string | null; collation: string | null } {
  let characterSet: string | null = null;
  let collation: string | null = null;
  const rest = text
    .replace(/ (?:charset|character set|char set)(?: |=)\s*['"`]?([\w]+)['"`]?/, (_all, name: string) => {
      characterSet = name === 'utf8' ? 'utf8mb3' : name;
      return '';
    })
    .replace(/ collate(?: |=)\s*['"`]?([\w]+)['"`]?/, (_all, name: string) => {
      collation = name.replace(/^utf8_/, 'utf8mb3_');
      return '';
    });
  return { rest: rest.trim(), characterSet, collation };
}
