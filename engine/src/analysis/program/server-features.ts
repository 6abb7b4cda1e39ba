/**
 * The features that servers added and removed, from the manuals' "What Is New" and "Changes in MySQL" pages
 * (https://dev.mysql.com/doc/refman/9.7/en/upgrading-from-previous-series.html, …/mysql-nutshell.html) and MariaDB's
 * pages on its functions and statements (https://mariadb.com/kb/). Features older than MySQL 5.7 and MariaDB 10.2 are
 * not listed.
 */

/**
 * The versions of a feature as MMmmpp: available from the first on, removed from the second on. Features of future
 * servers are not listed.
 */
export interface Availability {
  readonly since?: number;
  readonly until?: number;
}

export interface ServerFeature {
  /** The name in the singular, as the start of a sentence. */
  readonly name: string;
  readonly mysql: Availability;
  readonly mariadb: Availability;
  /** The replacement where it is missing; null if there is none. */
  readonly instead: string | null;
  /** The component of MySQL that provides it nevertheless. */
  readonly component?: string;
}

/** No server has it so far. */
const never: Availability = { since: 999_999 };
const always: Availability = {};

interface Group {
  readonly names: string;
  readonly mysql: Availability;
  readonly mariadb: Availability;
  readonly instead?: (name: string) => string;
  readonly component?: string;
}

const functionGroups: readonly Group[] = [
  {
    names: 'CUME_DIST DENSE_RANK FIRST_VALUE LAG LAST_VALUE LEAD NTH_VALUE NTILE PERCENT_RANK RANK ROW_NUMBER',
    mysql: { since: 80002 },
    mariadb: always,
  },
  { names: 'BIN_TO_UUID UUID_TO_BIN IS_UUID ROLES_GRAPHML', mysql: { since: 80000 }, mariadb: never },
  { names: 'GROUPING', mysql: { since: 80001 }, mariadb: never },
  { names: 'ANY_VALUE GTID_SUBSET GTID_SUBTRACT', mysql: always, mariadb: never },
  { names: 'JSON_STORAGE_SIZE', mysql: { since: 50722 }, mariadb: never },
  { names: 'JSON_ARRAYAGG JSON_OBJECTAGG', mysql: { since: 50722 }, mariadb: { since: 100500 } },
  { names: 'JSON_MERGE_PATCH JSON_MERGE_PRESERVE JSON_PRETTY', mysql: { since: 50722 }, mariadb: always },
  { names: 'JSON_TABLE', mysql: { since: 80004 }, mariadb: { since: 100600 } },
  { names: 'JSON_VALUE', mysql: { since: 80021 }, mariadb: always, instead: () => 'JSON_UNQUOTE(JSON_EXTRACT(…))' },
  { names: 'JSON_OVERLAPS', mysql: { since: 80017 }, mariadb: { since: 100900 } },
  { names: 'JSON_SCHEMA_VALID', mysql: { since: 80017 }, mariadb: { since: 110100 } },
  { names: 'JSON_SCHEMA_VALIDATION_REPORT', mysql: { since: 80017 }, mariadb: never },
  { names: 'JSON_STORAGE_FREE', mysql: { since: 80002 }, mariadb: never },
  { names: 'REGEXP_LIKE', mysql: { since: 80004 }, mariadb: never, instead: () => 'the REGEXP operator' },
  { names: 'REGEXP_INSTR REGEXP_REPLACE REGEXP_SUBSTR', mysql: { since: 80004 }, mariadb: always },
  { names: 'STATEMENT_DIGEST STATEMENT_DIGEST_TEXT ICU_VERSION', mysql: { since: 80004 }, mariadb: never },
  { names: 'FORMAT_BYTES', mysql: { since: 80016 }, mariadb: never, instead: () => 'sys.format_bytes()' },
  {
    names: 'FORMAT_PICO_TIME',
    mysql: { since: 80016 },
    mariadb: { since: 110002 },
    instead: () => 'sys.format_time()',
  },
  { names: 'PS_CURRENT_THREAD_ID PS_THREAD_ID', mysql: { since: 80016 }, mariadb: never },
  { names: 'SOURCE_POS_WAIT', mysql: { since: 80026 }, mariadb: never, instead: () => 'MASTER_POS_WAIT()' },
  {
    names: 'FROM_VECTOR STRING_TO_VECTOR TO_VECTOR VECTOR_DIM VECTOR_TO_STRING',
    mysql: { since: 90000 },
    mariadb: never,
  },
  {
    names: 'WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS',
    mysql: { until: 80400 },
    mariadb: never,
    instead: () => 'WAIT_FOR_EXECUTED_GTID_SET()',
  },
  { names: 'PASSWORD OLD_PASSWORD', mysql: { until: 80000 }, mariadb: always, instead: () => 'SHA2(), or ALTER USER' },
  {
    names: 'DES_DECRYPT DES_ENCRYPT ENCODE DECODE ENCRYPT',
    mysql: { until: 80000 },
    mariadb: always,
    instead: () => 'AES_ENCRYPT() and AES_DECRYPT(), or SHA2()',
  },
  {
    names: 'MD5 SHA SHA1',
    mysql: { until: 90600 },
    mariadb: always,
    instead: () => 'SHA2()',
    component: 'classic_hashing',
  },
  {
    names: `AREA ASBINARY ASTEXT BUFFER CENTROID CROSSES DIMENSION DISJOINT ENDPOINT ENVELOPE EQUALS EXTERIORRING
      GEOMETRYN GEOMETRYTYPE GEOMFROMTEXT GEOMFROMWKB INTERIORRINGN INTERSECTS ISCLOSED ISEMPTY ISSIMPLE NUMGEOMETRIES
      NUMINTERIORRINGS NUMPOINTS OVERLAPS POINTFROMTEXT POINTN POLYGONFROMTEXT SRID STARTPOINT TOUCHES WITHIN X Y`,
    mysql: { until: 80000 },
    mariadb: always,
    instead: (name) => `ST_${name}()`,
  },
  { names: 'NVL', mysql: never, mariadb: { since: 100300 }, instead: () => 'IFNULL()' },
  { names: 'NVL2', mysql: never, mariadb: { since: 100300 }, instead: () => 'IF()' },
  { names: 'CHR', mysql: never, mariadb: { since: 100300 }, instead: () => 'CHAR()' },
  { names: 'LENGTHB', mysql: never, mariadb: { since: 100300 }, instead: () => 'LENGTH()' },
  { names: 'MEDIAN PERCENTILE_CONT PERCENTILE_DISC', mysql: never, mariadb: { since: 100303 } },
  { names: 'LASTVAL NEXTVAL SETVAL', mysql: never, mariadb: { since: 100300 } },
  { names: 'ADD_MONTHS', mysql: never, mariadb: { since: 100601 }, instead: () => '+ INTERVAL … MONTH' },
  { names: 'TO_CHAR', mysql: never, mariadb: { since: 100601 }, instead: () => 'DATE_FORMAT()' },
  { names: 'SYS_GUID', mysql: never, mariadb: { since: 100601 }, instead: () => 'UUID()' },
  { names: 'ROWNUM', mysql: never, mariadb: { since: 100601 }, instead: () => 'ROW_NUMBER()' },
  { names: 'JSON_EQUALS JSON_NORMALIZE NATURAL_SORT_KEY SFORMAT', mysql: never, mariadb: { since: 100700 } },
  { names: 'JSON_COMPACT JSON_DETAILED JSON_EXISTS JSON_LOOSE JSON_QUERY', mysql: never, mariadb: always },
  { names: 'CRC32C', mysql: never, mariadb: { since: 100800 }, instead: () => 'CRC32()' },
  { names: 'RANDOM_BYTES', mysql: always, mariadb: { since: 101000 } },
  {
    names: 'JSON_ARRAY_INTERSECT JSON_KEY_VALUE JSON_OBJECT_FILTER_KEYS JSON_OBJECT_TO_ARRAY',
    mysql: never,
    mariadb: { since: 110200 },
  },
  { names: 'KDF', mysql: never, mariadb: { since: 110300 } },
  { names: 'UUID_V4 UUID_V7', mysql: never, mariadb: { since: 110700 }, instead: () => 'UUID()' },
  {
    names: 'VEC_DISTANCE VEC_DISTANCE_COSINE VEC_DISTANCE_EUCLIDEAN VEC_FROMTEXT VEC_TOTEXT',
    mysql: never,
    mariadb: { since: 110701 },
  },
];

/** Functions by upper-case name. */
export const functionFeatures: ReadonlyMap<string, ServerFeature> = new Map(
  functionGroups.flatMap(({ names, instead, ...group }) =>
    names
      .split(/\s+/)
      .map((name) => [name, { ...group, name: `${name}()`, instead: instead?.(name) ?? null }] as const),
  ),
);

/** The sequence of words that identifies a feature; the first is a keyword, and `(` is literal. */
export interface WordFeature extends ServerFeature {
  readonly words: readonly string[];
}

type WordRow = readonly [words: string, name: string, mysql: Availability, mariadb: Availability, instead?: string];

function slaves(verb: string): WordRow {
  return [`${verb} SLAVE`, `${verb} SLAVE`, { until: 80400 }, always, `${verb} REPLICA`];
}

function setOperation(word: string, instead: string): readonly WordRow[] {
  return ['SELECT', 'ALL', 'DISTINCT', '('].map((next) => [
    `${word} ${next}`,
    word,
    { since: 80031 },
    { since: 100300 },
    instead,
  ]);
}

const wordRows: readonly WordRow[] = [
  ['OVER (', 'A window function', { since: 80002 }, always],
  ...setOperation('INTERSECT', 'IN (SELECT …)'),
  ...setOperation('EXCEPT', 'NOT IN (SELECT …)'),
  ['LATERAL (', 'A LATERAL derived table', { since: 80014 }, never],
  ['MEMBER OF', 'MEMBER OF', { since: 80017 }, never, 'JSON_CONTAINS()'],
  ['SKIP LOCKED', 'SKIP LOCKED', { since: 80001 }, { since: 100600 }],
  ['UPDATE NOWAIT', 'FOR UPDATE NOWAIT', { since: 80001 }, { since: 100300 }],
  ['FOR SHARE', 'FOR SHARE', { since: 80001 }, never, 'LOCK IN SHARE MODE'],
  ['VALUES ROW', 'A VALUES ROW(…) query', { since: 80019 }, never],
  ['RESET QUERY CACHE', 'The query cache', { until: 80003 }, always],
  ['FLUSH QUERY CACHE', 'The query cache', { until: 80003 }, always],
  ['PROCEDURE ANALYSE', 'PROCEDURE ANALYSE()', { until: 80001 }, always],
  ['CHANGE MASTER', 'CHANGE MASTER TO', { until: 80400 }, always, 'CHANGE REPLICATION SOURCE TO'],
  ['RESET MASTER', 'RESET MASTER', { until: 80400 }, always, 'RESET BINARY LOGS AND GTIDS'],
  ['SHOW MASTER STATUS', 'SHOW MASTER STATUS', { until: 80400 }, always, 'SHOW BINARY LOG STATUS'],
  ['SHOW MASTER LOGS', 'SHOW MASTER LOGS', { until: 80400 }, always, 'SHOW BINARY LOGS'],
  slaves('SHOW'),
  slaves('START'),
  slaves('STOP'),
  slaves('RESET'),
];

export const wordFeatures: readonly WordFeature[] = wordRows.map(([words, name, mysql, mariadb, instead]) => ({
  words: words.split(' '),
  name,
  mysql,
  mariadb,
  instead: instead ?? null,
}));

/** WITH before a query. */
export const commonTableExpression: ServerFeature = {
  name: 'A common table expression (WITH)',
  mysql: { since: 80001 },
  mariadb: always,
  instead: 'a derived table',
};

/** CREATE PROCEDURE, FUNCTION or TRIGGER IF NOT EXISTS. */
export const createIfNotExists: ServerFeature = {
  name: 'CREATE … IF NOT EXISTS for stored programs',
  mysql: { since: 80029 },
  mariadb: always,
  instead: 'DROP … IF EXISTS before CREATE',
};

/** Modes of sql_mode, upper case, that MySQL 8.0.11 removed. */
export const removedModes: ReadonlySet<string> = new Set(
  'NO_AUTO_CREATE_USER DB2 MAXDB MSSQL MYSQL323 MYSQL40 ORACLE POSTGRESQL NO_FIELD_OPTIONS NO_KEY_OPTIONS NO_TABLE_OPTIONS'.split(
    ' ',
  ),
);

export function removedMode(name: string): ServerFeature {
  return { name: `The sql_mode ${name}`, mysql: { until: 80011 }, mariadb: always, instead: null };
}

/** System variables, lower case, that MySQL removed: from which version on, and what took their place. */
const removedVariables: Readonly<Record<string, readonly [until: number, instead: string | null]>> = {
  storage_engine: [50705, '@@default_storage_engine'],
  tx_isolation: [80003, '@@transaction_isolation'],
  tx_read_only: [80003, '@@transaction_read_only'],
  query_cache_type: [80003, null],
  query_cache_size: [80003, null],
  query_cache_limit: [80003, null],
  sync_frm: [80003, null],
  log_warnings: [80003, '@@log_error_verbosity'],
  max_tmp_tables: [80003, null],
  secure_auth: [80003, null],
  old_passwords: [80011, null],
  innodb_file_format: [80000, null],
  innodb_large_prefix: [80000, null],
  internal_tmp_disk_storage_engine: [80016, null],
  default_authentication_plugin: [80400, '@@authentication_policy'],
};

/** Returns null for a variable that MySQL still has, or never had. */
export function removedVariable(name: string): ServerFeature | null {
  const [until, instead] = removedVariables[name.toLowerCase()] ?? [];
  if (until === undefined || instead === undefined) return null;
  return { name: `The system variable ${name.toLowerCase()}`, mysql: { until }, mariadb: always, instead };
}
