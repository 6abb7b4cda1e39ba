/**
 * Every data type of both servers with every attribute. Nobody says here which of them a server accepts: the server itself is
 * asked.
 */

const integers = 'TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT INT1 INT2 INT3 INT4 INT8 MIDDLEINT'.split(' ');
const exact = 'DECIMAL DEC NUMERIC FIXED NUMBER'.split(' ');
const floating = ['FLOAT', 'FLOAT4', 'FLOAT8', 'DOUBLE', 'DOUBLE PRECISION', 'REAL'];
const fixedTexts = ['CHAR', 'CHARACTER', 'NCHAR', 'NATIONAL CHAR', 'NATIONAL CHARACTER'];
const varyingTexts = [
  ...['VARCHAR', 'VARCHARACTER', 'CHAR VARYING', 'CHARACTER VARYING', 'VARCHAR2', 'NVARCHAR', 'NATIONAL VARCHAR'],
  ...['NATIONAL VARCHARACTER', 'NATIONAL CHAR VARYING', 'NATIONAL CHARACTER VARYING', 'NCHAR VARCHAR'],
  ...['NCHAR VARYING', 'NCHAR VARCHARACTER', 'NVARCHAR2'],
];
const longTexts = [
  ...['TINYTEXT', 'TEXT', 'MEDIUMTEXT', 'LONGTEXT', 'CLOB', 'LONG', 'LONG VARCHAR', 'LONG CHAR VARYING'],
  ...['LONG CHARACTER VARYING', 'LONG VARCHARACTER'],
];
const bytes = ['BINARY', 'VARBINARY', 'RAW', 'TINYBLOB', 'BLOB', 'MEDIUMBLOB', 'LONGBLOB', 'LONG VARBINARY'];
const moments = ['DATE', 'TIME', 'DATETIME', 'TIMESTAMP', 'YEAR'];
const places = [
  ...['GEOMETRY', 'POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON'],
  ...['GEOMETRYCOLLECTION', 'GEOMCOLLECTION'],
];
const others = ['BOOL', 'BOOLEAN', 'SERIAL', 'JSON', 'BIT', 'UUID', 'INET4', 'INET6', 'XMLTYPE', 'VECTOR'];

/** The types that name something else, and rows. */
const anchored = [
  ...['TYPE OF t.id', 'ROW TYPE OF t', 'ROW(a INT, b VARCHAR(10) CHARACTER SET latin1)', 'ROW ( a  INT )'],
  ...['t.id%TYPE', 't%ROWTYPE', 'SYS_REFCURSOR', 'PLS_INTEGER', 'DATE%TYPE'],
];

/** Each type with the length that gets every attribute, and the other ones that might be tried. */
const lengthened: readonly (readonly [types: readonly string[], length: string, others: readonly string[]])[] = [
  [integers, '(5)', ['', '(0)', '(1)', '(011)', '(255)']],
  [exact, '(5,2)', ['', '(0)', '(5)', '(05 , 02)', '(5,0)', '(0,0)', '(65,30)']],
  [floating, '', ['(0)', '(24)', '(25)', '(53)', '(7,3)', '(0,0)']],
  [fixedTexts, '(5)', ['', '(0)', '(1)', '(0020)', '(255)', '(256)']],
  [varyingTexts, '(10)', ['', '(0)', '(16384)', '(30000)', '(65535)', '(65536)']],
  [longTexts, '', ['(0)', '(63)', '(64)', '(100)', '(256)', '(16384)', '(65536)', '(4194304)']],
  [bytes, '', ['(0)', '(10)', '(255)', '(256)', '(65535)', '(65536)', '(16777216)']],
  [moments, '', ['(0)', '(2)', '(3)', '(4)', '(6)']],
  [places, '', ['(3)']],
  [others, '', ['(0)', '(1)', '(3)', '(8)', '(64)']],
  [['ENUM', 'SET'], "('a','b')", ["('a ','it''s')", '("a","b")', "(x'61',0x62,b'01100011')", "('')"]],
  [anchored, '', []],
];

const signs = [
  ...['', 'UNSIGNED', 'SIGNED', 'ZEROFILL', 'UNSIGNED ZEROFILL', 'ZEROFILL UNSIGNED', 'SIGNED ZEROFILL'],
  ...['ZEROFILL SIGNED', 'UNSIGNED SIGNED', 'SIGNED UNSIGNED', 'UNSIGNED UNSIGNED', 'SIGNED SIGNED ZEROFILL UNSIGNED'],
];

const characters = [
  ...['BINARY', 'ASCII', 'UNICODE', 'BYTE', 'ASCII BINARY', 'BINARY ASCII', 'UNICODE BINARY', 'BINARY UNICODE'],
  ...['CHARACTER SET latin1', 'CHARSET utf8mb4', 'CHAR SET utf8mb3', 'CHARSET utf8', 'CHARSET ucs2', 'CHARSET binary'],
  ...["CHARSET 'latin1'", 'CHARACTER SET `latin1`', 'CHARSET "latin1"', 'CHARACTER SET = latin1', 'CHARSET DEFAULT'],
  ...['CHARSET latin1 BINARY', 'BINARY CHARSET latin1', 'BINARY CHARACTER SET utf8mb4', 'CHARSET binary BINARY'],
  ...[
    'CHARSET latin1 COLLATE latin1_bin',
    'CHARSET utf8mb4 COLLATE utf8mb4_general_ci',
    'CHARSET utf8 COLLATE utf8_bin',
  ],
  ...['CHARSET latin1 COLLATE DEFAULT', 'CHARSET latin1 BINARY COLLATE latin1_bin', 'ASCII COLLATE latin1_bin'],
  ...['COLLATE utf8mb4_bin', 'COLLATE binary', 'COLLATE DEFAULT', 'COLLATE latin1_german1_ci', "COLLATE 'utf8mb4_bin'"],
  ...[
    'COLLATE uca1400_ai_ci',
    'CHARSET utf8mb4 COLLATE uca1400_ai_ci',
    'UNICODE COLLATE ucs2_bin',
    'BINARY COLLATE utf8mb4_bin',
  ],
  ...['COMPRESSED', 'COMPRESSED CHARSET latin1', 'CHARSET latin1 UNSIGNED'],
];

/** Attributes with which the meaning of a length may change. */
const withLength = [
  '',
  'UNSIGNED',
  'ZEROFILL',
  'BINARY',
  'BYTE',
  'ASCII',
  'CHARSET ucs2',
  'CHARSET utf32',
  'COMPRESSED',
];

/** Lists every type with every attribute, and with every length; exhaustively, with every length and attribute. */
export function listTypes(isExhaustive: boolean): readonly string[] {
  const all = [...signs, ...characters];
  return lengthened.flatMap(([types, length, rest]) =>
    types.flatMap((type) => [
      ...all.map((attribute) => `${type}${length} ${attribute}`.trim()),
      ...rest.flatMap((other) =>
        (isExhaustive ? [...all, ...withLength] : withLength).map((attribute) => `${type}${other} ${attribute}`.trim()),
      ),
    ]),
  );
}

/** Lists every type with every length. */
export function listLengths(): readonly string[] {
  return lengthened.flatMap(([types, length, rest]) =>
    types.flatMap((type) => [length, ...rest].map((each) => `${type}${each}`)),
  );
}
