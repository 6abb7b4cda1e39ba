/** Names that look like tables or stored functions and are none, and the other way round, case by case. */
import { checkDefinitions, checkErrors, checkReferences, mariadb, type Options } from './check';

const check = (statements: string, expected: string, options: Options = {}): void =>
  checkReferences(`CREATE PROCEDURE p() BEGIN ${statements} END`, expected, { client: false, ...options });

const onMariadb = (statements: string, expected: string): void => check(statements, expected, mariadb);

const inOracleMode = (text: string, expected: string): void =>
  checkReferences(text, expected, { ...mariadb, client: false, sqlMode: ['ORACLE'] });

describe('cases of references', () => {
  describe('tables', () => {
    it('an alias is none, even where it bears the name of another table', () =>
      check(
        'SELECT b.x FROM a AS b WHERE b.y IN (SELECT b.z FROM c b); UPDATE a b SET b.x = 1; DELETE b FROM a AS b;',
        'reads a, c\nwrites a',
      ));

    it('an alias in a text, as MySQL takes it, is none', () =>
      check('SELECT * FROM a AS "b", c \'d\' WHERE 1;', 'reads a, c'));

    it('a common table expression hides the table of its name, but not one with a schema', () =>
      check('WITH a AS (SELECT 1) SELECT * FROM a JOIN s.a AS other;', 'reads s.a'));

    it('a recursive common table expression sees itself', () =>
      check(
        'WITH RECURSIVE r (n) AS (SELECT n FROM a UNION ALL SELECT n + 1 FROM r JOIN b USING (n)) SELECT * FROM r;',
        'reads a, b',
      ));

    it('a common table expression is in sight of those behind it only', () =>
      check('WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM b;', 'reads b'));

    it('a common table expression in a subquery ends with it', () =>
      check('SELECT * FROM (WITH c AS (SELECT 1 FROM a) SELECT * FROM c) d JOIN c ON 1;', 'reads a, c'));

    it('a common table expression is in sight of subqueries, wherever they stand', () =>
      check(
        'WITH c AS (SELECT 1 FROM a) SELECT (SELECT MAX(1) FROM c) FROM b WHERE EXISTS (SELECT 1 FROM c) UNION SELECT 1 FROM c;',
        'reads a, b',
      ));

    it('one with columns and a CYCLE is one, too', () =>
      onMariadb(
        'WITH RECURSIVE c (a, b) AS (SELECT 1, 2 FROM t UNION SELECT a, b FROM c) CYCLE a, b RESTRICT SELECT * FROM c;',
        'reads t',
      ));

    it('an INSERT reads its common table expressions', () =>
      check(
        'INSERT INTO t WITH c AS (SELECT 1 FROM a) SELECT * FROM c; INSERT INTO t (x) WITH d AS (SELECT 1 FROM b) SELECT * FROM d;',
        'reads a, b\nwrites t',
      ));

    it('a derived table is none, with or without AS, columns and LATERAL', () =>
      check(
        'SELECT * FROM a, (SELECT 1 FROM b) AS d (x), LATERAL (SELECT 1 FROM c WHERE c.x = a.x) e JOIN (VALUES ROW(1)) v;',
        'reads a, b, c',
      ));

    it('JSON_TABLE is none, and its columns are no functions', () =>
      check(
        `SELECT * FROM a, JSON_TABLE(a.doc, '$[*]' COLUMNS (i FOR ORDINALITY, x VARCHAR(10) PATH '$.x' DEFAULT '0' ON EMPTY,
           NESTED PATH '$.y[*]' COLUMNS (z DECIMAL(10, 2) PATH '$'))) AS j JOIN b ON b.x = j.x;`,
        'reads a, b',
      ));

    it('a temporary table is none, wherever it is used and made', () =>
      check(
        `INSERT INTO tmp SELECT 1 FROM a; IF 1 THEN CREATE TEMPORARY TABLE tmp (x INT); ELSE CREATE TEMPORARY TABLE other LIKE b; END IF;
         SELECT * FROM other JOIN tmp; DROP TEMPORARY TABLE tmp, other;`,
        'reads a, b\ntemporary tmp, other, DROP tmp, DROP other',
      ));

    it('a temporary table that one only drops was made elsewhere', () =>
      check(
        'DROP TEMPORARY TABLE IF EXISTS tmp, s.other; SELECT * FROM a, tmp;',
        'reads a, tmp\ntemporary DROP tmp, DROP s.other',
      ));

    it('DUAL is none', () => check('SELECT 1 FROM DUAL WHERE 1; SELECT x FROM a, (SELECT 2 FROM dual) d;', 'reads a'));

    it('parts of parenthesised and ODBC joins are', () =>
      check(
        `SELECT * FROM ((a JOIN b ON 1) LEFT JOIN (c CROSS JOIN d) ON 1), { OJ e LEFT OUTER JOIN f ON e.x = f.x } WHERE 1;
         SELECT STRAIGHT_JOIN g.x FROM g STRAIGHT_JOIN h ON 1;`,
        'reads a, b, c, d, e, f, g, h',
      ));

    it('partitions and index hints are none', () =>
      check(
        `SELECT * FROM a PARTITION (p0, p1) AS x USE INDEX (i1, i2) IGNORE INDEX FOR ORDER BY (i3), b FORCE KEY (i4);
         INSERT INTO c PARTITION (p2) (x) SELECT 1 FROM d PARTITION (p3);
         DELETE FROM e PARTITION (p4) WHERE 1; UPDATE f PARTITION (p5) SET x = 1;`,
        'reads a, b, d\nwrites c, e, f',
      ));

    it('FROM of functions names none', () =>
      check(
        `SELECT EXTRACT(DAY FROM a.d), TRIM(LEADING 'x' FROM y), SUBSTRING(z FROM 2), a.x IS DISTINCT FROM b FROM a;`,
        'reads a',
        mariadb,
      ));

    it('cursors, variables, NEW and OLD are none', () =>
      checkReferences(
        `CREATE TRIGGER t BEFORE INSERT ON own FOR EACH ROW BEGIN DECLARE a INT; DECLARE c CURSOR FOR SELECT x FROM b WHERE x = NEW.x;
           OPEN c; FETCH c INTO a; SELECT a INTO @a; SET NEW.y = (SELECT MAX(y) FROM d WHERE d.x = NEW.z); CLOSE c; END`,
        'reads b, d',
        { client: false },
      ));

    it('a variable may bear a table’s name', () =>
      check('DECLARE a INT; SET a = (SELECT COUNT(*) FROM a); SELECT a + 1 FROM b WHERE a = 1;', 'reads a, b'));
  });

  describe('functions', () => {
    it('IF, CASE, INSERT and REPLACE are functions that no one stored', () =>
      check(
        `SET @a = IF(f(1), CASE WHEN g(2) THEN h(3) ELSE i(4) END, INSERT('a', 1, 1, 'b')), @b = REPLACE('a', 'b', j(5));
         IF (k(6)) THEN SELECT 1; END IF; CASE l(7) WHEN m(8) THEN SELECT n(9); ELSE BEGIN END; END CASE;`,
        'functions f, g, h, i, j, k, l, m, n',
      ));

    it('with a schema are stored, with whatever name and blanks', () =>
      check(
        'SELECT s.count(1), s . now (), `s`.`if`(2), s.left(3) FROM t;',
        'functions s.count, s.now, s.if, s.left\nreads t',
      ));

    it('in quotes are stored, unless no word of the grammar bears the name', () => {
      const quoted = 'SELECT `my fn`(1), `count`(2), `now`(), `if`(1, 2, 3), `concat`(4), `abs`(5), `mod`(6, 7);';
      check(quoted, 'functions my fn, count, now, if, mod');
      onMariadb(quoted, 'functions my fn, count, now, if');
    });

    it('MD5 and SHA1 are nobody’s, though MySQL 9.7 loads them', () => check('SELECT MD5(1), SHA(2), SHA1(3);', ''));

    it('shapes are built in on both servers', () => {
      const shapes = 'SELECT LINESTRING(POINT(1, 2), POINT(3, 4)), POLYGON(a), GEOMETRYCOLLECTION(b);';
      check(shapes, '');
      onMariadb(shapes, '');
    });

    it('the old names of shapes are built in on MariaDB only', () => {
      check("SELECT ASTEXT(x), LINEFROMTEXT('');", 'functions ASTEXT, LINEFROMTEXT');
      onMariadb("SELECT ASTEXT(x), LINEFROMTEXT('');", '');
    });

    it('ESCAPE behind LIKE calls nothing', () => {
      check("SELECT a LIKE 'x' ESCAPE ('|') FROM t;", 'reads t');
      onMariadb("SELECT a LIKE 'x' ESCAPE ('|'), 'a' LIKE b ESCAPE (f(1)) FROM t;", 'functions f\nreads t');
    });

    it('names of columns, types and windows before a parenthesis are none', () =>
      check(
        `INSERT INTO t (a, b) VALUES (f(1), 2); SELECT SUM(x) OVER w AS total, CAST(y AS DECIMAL(10, 2)) FROM u WINDOW w AS (PARTITION BY z);
         CREATE TABLE v (a VARCHAR(10), KEY k (a), CHECK (a > 1), PRIMARY KEY USING BTREE (a));`,
        'functions f\nreads u\nwrites t\nddl CREATE v',
      ));
  });

  describe('writes', () => {
    it('of many tables follow aliases and schemas', () =>
      check(
        `UPDATE s.a AS x LEFT JOIN b ON 1 JOIN c y USING (id) SET x.n = 1, b.m = 2 WHERE y.z;
         DELETE s.d, e FROM s.d JOIN f AS e JOIN g; DELETE FROM h, x2 USING h JOIN i AS x2 JOIN j; DELETE s2.k.* FROM s2.k, l;`,
        'reads c, g, j, l\nwrites s.a, b, s.d, f, h, i, s2.k',
      ));

    it('of an UPDATE with a schema before the column are told', () =>
      check('UPDATE s.a, b SET s.a.n = 1; UPDATE c, s.c SET s.c.n = 1;', 'reads b, c\nwrites s.a, s.c'));

    it('of INSERT in all its forms are its table', () =>
      check(
        `INSERT LOW_PRIORITY INTO a VALUES (1), (DEFAULT); INSERT b () VALUES (); INSERT c SET x = (SELECT 1 FROM d), y = f(1);
         INSERT INTO e TABLE g; INSERT INTO h (SELECT * FROM i); INSERT INTO j (x, y) (SELECT 1, 2 FROM k) UNION SELECT 1, 2 FROM l;
         REPLACE DELAYED m VALUES (1); REPLACE INTO n SELECT * FROM o JOIN n;`,
        'functions f\nreads d, g, i, k, l, o, n\nwrites a, b, c, e, h, j, m, n',
      ));

    it('of ON DUPLICATE KEY UPDATE are no others', () =>
      check(
        `INSERT INTO a (x) VALUES (1) AS new (n) ON DUPLICATE KEY UPDATE x = new.n + VALUES(x), y = (SELECT MAX(y) FROM b), z = f(1);
         INSERT INTO c SELECT * FROM d JOIN e ON d.x = e.x ON DUPLICATE KEY UPDATE c.x = d.x;`,
        'functions f\nreads b, d, e\nwrites a, c',
      ));

    it('of LOAD DATA and LOAD XML are their table', () =>
      check(
        `LOAD DATA LOCAL INFILE 'x' REPLACE INTO TABLE s.a PARTITION (p) FIELDS TERMINATED BY ',' LINES STARTING BY 'x' IGNORE 1 LINES (x, @y) SET z = f(@y), w = (SELECT 1 FROM b);
         LOAD XML INFILE 'x' INTO TABLE c ROWS IDENTIFIED BY '<r>';`,
        'functions f\nreads b\nwrites s.a, c',
      ));

    it('RETURNING reads nothing more (MariaDB)', () =>
      onMariadb(
        'INSERT INTO a VALUES (1) RETURNING x, f(x); REPLACE b SET x = 1 RETURNING (SELECT MAX(1) FROM c); DELETE FROM d RETURNING g(1);',
        'functions f, g\nreads c\nwrites a, b, d',
      ));
  });

  describe('changes of the schema', () => {
    it('name what they copy and refer to', () =>
      check(
        `CREATE TABLE IF NOT EXISTS a LIKE s.b; CREATE TABLE c (LIKE d); CREATE TABLE e (x INT) ENGINE = InnoDB SELECT * FROM f;
         CREATE TABLE g (x INT REFERENCES h (x)); CREATE TABLE i IGNORE AS (SELECT 1 FROM j) UNION SELECT 2 FROM k;`,
        'reads s.b, d, f, h, j, k\nddl CREATE a, CREATE c, CREATE e, CREATE g, CREATE i',
      ));

    it('take no partition and no versioning for a query', () =>
      onMariadb(
        `CREATE OR REPLACE TABLE a (x INT) WITH SYSTEM VERSIONING PARTITION BY RANGE (x) (PARTITION p VALUES LESS THAN (10));
         CREATE TABLE b (x INT) PARTITION BY LIST (f(x)) (PARTITION p VALUES IN (1, 2)) AS SELECT 1 FROM c;`,
        'reads c\nddl CREATE a, CREATE b',
      ));

    it('of several tables name each', () =>
      check(
        'RENAME TABLE a TO b, s.c TO d; DROP TABLE e, s.f CASCADE; TRUNCATE TABLE g; ALTER TABLE h EXCHANGE PARTITION p WITH TABLE i, RENAME AS j;',
        'writes g\nddl RENAME a, RENAME b, RENAME s.c, RENAME d, DROP e, DROP s.f, ALTER h, ALTER i, RENAME j',
      ));

    it('the words of a schedule are no functions, whatever stands behind them', () => {
      const text = `ALTER EVENT e ON SCHEDULE EVERY (SELECT 8 FROM a) HOUR STARTS (f()) ENDS (SELECT d FROM b) + INTERVAL (1) DAY;`;
      check(text, 'functions f\nreads a, b');
      onMariadb(text, 'functions f\nreads a, b');
    });

    it('of an event use what its schedule uses', () =>
      check(
        'ALTER EVENT e ON SCHEDULE EVERY f(1) HOUR STARTS (SELECT MAX(x) FROM t) DISABLE;',
        'functions f\nreads t',
      ));
  });

  describe('statements that touch no rows', () => {
    it('GRANT and REVOKE name tables, but no routines, schemas and roles', () =>
      check(
        `GRANT SELECT ON a TO x@y; GRANT INSERT (c, d), UPDATE ON TABLE s.b TO x; REVOKE ALL ON e FROM CURRENT_USER();
         GRANT ALL ON *.* TO x; GRANT ALL ON s.* TO x; GRANT EXECUTE ON PROCEDURE q TO x; GRANT r TO x; GRANT PROXY ON u TO x;`,
        'reads a, s.b, e',
      ));

    it('CACHE INDEX, LOAD INDEX, ANALYZE and their like name tables, not keys and columns', () =>
      check(
        `CACHE INDEX a INDEX (i, j), b IN c; LOAD INDEX INTO CACHE d IGNORE LEAVES; ANALYZE LOCAL TABLE e UPDATE HISTOGRAM ON x, y;
         CHECK TABLE f, g FAST; LOCK TABLES h READ, i AS k LOW_PRIORITY WRITE; HANDLER l OPEN AS m; CHECKSUM TABLE n, s.o;`,
        'reads a, b, d, e, f, g, h, i, l, n, s.o',
      ));

    it('EXPLAIN and DESCRIBE name what they explain', () =>
      check(
        `EXPLAIN FORMAT = TREE SELECT * FROM a; EXPLAIN ANALYZE SELECT f(1) FROM b; DESCRIBE s.c; DESC d x; EXPLAIN e 'x%';
         EXPLAIN FORMAT = JSON INTO @v UPDATE g SET x = 1; EXPLAIN (SELECT 1 FROM h) UNION SELECT 2 FROM i; EXPLAIN FOR CONNECTION 5;`,
        'functions f\nreads a, b, s.c, d, e, h, i\nwrites g',
      ));

    it('EXPLAIN FOR SCHEMA gives names their schema', () =>
      check(
        'EXPLAIN FORMAT = TREE FOR SCHEMA s SELECT f(1) FROM a JOIN x.b; SELECT * FROM c;',
        'functions s.f\nreads s.a, x.b, c',
      ));

    it('ANALYZE of a statement is an EXPLAIN (MariaDB)', () =>
      onMariadb(
        'ANALYZE SELECT * FROM a; ANALYZE FORMAT = JSON UPDATE b SET x = f(1); ANALYZE TABLE c;',
        'functions f\nreads a, c\nwrites b',
      ));

    it('SHOW CREATE locks what it names on MariaDB only', () => {
      check('SHOW CREATE TABLE a;', '');
      onMariadb('SHOW CREATE TABLE a; SHOW CREATE VIEW s.v; SHOW CREATE PROCEDURE q;', 'reads a, s.v');
    });

    it('SHOW COLUMNS and SHOW INDEX read their table, as DESCRIBE does', () =>
      check(
        "SHOW COLUMNS FROM a; SHOW FULL FIELDS IN b FROM s LIKE 'x'; SHOW INDEX FROM s.c; SHOW TABLES FROM d; DESCRIBE e;",
        'reads a, s.b, s.c, e',
      ));

    it('DO, SET, SIGNAL, RETURN and conditions hold subqueries and functions', () =>
      check(
        `DECLARE v INT DEFAULT (SELECT 1 FROM a); DECLARE EXIT HANDLER FOR SQLEXCEPTION INSERT INTO b VALUES (f(1));
         DO g(2), (SELECT 1 FROM c); SET v = h(3), @w = (SELECT 1 FROM d), SESSION sort_buffer_size = i(4);
         SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = j(5); WHILE EXISTS (SELECT 1 FROM e) DO ITERATE x; END WHILE;
         REPEAT SET v = 1; UNTIL v IN (SELECT 1 FROM k) END REPEAT; RETURN (SELECT l(6) FROM m);`,
        'functions f, g, h, i, j, l\nreads a, c, d, e, k, m\nwrites b',
      ));
  });

  describe('JSON duality views', () => {
    it('are views that read their tables (MySQL 9.4)', () => {
      const text = `CREATE OR REPLACE DEFINER = a@b SQL SECURITY INVOKER JSON RELATIONAL DUALITY VIEW s.v AS
        SELECT JSON_DUALITY_OBJECT(WITH (INSERT, UPDATE) '_id': id, 'n': f(n), 'all': (SELECT JSON_ARRAYAGG(JSON_DUALITY_OBJECT(
          WITH (DELETE) 'x': x)) FROM b WHERE b.id = a.id)) FROM a`;
      checkReferences(text, 'functions f\nreads b, a', { client: false, serverVersion: 90700 });
      checkDefinitions(`${text}; CREATE JSON DUALITY VIEW w AS SELECT JSON_DUALITY_OBJECT('_id': id) FROM c`, [
        'view v',
        'view w',
      ]);
      checkErrors(text, { client: false, serverVersion: 90700 });
    });

    it('have libraries beside them that are no definitions and no errors', () => {
      const text = `CREATE LIBRARY IF NOT EXISTS s.lib COMMENT 'x' LANGUAGE JAVASCRIPT AS $$ export function f(n) { return n; } $$;
CREATE LIBRARY other LANGUAGE JAVASCRIPT AS 'export const a = 1'; ALTER LIBRARY other COMMENT 'y'; DROP LIBRARY IF EXISTS other;
CREATE FUNCTION g(a INT) RETURNS INT LANGUAGE JAVASCRIPT USING (s.lib AS l) AS $$ return l.f(a) $$;`;
      checkDefinitions(text, ['function g'], { serverVersion: 90700 });
      checkErrors(text, { serverVersion: 90700 });
    });
  });

  describe('MariaDB', () => {
    it('sequences are tables to those who ask for their values', () =>
      onMariadb(
        `SET @a = NEXTVAL(s1) + LASTVAL(db.s2) + SETVAL(s3, f(5)); SELECT NEXT VALUE FOR s4, CASE WHEN PREVIOUS VALUE FOR db.s5 THEN 1 END;
         CREATE SEQUENCE IF NOT EXISTS s6 START 1; ALTER SEQUENCE s7 RESTART; DROP SEQUENCE s8, db.s9;`,
        'functions f\nreads s1, db.s2, s3, s4, db.s5\nddl CREATE s6, ALTER s7, DROP s8, DROP db.s9',
      ));

    it('NEXTVAL is anyone’s function on MySQL', () => check('SELECT NEXTVAL(s);', 'functions NEXTVAL'));

    it('ORACLE mode asks a sequence with a dot', () =>
      inOracleMode(
        'CREATE PROCEDURE p AS a INT := s1.NEXTVAL; BEGIN a := db.s2.currval + t.x; SELECT s3.nextval FROM t; END',
        'reads s1, db.s2, s3, t',
      ));

    it('points and spans of time name no table', () =>
      onMariadb(
        `SELECT * FROM a FOR SYSTEM_TIME ALL x JOIN b FOR SYSTEM_TIME BETWEEN (NOW() - INTERVAL 1 DAY) AND NOW() AS y ON 1;
         DELETE FROM c FOR PORTION OF period FROM '2000-01-01' TO '2001-01-01'; UPDATE d FOR PORTION OF period FROM 1 TO 2 SET x = 1;`,
        'reads a, b\nwrites c, d',
      ));

    it('a type taken from a table is told apart from reading', () =>
      checkReferences(
        'CREATE PROCEDURE p(a TYPE OF t1.x) BEGIN DECLARE b ROW TYPE OF s.t2; SELECT 1 FROM t3; END',
        'reads TYPE t1, TYPE s.t2, t3',
        { ...mariadb, client: false },
      ));

    it('ORACLE mode calls without CALL, with parameters’ defaults and exceptions', () =>
      inOracleMode(
        `CREATE PROCEDURE p(a INT DEFAULT f(1)) AS CURSOR c(x INT) IS SELECT * FROM t1 WHERE y = x; v t2.z%TYPE;
         BEGIN q1; q2(g(2)); s.q3(); FOR r IN (SELECT * FROM t4) LOOP q5(r.x); END LOOP;
         EXCEPTION WHEN OTHERS THEN INSERT INTO t6 VALUES (1); END`,
        'calls q1, q2, s.q3, q5\nfunctions f, g\nreads t1, TYPE t2, t4\nwrites t6',
      ));
  });
});
