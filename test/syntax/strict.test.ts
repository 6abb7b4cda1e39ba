/** The texts that the strict recogniser rejects, and above all those that it must accept. */
import assert from 'node:assert/strict';
import { mariadb, read, type Options } from './check';

const body = (statement: string): string => `DELIMITER $$\nCREATE PROCEDURE p(a INT) BEGIN ${statement}; END$$`;

function takes(statement: string, options: Options = {}): void {
  const messages = read(body(statement), options).errors.map(({ message }) => message);
  assert.deepEqual(messages, [], statement);
}

/** Checks that exactly one mistake is reported, and its place: the text after `$0`. */
function refuses(marked: string, options: Options = {}): void {
  const text = body(marked);
  const offset = text.indexOf('$0');
  const { errors } = read(text.replace('$0', ''), options);
  assert.deepEqual(
    errors.map(({ code, span }) => [code, span.start]),
    [['unexpected-token', offset]],
    marked,
  );
}

describe('the strict recogniser', () => {
  it('takes expressions', () => {
    for (const expression of [
      '1 + -2 * (3 DIV 4) % 5 ^ ~6 << 7 | 8 & 9',
      'NOT a AND b OR c XOR NOT d && !e || f',
      'a IS NOT NULL AND b IS TRUE AND c IS NOT UNKNOWN AND a <=> b',
      "a NOT BETWEEN 1 AND 2 AND a IN (1, 2) AND a NOT IN (SELECT 1) AND a LIKE 'x%' ESCAPE '|' AND a REGEXP 'x' AND a SOUNDS LIKE b",
      'a = ANY (SELECT 1) AND (a, b) = (SELECT 1, 2) AND ROW(1, 2) = (1, 2) AND a MEMBER OF (b)',
      'CASE a WHEN 1 THEN 2 ELSE 3 END + CASE WHEN a THEN b END, CAST(a AS DECIMAL(10, 2)), CONVERT(a USING utf8mb4)',
      "_utf8mb4'a' COLLATE utf8mb4_bin, 'a' 'b', DATE '2026-01-01', TIMESTAMP'2026-01-01 00:00:00', X'41', b'01', N'x', 0x41",
      'NOW() + INTERVAL 1 DAY - INTERVAL (a + 1) * 2 HOUR_MINUTE, INTERVAL(1, 2, 3), DATE_ADD(a, INTERVAL b DAY)',
      "a->'$.b', a->>'$.c', @a := 1, @@session.sql_mode, EXISTS (SELECT 1), BINARY a, {d '2026-01-01'}",
      'COUNT(*), COUNT(DISTINCT a, b), GROUP_CONCAT(DISTINCT a ORDER BY b SEPARATOR 0x2C), SUM(a) OVER (PARTITION BY b), RANK() OVER w',
      "MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE), VALUES(a), DEFAULT(a), LEFT(a, 1), IF(a, b, c), REPLACE(a, b, c), s.f(a), CURRENT_USER",
    ])
      takes(`SELECT ${expression} FROM t WINDOW w AS (ORDER BY a)`);
  });

  it('takes queries', () => {
    for (const query of [
      'SELECT DISTINCT SQL_CALC_FOUND_ROWS t.*, s.t.a AS b, 1 c, 2 AS \'d\', 3 "e" FROM t',
      'SELECT 1 FROM a JOIN b ON 1 LEFT JOIN c USING (x) NATURAL JOIN d CROSS JOIN e, (f, g) STRAIGHT_JOIN h',
      'SELECT 1 FROM a LEFT JOIN b JOIN c ON 1 ON 2, LATERAL (SELECT 1) d, ((SELECT 1) UNION (SELECT 2)) e',
      'SELECT 1 FROM a AS x USE INDEX (i, PRIMARY) FORCE KEY FOR ORDER BY (j), b PARTITION (p0) y',
      'SELECT a FROM t WHERE 1 GROUP BY a, 2 WITH ROLLUP HAVING a ORDER BY a DESC, 2 LIMIT 1, 2 FOR UPDATE OF t SKIP LOCKED',
      '(SELECT 1) UNION ALL (SELECT 2 LIMIT 1) ORDER BY 1 LIMIT a OFFSET 2',
      'WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT * FROM c',
      'VALUES ROW(1, 2), ROW(3, DEFAULT)',
      'SELECT 1 INTO @a FROM t LOCK IN SHARE MODE',
      "SELECT 1 INTO OUTFILE '/tmp/x' FIELDS TERMINATED BY ',' FROM t",
    ])
      takes(query);
  });

  it('takes changes of rows', () => {
    for (const change of [
      'INSERT INTO t VALUES (), (1, DEFAULT)',
      'INSERT LOW_PRIORITY IGNORE t (a, t.b) VALUE (1, 2) AS new (x, y) ON DUPLICATE KEY UPDATE a = x, b = VALUES(b)',
      'INSERT INTO s.t SET a = 1, b = DEFAULT',
      'REPLACE t (a) SELECT 1 FROM u',
      'INSERT INTO t (SELECT 1)',
      'INSERT INTO t TABLE u',
      'UPDATE IGNORE a JOIN b USING (x) SET a.y = 1, b.z := DEFAULT WHERE 1 ORDER BY 1 LIMIT 2',
      'DELETE QUICK FROM t AS x WHERE x.a ORDER BY 1 LIMIT a',
      'DELETE a, s.b.* FROM a JOIN s.b WHERE 1',
      'DELETE FROM a USING a JOIN b',
    ])
      takes(change);
  });

  it('takes CALL, SET, DO and SIGNAL', () => {
    for (const other of [
      'CALL q',
      'CALL s.q(1, (SELECT 2), @a)',
      'SET a = 1, @b := (SELECT 2), GLOBAL x = ON, @@session.y = DEFAULT',
      "SET NAMES utf8mb4 COLLATE 'utf8mb4_bin'",
      'DO 1, SLEEP(2)',
      "SIGNAL SQLSTATE VALUE '45000' SET MESSAGE_TEXT = 'a' 'b', SCHEMA_NAME = a, TABLE_NAME = @b, MYSQL_ERRNO = 1644",
      'RESIGNAL',
    ])
      takes(other);
  });

  it('takes what is said of schema objects, transactions and diagnostics', () => {
    for (const other of [
      'CREATE TABLE IF NOT EXISTS s.t (a INT) ENGINE = InnoDB AS SELECT 1',
      'CREATE TEMPORARY TABLE t AS WITH c AS (SELECT 1) SELECT * FROM c',
      'CREATE TABLE t (SELECT 1) UNION (SELECT 2)',
      'CREATE ALGORITHM = MERGE VIEW v AS SELECT 1',
      'ALTER TABLE t ADD COLUMN b INT, DROP c',
      'DROP TEMPORARY TABLE IF EXISTS a, s.b',
      'SHOW CREATE TABLE t',
      "SHOW FULL COLUMNS FROM t LIKE 'x%'",
      'OPTIMIZE LOCAL TABLE a, s.b',
      'ANALYZE NO_WRITE_TO_BINLOG TABLE t',
      'TRUNCATE t',
      'SAVEPOINT a',
      'ROLLBACK WORK TO SAVEPOINT a',
      'COMMIT AND NO CHAIN RELEASE',
      'GET STACKED DIAGNOSTICS CONDITION 1 @a = MESSAGE_TEXT, b = RETURNED_SQLSTATE',
      'GET DIAGNOSTICS n = NUMBER',
    ])
      takes(other);
  });

  it('tells where such a statement stops being one', () => {
    refuses('CREATE $0TABEL t (a INT)');
    refuses('REPLACE INTO t VALUES (1) $0AS n (a)');
    refuses('REPLACE INTO t VALUES (1) $0ON DUPLICATE KEY UPDATE a = 1');
    refuses('INSERT INTO t VALUES ROW(1) $0AS n (a) ON DUPLICATE KEY UPDATE z = n.a');
    refuses('INSERT INTO t VALUES (1) $0AS n (a) ON DUPLICATE KEY UPDATE z = n.a', mariadb);
    refuses('CREATE TEMPORARY $0VIEW v AS SELECT 1');
    refuses('CREATE TABLE t $0ASS SELECT 1');
    refuses('CREATE TABLE t AS SELECT a b $0c FROM u');
    refuses('DROP $0t TABLE');
    refuses('ALTER $0TABEL t ADD a INT');
    refuses('SHOW $0CRATE TABLE t');
    refuses('REPAIR TABLE $0TABLE t');
    refuses('SAVEPOINT $0');
    refuses('ROLLBACK TO SAVEPOINT $01');
    refuses('GET DIAGNOSTICS n $0NUMBER');
    refuses('GET DIAGNOSTICS CONDITION 1 a = $0NUMBER');
  });

  it('knows what stands between the parentheses of functions', () => {
    takes(
      "SELECT SUBSTRING(a FROM 2 FOR 3), MID(a, 1), CAST(a AS CHAR(3)), CONVERT(a, SIGNED), CONVERT('x' USING utf8mb4)",
    );
    takes("SELECT CAST(a AT TIME ZONE '+00:00' AS DATETIME), loadable(a AS b), loadable(a b), s.count()");
    refuses('SELECT SUBSTRING(a, 3 $03)');
    refuses('SELECT CAST(a $0CHAR)');
    refuses('SELECT CONVERT(a $0utf8mb4 USING)');
    refuses('SELECT COUNT($0)');
    refuses('SELECT MAX(a $0a)');
  });

  it('knows columns, keys and options of tables', () => {
    takes(
      "CREATE TABLE t (a INT NOT NULL, b CHAR(3) CHARSET latin1 DEFAULT 'x' COMMENT 'y', PRIMARY KEY (a)) ENGINE = InnoDB",
    );
    takes('ALTER TABLE t ADD b INT FIRST, DROP KEY c, CHANGE d e DATE AFTER b, REMOVE PARTITIONING');
    refuses('CREATE TABLE t (a INT $0INT)');
    refuses('CREATE TABLE t (a INT, $0, b INT)');
    refuses('CREATE TABLE t (a $0IT)');
    refuses('CREATE TABLE t $0t (a INT)');
    refuses('ALTER TABLE t ADD b $0b INT');
    refuses('ALTER TABLE t $0ADDD b INT');
    refuses('DROP TABLE t $0t');
  });

  it('knows SHOW, EXPLAIN, XA and prepared statements', () => {
    for (const right of ["SHOW TABLES FROM s LIKE 'x'", 'EXPLAIN FORMAT = JSON SELECT 1', "XA START 'a', 'b', 1"])
      takes(right);
    refuses("SHOW TABLES $0IKE 'x'");
    refuses('SHOW CREATE TABLE $0TABLE t');
    refuses("XA $0STAR 'a'");
    refuses('DEALLOCATE PREPARE s $0s');
    refuses('SET SESSION TRANSACTION $0LEVEL SERIALIZABLE');
  });

  it('keeps the mode of each definition, whenever it is asked', () => {
    const text = `SET sql_mode = 'HIGH_NOT_PRECEDENCE';
CREATE PROCEDURE p() SELECT 1 + NOT 2;
SET sql_mode = '';
CREATE PROCEDURE q() SELECT 1 + NOT 2;`;
    assert.deepEqual(
      read(text).definitions.map(({ errors }) => errors.length),
      [0, 1],
    );
  });

  it('takes a table with a dot before it on MariaDB only', () => {
    takes('SELECT a FROM .t WHERE 1', mariadb);
    takes('INSERT INTO .t VALUES (1)', mariadb);
    refuses('INSERT INTO $0.t VALUES (1)');
  });

  it('knows ORACLE mode', () => {
    const oracle = { ...mariadb, sqlMode: ['ORACLE'] };
    const routine = (statement: string): string => `CREATE PROCEDURE p AS a INT := 1; BEGIN ${statement}; END`;
    const refused = (statement: string): readonly string[] =>
      read(routine(statement), { ...oracle, client: false }).errors.map(({ code }) => code);
    for (const right of [
      'a := a + 1',
      'a := DEFAULT',
      'SELECT SQL%ROWCOUNT, c%FOUND',
      'LOOP EXIT WHEN a = 1; END LOOP',
      "SELECT a || 'x' INTO a FROM t",
    ])
      assert.deepEqual(refused(right), [], right);
    assert.deepEqual(refused('a := '), ['expected-expression']);
    for (const wrong of ['a := 1 1', 'SELECT a INTO INTO b FROM t', 'LOOP EXIT WHEN a = = 1; END LOOP'])
      assert.deepEqual(refused(wrong), ['unexpected-token'], wrong);
    const trigger =
      'CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW BEGIN IF :NEW.a IS NULL THEN :NEW.a := 1; END IF; END';
    assert.deepEqual(read(trigger, { ...oracle, client: false }).errors, []);
  });

  it('takes what only MariaDB takes', () => {
    for (const other of [
      'DELETE FROM t WHERE 1 RETURNING a, b AS c',
      'SELECT 1 LIKE 2 + 3 REGEXP 4',
      'SELECT * FROM t FOR SYSTEM_TIME BETWEEN a AND b AS x LIMIT 5 ROWS EXAMINED 10',
      'SELECT NEXT VALUE FOR s, a FROM t ORDER BY 1 OFFSET 1 ROW FETCH FIRST 2 ROWS ONLY',
      'VALUES (1, 2), (3, 4)',
    ])
      takes(other, mariadb);
  });

  it('tells where a statement stops being one', () => {
    refuses('SELECT a b $0c FROM t');
    refuses('SELECT a, $0FROM t');
    refuses('SELECT 1 + $0* 2');
    refuses('SELECT a FROM t WERE $0a = 1');
    refuses('SELECT a FROM t WHERE a = $0AND b');
    refuses('SELECT a FROM t LEFT $0b ON 1');
    refuses('SELECT a FROM t ORDER $0a');
    refuses('SELECT a FROM t LIMIT $0@a');
    refuses('INSERT INTO t (a, $0) VALUES (1)');
    refuses('INSERT INTO t $0VALEUS (1)');
    refuses('SET a = 1 $02');
    refuses('CALL q(1 $02)');
    refuses('IF a = $0= 1 THEN DO 1; END IF');
    refuses("SIGNAL SQLSTATE '45000' SET $0MESSAGE = 'x'");
    refuses('SELECT a LIKE b $0+ c');
  });

  it('says it in words', () => {
    const messages = (statement: string): string[] => read(body(statement)).errors.map(({ message }) => message);
    assert.deepEqual(messages('SELECT a b c'), ['Unexpected `c` in this SELECT.']);
    assert.deepEqual(messages('SET a = 1 +'), ['Unexpected `;`: the SET is incomplete.']);
  });

  it('costs no reference', () => {
    const { definitions } = read(body('SELECT a b c FROM t JOIN u WHERE f(1) = = 2'));
    assert.deepEqual(
      definitions[0]?.references.map(({ name }) => name),
      ['t', 'u', 'f'],
    );
  });
});
