/**
 * The functions that remain built in when their name is quoted. The others are words of the grammar: quoted, they name
 * a stored function.
 */
import type { ParserOptions } from './dialect';
import { findWordId, isBuiltIn, isCallable } from './vocabulary';

/** The words of the grammar, tested name by name on MySQL 9.7.4 and MariaDB 10.11.18. */
const ofGrammar = new Set(
  `
  ADDDATE ALL ASCII AVG BINARY BIT_AND BIT_OR BIT_XOR CAST CHAR CHARACTER CHARSET COLUMN_ADD COLUMN_CREATE
  COLUMN_DELETE CONVERT COUNT CUME_DIST CURDATE CURRENT_DATE CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP
  CURRENT_USER CURTIME DATE DATE_ADD DATE_SUB DAY DENSE_RANK DISTINCT DISTINCTROW EXTRACT FIRST_VALUE
  GEOMETRYCOLLECTION GET_FORMAT GROUP_CONCAT HIGH_PRIORITY HOUR IF INSERT INTERVAL JSON_ARRAYAGG JSON_OBJECTAGG LAG
  LAST_VALUE LEAD LEFT LINESTRING LOCALTIME LOCALTIMESTAMP MAX MID MIN MINUTE MONTH MULTILINESTRING MULTIPOINT
  MULTIPOLYGON NOT NOW NTH_VALUE NTILE PERCENT_RANK POINT POLYGON POSITION RANK REPEAT REPLACE RIGHT ROW ROWNUM
  SECOND SESSION_USER SQL_BIG_RESULT SQL_CALC_FOUND_ROWS SQL_SMALL_RESULT STD STDDEV STDDEV_POP STDDEV_SAMP
  STRAIGHT_JOIN SUBDATE SUBSTR SUBSTRING SUM SYSDATE SYSTEM_USER TIME TIMESTAMP TIMESTAMPADD TIMESTAMPDIFF TRIM
  TRIM_ORACLE TRUNCATE UNIQUE USER UTC_DATE UTC_TIME UTC_TIMESTAMP VARIANCE VAR_POP VAR_SAMP WEIGHT_STRING YEAR
`
    .trim()
    .split(/\s+/),
);

/** The same on MySQL only. */
const ofMysqlGrammar = new Set(
  `
  COALESCE COLLATION DATABASE FORMAT GEOMCOLLECTION GROUPING JSON_VALUE MICROSECOND MOD QUARTER ROW_COUNT SCHEMA
  ST_COLLECT WEEK
`
    .trim()
    .split(/\s+/),
);

/** Returns true if a quoted name before a parenthesis is that of a built-in function. */
export function isNativeFunction(name: string, { dialect, serverVersion }: ParserOptions): boolean {
  const id = findWordId(name);
  if (id === 0 || !isCallable(id, dialect) || !isBuiltIn(id, dialect, serverVersion)) return false;
  const word = name.toUpperCase();
  return !ofGrammar.has(word) && !(dialect === 'mysql' && ofMysqlGrammar.has(word));
}
