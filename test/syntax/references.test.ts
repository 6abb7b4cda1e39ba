/** The calls, reads, writes and creations of a definition. */
import assert from 'node:assert/strict';
import { checkReferences, mariadb, readOne } from './check';

/** Returns a procedure around statements. */
const body = (statements: string): string => `CREATE PROCEDURE p() BEGIN ${statements} END`;

const check = (statements: string, expected: string): void =>
  checkReferences(`DELIMITER $$\n${body(statements)}$$`, expected);

describe('references', () => {
  describe('calls', () => {
    it('are found with and without parentheses, schema and quotes', () =>
      check('CALL a; CALL b(); CALL s.c(1); CALL `d e`(1); CALL `s`.`f`();', 'calls a, b, s.c, d e, s.f'));

    it('are not found in texts, comments and names', () =>
      check("SELECT 'CALL a()', `CALL b()`, call_me FROM t; -- CALL c()\n/* CALL d() */ # CALL e()\n", 'reads t'));

    it('are found in executable comments', () => check('/*!50003 CALL a() */; /*!99999 CALL b(); */', 'calls a'));

    it('keep their arguments; those that are one variable say which', () => {
      const { references } = readOne("CREATE PROCEDURE p(OUT o INT) CALL q(o, @a, 1 + 2, f(o), NULL, 'x', `o`)");
      assert.deepEqual(
        references[0]?.arguments.map(({ variable }) => variable),
        ['o', '@a', null, null, null, null, 'o'],
      );
    });

    it('may be named END', () => check('CALL end();', 'calls end'));
  });

  describe('functions', () => {
    it('are stored ones only', () =>
      check(
        'SET @a = f(1) + COUNT(2) + s.g(3) + IF(1, 2, 3) + COALESCE(h(4), 5) + s.count(6);',
        'functions f, s.g, h, s.count',
      ));

    it('are found wherever an expression stands', () =>
      check(
        `IF f1() THEN SELECT f2() FROM t WHERE f3(x) IN (f4(), 2) ORDER BY f5(1) LIMIT 1; END IF;
         WHILE f6() DO SET x = CASE f7() WHEN 1 THEN f8() ELSE f9() END; END WHILE;
         INSERT INTO t VALUES (f10(1)) ON DUPLICATE KEY UPDATE a = f11(); UPDATE t SET a = f12(); RETURN f13();
         SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = f14(); CALL q(f15());`,
        `calls q
         functions ${Array.from({ length: 15 }, (_, i) => `f${i + 1}`).join(', ')}
         reads t
         writes t`.replace(/\n +/g, '\n'),
      ));

    it('depend on the dialect: NVL is MariaDB’s, ANY_VALUE MySQL’s', () => {
      checkReferences(body('SELECT NVL(1, 2), ANY_VALUE(1);'), 'functions NVL');
      checkReferences(body('SELECT NVL(1, 2), ANY_VALUE(1);'), 'functions ANY_VALUE', mariadb);
    });

    it('are neither types, aliases nor lists of columns', () =>
      check(
        `SELECT CAST(a AS CHAR(10)), CONVERT(b, DECIMAL(10, 2)) FROM t AS x (a, b);
         INSERT INTO t (a, b) SELECT c, d FROM u; INSERT INTO t (a) VALUES (1) AS new(m) ON DUPLICATE KEY UPDATE a = m;
         WITH c (a, b) AS (SELECT 1, 2) SELECT * FROM c;
         SELECT SUM(a) OVER w, RANK() OVER (PARTITION BY b) FROM t WINDOW w AS (ORDER BY c);
         SELECT * FROM JSON_TABLE('[]', '$[*]' COLUMNS (a INT PATH '$.a', b VARCHAR(10) PATH '$.b')) AS j;`,
        'reads t, u\nwrites t',
      ));
  });

  describe('reads', () => {
    it('are the tables of every FROM and JOIN', () =>
      check(
        `SELECT * FROM a, s.b AS x JOIN c USING (id) LEFT JOIN (d, e) ON 1 CROSS JOIN f STRAIGHT_JOIN g NATURAL JOIN h;`,
        'reads a, s.b, c, d, e, f, g, h',
      ));

    it('are found in subqueries wherever they stand', () =>
      check(
        `SELECT (SELECT 1 FROM a), x FROM (SELECT 1 FROM b) d WHERE x IN (SELECT 1 FROM c) AND EXISTS (SELECT 1 FROM e)
           HAVING x > ANY (SELECT 1 FROM f) UNION SELECT 1 FROM g UNION ALL (SELECT 1 FROM h) ORDER BY 1;
         SET @x = (SELECT MAX(id) FROM i);
         IF EXISTS (SELECT 1 FROM j) THEN SELECT 1; END IF;`,
        'reads a, b, c, e, f, g, h, i, j',
      ));

    it('are found in a list of tables that begins with a derived one', () =>
      check(
        'SELECT * FROM ((SELECT 1 FROM a) d JOIN b ON 1), ((SELECT 1 FROM c) UNION (SELECT 1 FROM e)) f;',
        'reads a, b, c, e',
      ));

    it('are not what FROM means elsewhere', () =>
      check(
        "SELECT EXTRACT(YEAR FROM d), TRIM(BOTH 'x' FROM y), SUBSTRING(z FROM 2 FOR 3), NTH_VALUE(a, 2) FROM FIRST OVER () FROM t;",
        'reads t',
      ));

    it('leave out DUAL, aliases and index hints', () =>
      check(
        'SELECT 1 FROM DUAL; SELECT x.a FROM t x USE INDEX (i), u FORCE INDEX FOR JOIN (j) IGNORE KEY (k) JOIN v;',
        'reads t, u, v',
      ));

    it('leave out common table expressions, but not a table of that name elsewhere', () =>
      check(
        `WITH c AS (SELECT * FROM a), d AS (SELECT * FROM c) SELECT * FROM c JOIN d JOIN s.c;
         SELECT * FROM c;
         WITH RECURSIVE r AS (SELECT 1 FROM b UNION ALL SELECT 1 FROM r) SELECT * FROM r;`,
        'reads a, s.c, c, b',
      ));

    it('see that a common table expression is not in sight of itself', () =>
      check('WITH a AS (SELECT * FROM a) SELECT * FROM a;', 'reads a'));

    it('leave out a cursor with arguments that FOR runs over', () =>
      checkReferences(
        'CREATE PROCEDURE p() BEGIN DECLARE c CURSOR (n INT) FOR SELECT a FROM t; FOR r IN c(f(5)) DO SELECT r.a; END FOR; END',
        `
        functions f
        reads t`,
        { ...mariadb, client: false },
      ));

    it('leave out cursors, and variables that bear a table’s name', () =>
      check(
        `DECLARE users INT; DECLARE c CURSOR FOR SELECT id FROM orders; OPEN c; FETCH c INTO users;
         SELECT users INTO @x; SELECT COUNT(*) INTO users FROM accounts; CLOSE c;`,
        'reads orders, accounts',
      ));

    it('are what a LOCK, an ANALYZE and a DESCRIBE name', () =>
      check(
        'LOCK TABLES a READ, b AS c WRITE; ANALYZE TABLE d, e; DESCRIBE f; EXPLAIN SELECT * FROM g;',
        'reads a, b, d, e, f, g',
      ));

    it('survive reserved words after dots', () =>
      check('SELECT t.select, t.from FROM t WHERE t.where = 1;', 'reads t'));

    it('are found behind INTO and in every part of a UNION', () =>
      check('SELECT a, b INTO @a, @b FROM t WHERE 1 FOR UPDATE; TABLE u; SELECT * FROM (TABLE v) w;', 'reads t, u, v'));
  });

  describe('writes', () => {
    it('are the targets of INSERT, REPLACE, TRUNCATE and LOAD DATA', () =>
      check(
        `INSERT IGNORE INTO a VALUES (1); INSERT b SET x = 1; REPLACE INTO s.c SELECT * FROM d; TRUNCATE TABLE e; TRUNCATE f;
         LOAD DATA INFILE 'x' INTO TABLE g CHARACTER SET utf8mb4 (a, @b) SET c = h(@b);`,
        'functions h\nreads d\nwrites a, b, s.c, e, f, g',
      ));

    it('read the target only where it is also a source', () =>
      check(
        'INSERT INTO a SELECT * FROM a; UPDATE b SET x = 1; DELETE FROM c WHERE id IN (SELECT id FROM c);',
        'reads a, c\nwrites a, b, c',
      ));

    it('of an UPDATE of several tables are those that are assigned', () =>
      check(
        `UPDATE a x JOIN b y ON x.id = y.id, s.c SET y.n = 1, c.m = (SELECT 1 FROM d) WHERE x.z;
         UPDATE e JOIN (SELECT 1 FROM f) g ON 1 SET n = 2;`,
        'reads a, d, f\nwrites b, s.c, e',
      ));

    it('of an UPDATE whose columns do not say their table are the first', () =>
      check('UPDATE a, b SET n = 1;', 'reads b\nwrites a'));

    it('of a DELETE from several tables are those that are deleted from', () =>
      check(
        `DELETE x, c FROM a x JOIN b y JOIN c; DELETE FROM d USING d JOIN e; DELETE FROM f ORDER BY 1 LIMIT 1;
         DELETE g.*, s.h FROM g, s.h, i WHERE 1;`,
        'reads b, e, i\nwrites a, c, d, f, g, s.h',
      ));

    it('follow common table expressions', () =>
      check(
        'WITH c AS (SELECT 1 FROM a) UPDATE b JOIN c SET b.x = 1; WITH c AS (SELECT 1 FROM d) DELETE FROM e WHERE id IN (SELECT 1 FROM c);',
        'reads a, d\nwrites b, e',
      ));
  });

  describe('changes of the schema', () => {
    it('tell their verb', () =>
      check(
        `CREATE TABLE a (id INT, FOREIGN KEY (id) REFERENCES b (id)); CREATE TABLE c LIKE d; CREATE TABLE e AS SELECT * FROM f;
         ALTER TABLE g ADD COLUMN x INT; DROP TABLE IF EXISTS h, s.i; RENAME TABLE j TO k; ALTER TABLE l RENAME TO m;
         CREATE UNIQUE INDEX n ON o (x); DROP INDEX q ON r;`,
        'reads b, d, f\nddl CREATE a, CREATE c, CREATE e, ALTER g, DROP h, DROP s.i, RENAME j, RENAME k, ALTER l, RENAME m, ALTER o, ALTER r',
      ));

    it('keep a temporary table out of every other list', () =>
      check(
        `DROP TEMPORARY TABLE IF EXISTS tmp; CREATE TEMPORARY TABLE tmp (id INT) SELECT * FROM a; INSERT INTO TMP SELECT 1 FROM b;
         UPDATE tmp JOIN c SET tmp.x = 1; SELECT * FROM tmp; DROP TABLE tmp;`,
        'reads a, b, c\ntemporary DROP tmp, tmp',
      ));
  });

  describe('triggers, events and views', () => {
    it('do not read NEW and OLD, nor the trigger’s own table', () =>
      checkReferences(
        `CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW
           IF NEW.a <> OLD.a THEN INSERT INTO log SELECT NEW.a, x FROM src WHERE x = OLD.b; END IF`,
        'reads src\nwrites log',
      ));

    it('find what an event does and when', () =>
      checkReferences(
        "CREATE EVENT e ON SCHEDULE EVERY f() HOUR STARTS '2026-01-01' ON COMPLETION PRESERVE DISABLE ON REPLICA COMMENT 'x' DO DELETE FROM log",
        'functions f\nwrites log',
      ));

    it('find the views that a body makes and drops', () =>
      checkReferences(
        body('DROP VIEW IF EXISTS v, s.w; CREATE OR REPLACE VIEW v AS SELECT 1 FROM a;'),
        'reads a\nddl DROP v, DROP s.w, CREATE v',
      ));

    it('find what a view selects', () =>
      checkReferences(
        'CREATE OR REPLACE ALGORITHM = MERGE DEFINER = a@b SQL SECURITY INVOKER VIEW v (x) AS SELECT f(1) FROM a JOIN (SELECT 1 FROM b) c WITH CASCADED CHECK OPTION',
        'functions f\nreads a, b',
      ));
  });

  describe('of MariaDB', () => {
    it('know sequences, anchored types and table versions', () =>
      checkReferences(
        body(
          `DECLARE a TYPE OF t1.x; DECLARE b ROW TYPE OF t2; DECLARE c CURSOR FOR SELECT 1 FROM t3; DECLARE d ROW TYPE OF c;
           SET @x = NEXT VALUE FOR s1; SELECT * FROM t4 FOR SYSTEM_TIME AS OF NOW() AS h WHERE 1; DELETE FROM t5 RETURNING f(id);`,
        ),
        'functions f\nreads TYPE t1, TYPE t2, t3, s1, t4\nwrites t5',
        mariadb,
      ));
  });

  it('stand in the order of the text and have spans for each part', () => {
    const text = 'CREATE PROCEDURE p() CALL `s`.`q`(f(1))';
    const [call, argument] = readOne(text).references;
    assert.deepEqual(
      [call?.span, call?.schemaSpan, call?.nameSpan, argument?.span].map(
        (span) => span && text.slice(span.start, span.end),
      ),
      ['`s`.`q`', '`s`', '`q`', 'f'],
    );
  });

  it('survive mistakes around them', () =>
    check(
      'SELEC a FROM t1; SELECT FROM t2 WHERE; UPDATE SET x = 1; IF f( THEN CALL q(1; END IF; INSERT INTO VALUES (1); SELECT * FROM t3 WHERE (a = 1;',
      'calls q\nfunctions f\nreads t1, t2, t3',
    ));
});
