/** The data types of both servers, by the places where they may be written. Tested type by type on both servers. */
import type { Availability } from '../../analysis/program/server-features';
import type { ServerVersion } from '../../syntax/dialect';
import type { TypePlace } from '../places/type-place';

interface DataType {
  readonly name: string;
  /** The lengths to fill in, as tab stops: `($1)`; empty without any. */
  readonly stops: string;
}

interface Row extends DataType {
  readonly places: ReadonlySet<TypePlace>;
  readonly mysql: Availability;
  readonly mariadb: Availability;
}

const always: Availability = {};
const never: Availability = { until: 0 };

const stored: readonly TypePlace[] = ['declaration', 'parameter', 'returns', 'column'];
const local: readonly TypePlace[] = ['declaration', 'parameter'];
const cast: readonly TypePlace[] = ['cast'];
const everywhere: readonly TypePlace[] = [...stored, ...cast];

/** Each group has its types, common ones first: `NAME(1)` has one length, `NAME(2)` two. */
const groups: readonly (readonly [
  names: string,
  places: readonly TypePlace[],
  mysql: Availability,
  mariadb: Availability,
])[] = [
  ['INT BIGINT VARCHAR(1)', stored, always, always],
  ['CHAR(1) DECIMAL(2) DATE DATETIME TIME', everywhere, always, always],
  ['BOOLEAN TEXT TINYINT SMALLINT MEDIUMINT', stored, always, always],
  ['DOUBLE FLOAT', stored, always, always],
  ['DOUBLE FLOAT', cast, { since: 80017 }, always],
  ['SIGNED UNSIGNED', cast, always, always],
  ['JSON', stored, always, always],
  ['JSON', cast, always, never],
  ['TIMESTAMP ENUM(1) SET(1) BLOB LONGTEXT MEDIUMTEXT TINYTEXT LONGBLOB MEDIUMBLOB TINYBLOB', stored, always, always],
  ['BINARY(1)', everywhere, always, always],
  ['VARBINARY(1) BIT(1) NUMERIC(2)', stored, always, always],
  ['YEAR', stored, always, always],
  ['YEAR', cast, { since: 80022 }, never],
  ['UUID', everywhere, never, { since: 100700 }],
  ['INET6', everywhere, never, { since: 100500 }],
  ['INET4', everywhere, never, { since: 101000 }],
  ['VECTOR(1)', stored, { since: 90000 }, { since: 110701 }],
  [
    'GEOMETRY POINT LINESTRING POLYGON MULTIPOINT MULTILINESTRING MULTIPOLYGON GEOMETRYCOLLECTION',
    stored,
    always,
    always,
  ],
  ['TYPE OF', local, never, { since: 100300 }],
];

const rows: readonly Row[] = groups.flatMap(([names, places, mysql, mariadb]) =>
  names.split(/ (?!OF)/).map((written) => {
    const [, name = '', count = '0'] = /^([^(]+)(?:\((\d)\))?$/.exec(written) ?? [];
    const stops = ['', '($1)', '($1, $2)'][Number(count)] ?? '';
    return { name, stops, places: new Set(places), mysql, mariadb };
  }),
);

/** Returns the types that may be written at a place, the common ones first. */
export function listDataTypes(at: TypePlace, { dialect, serverVersion }: ServerVersion): readonly DataType[] {
  return rows.filter((row) => {
    const { since = 0, until = Infinity } = row[dialect];
    return row.places.has(at) && since <= serverVersion && serverVersion < until;
  });
}

/** Returns the words that may follow a type, by its name in upper case. */
export function wordsAfterType(type: string): readonly string[] {
  if (numeric.has(type)) return ['UNSIGNED'];
  return text.has(type) ? ['CHARACTER SET'] : [];
}

const numeric = new Set('TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT DECIMAL NUMERIC DOUBLE FLOAT'.split(' '));
const text = new Set('CHAR VARCHAR TEXT TINYTEXT MEDIUMTEXT LONGTEXT ENUM'.split(' '));
