/** Keywords by what is before them. Constants only. */

/** What the body of a routine or of a handler may begin with. */
export const firstStatements = ['BEGIN', 'CALL', 'DELETE FROM', 'INSERT INTO', 'SELECT', 'SET', 'UPDATE'];

/** The words that are the only ones to follow one or two others. */
export const followers: Readonly<Record<string, readonly string[]>> = {
  'FOR NOT': ['FOUND'],
  HANDLER: ['FOR'],
  CONTINUE: ['HANDLER FOR'],
  EXIT: ['HANDLER FOR'],
  CURSOR: ['FOR'],
  'CURSOR FOR': ['SELECT', 'WITH'],
  CONDITION: ['FOR'],
  'CONDITION FOR': ['SQLSTATE'],
  DECLARE: ['CONTINUE HANDLER FOR', 'EXIT HANDLER FOR'],
  IS: ['FALSE', 'NOT NULL', 'NULL', 'TRUE', 'UNKNOWN'],
  'IS NOT': ['FALSE', 'NULL', 'TRUE', 'UNKNOWN'],
  GROUP: ['BY'],
  ORDER: ['BY'],
  PARTITION: ['BY'],
  LEFT: ['JOIN', 'OUTER JOIN'],
  RIGHT: ['JOIN', 'OUTER JOIN'],
  INNER: ['JOIN'],
  CROSS: ['JOIN'],
  OUTER: ['JOIN'],
  UNION: ['ALL', 'DISTINCT', 'SELECT'],
  'UNION ALL': ['SELECT'],
  'UNION DISTINCT': ['SELECT'],
  INSERT: ['IGNORE INTO', 'INTO'],
  'INSERT IGNORE': ['INTO'],
  DELETE: ['FROM'],
  FOR: ['SHARE', 'UPDATE'],
  'FOR UPDATE': [],
  DUPLICATE: ['KEY UPDATE'],
  'DUPLICATE KEY': ['UPDATE'],
  START: ['TRANSACTION'],
  GET: ['DIAGNOSTICS'],
  SIGNAL: ['SQLSTATE'],
  'FOR EACH': ['ROW'],
  BEFORE: ['DELETE', 'INSERT', 'UPDATE'],
  AFTER: ['DELETE', 'INSERT', 'UPDATE'],
  'BEFORE INSERT': ['ON'],
  'BEFORE UPDATE': ['ON'],
  'BEFORE DELETE': ['ON'],
  'AFTER INSERT': ['ON'],
  'AFTER UPDATE': ['ON'],
  'AFTER DELETE': ['ON'],
  'EACH ROW': firstStatements,
};

/** The keywords that begin a value after these words; `any` after all others. */
export const valueWords: Readonly<Record<string, readonly string[]>> & { readonly any: readonly string[] } = {
  any: ['CASE', 'EXISTS', 'FALSE', 'NOT', 'NULL', 'TRUE'],
  SELECT: ['CASE', 'DISTINCT', 'EXISTS', 'FALSE', 'NOT', 'NULL', 'TRUE'],
  CASE: ['WHEN'],
  '(': ['CASE', 'DISTINCT', 'EXISTS', 'FALSE', 'NOT', 'NULL', 'SELECT', 'TRUE'],
  DISTINCT: ['CASE'],
  SET: [],
  BY: ['CASE', 'NULL'],
  LIMIT: [],
  OFFSET: [],
  USING: [],
  IN: [],
  VALUES: [],
  UPDATE: [],
  FOR: [],
  EXISTS: [],
  RETURNS: [],
  PROCEDURE: [],
  FUNCTION: [],
  TRIGGER: [],
  EVENT: [],
  VIEW: [],
  PREPARE: [],
  EXECUTE: [],
  USE: [],
};

/** The operators that make a value part of a longer one. */
export const comparisons = ['AND', 'BETWEEN', 'IN', 'IS NOT NULL', 'IS NULL', 'LIKE', 'NOT', 'OR'];

const joins = ['INNER JOIN', 'LEFT JOIN', 'RIGHT JOIN'];
const ends = ['FOR UPDATE', 'INTO', 'LIMIT', 'ORDER BY', 'UNION ALL'];
const characteristics = [
  'COMMENT', 'DETERMINISTIC', 'MODIFIES SQL DATA', 'NO SQL', 'NOT DETERMINISTIC', 'READS SQL DATA', 'SQL SECURITY DEFINER',
  'SQL SECURITY INVOKER',
]; // prettier-ignore

/** The keywords after a complete value or name in a clause; some differ by the statement. */
export const clauseWords: Readonly<Record<string, readonly string[]>> = {
  SELECT: [...comparisons, 'AS', 'FROM', ...ends],
  FROM: ['AS', 'GROUP BY', 'HAVING', ...joins, ...ends, 'WHERE'],
  JOIN: ['AS', 'ON', ...joins, 'SET', 'USING', 'WHERE'],
  ON: [...comparisons, 'GROUP BY', 'HAVING', ...joins, ...ends, 'WHERE'],
  'UPDATE ON': [...comparisons, ...joins, 'SET', 'WHERE'],
  USING: ['GROUP BY', 'HAVING', ...joins, ...ends, 'SET', 'WHERE'],
  'EXECUTE USING': [],
  WHERE: [...comparisons, 'GROUP BY', 'HAVING', ...ends],
  'UPDATE WHERE': [...comparisons, 'LIMIT', 'ORDER BY'],
  'DELETE WHERE': [...comparisons, 'LIMIT', 'ORDER BY'],
  BY: [...comparisons, 'ASC', 'DESC', 'HAVING', ...ends, 'WITH ROLLUP'],
  HAVING: [...comparisons, ...ends],
  LIMIT: ['FOR UPDATE', 'INTO', 'OFFSET', 'UNION ALL'],
  INTO: ['FROM', 'GROUP BY', 'LIMIT', 'ORDER BY', 'UNION ALL', 'WHERE'],
  'INSERT INTO': ['SELECT', 'SET', 'VALUES'],
  'REPLACE INTO': ['SELECT', 'SET', 'VALUES'],
  'FETCH INTO': [],
  'FETCH FROM': ['INTO'],
  FETCH: ['FROM', 'INTO'],
  'DELETE FROM': ['LIMIT', 'ORDER BY', ...joins, 'USING', 'WHERE'],
  VALUES: [...comparisons, 'ON DUPLICATE KEY UPDATE'],
  SET: comparisons,
  'UPDATE SET': [...comparisons, 'LIMIT', 'ORDER BY', 'WHERE'],
  'INSERT SET': [...comparisons, 'ON DUPLICATE KEY UPDATE'],
  UPDATE: ['AS', ...joins, 'SET'],
  'INSERT UPDATE': comparisons,
  IF: [...comparisons, 'THEN'],
  ELSEIF: [...comparisons, 'THEN'],
  WHEN: [...comparisons, 'THEN'],
  WHILE: [...comparisons, 'DO'],
  UNTIL: [...comparisons, 'END REPEAT'],
  CASE: [...comparisons, 'WHEN'],
  THEN: [...comparisons, 'ELSE', 'END', 'WHEN'],
  ELSE: [...comparisons, 'END'],
  RETURN: comparisons,
  DECLARE: ['CONDITION FOR', 'CURSOR FOR', 'DEFAULT'],
  DEFAULT: comparisons,
  DO: comparisons,
  SIGNAL: ['SET'],
  RESIGNAL: ['SET'],
  PREPARE: ['FROM'],
  EXECUTE: ['USING'],
  PROCEDURE: [...characteristics, ...firstStatements],
  FUNCTION: [...characteristics, 'BEGIN', 'RETURN', 'RETURNS'],
  RETURNS: [...characteristics, 'BEGIN', 'RETURN'],
  TRIGGER: ['AFTER', 'BEFORE'],
  EVENT: ['ON SCHEDULE'],
  SCHEDULE: ['COMMENT', 'DO', 'ENDS', 'ON COMPLETION', 'STARTS'],
  VIEW: ['AS'],
  WITH: ['AS', 'SELECT'],
  '(': comparisons,
  FOR: ['DO', 'IN'],
  'CREATE ON': ['FOR EACH ROW'],
  'DROP PROCEDURE': [],
  'DROP FUNCTION': [],
  'DROP TRIGGER': [],
  'DROP EVENT': [],
  'DROP VIEW': [],
};

/** The words that begin a clause, wherever they are in a statement. */
export const clauseStarts: ReadonlySet<string> = new Set(
  Object.keys(clauseWords)
    .map((key) => key.slice(key.lastIndexOf(' ') + 1))
    .filter((word) => word !== '('),
);

/** The words that begin a statement. */
export const statementStarts: ReadonlySet<string> = new Set([
  'SELECT', 'INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'CALL', 'SET', 'IF', 'ELSEIF', 'CASE', 'WHEN', 'WHILE', 'UNTIL', 'RETURN',
  'DECLARE', 'FETCH', 'OPEN', 'CLOSE', 'SIGNAL', 'RESIGNAL', 'PREPARE', 'EXECUTE', 'CREATE', 'ALTER', 'DROP', 'WITH', 'DO', 'GET',
  'LEAVE', 'ITERATE', 'USE', 'GRANT',
]); // prettier-ignore
