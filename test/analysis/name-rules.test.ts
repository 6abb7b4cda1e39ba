/** Rules about names: text with the findings marked under it. */
import assert from 'node:assert/strict';
import { checkDiagnostics, messageOf } from './check-diagnostics';

const mariadb = { parserOptions: { dialect: 'mariadb', serverVersion: 101118 } } as const;

describe('undeclared-name', () => {
  it('marks the targets of SET, SELECT … INTO and FETCH', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(OUT total INT)
BEGIN
  DECLARE c CURSOR FOR SELECT 1;
  SET totl = 1, total = 2;
--    ^^^^ undeclared-name
  SELECT 1, 2 INTO total, \`a b\` FROM dual;
--                        ^^^^^ undeclared-name
  OPEN c;
  FETCH c INTO v_id;
--             ^^^^ undeclared-name
  CLOSE c;
END;
`));
  it('marks what an expression reads where no table is', () =>
    checkDiagnostics(`
CREATE FUNCTION f(n INT) RETURNS INT DETERMINISTIC
BEGIN
  DECLARE v INT DEFAULT m + 1;
--                      ^ undeclared-name
  SET @x = CONCAT(n, vv, 'a'), v = (vw) * 2;
--                   ^^ undeclared-name
--                                  ^^ undeclared-name
  IF vx > 1 THEN RETURN vy; END IF;
--   ^^ undeclared-name
--                      ^^ undeclared-name
  WHILE vz < n DO SET v = v + 1; END WHILE;
--      ^^ undeclared-name
  CASE cc WHEN 1 THEN CALL q(dd, n); ELSE SET v = 1; END CASE;
--     ^^ undeclared-name
--                           ^^ undeclared-name
  RETURN v;
END;
CREATE PROCEDURE q(a INT, b INT) SELECT a, b;
`));
  it('knows where a declaration ends', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  BEGIN DECLARE v INT; SET v = 1; END;
  SET @x = v;
--         ^ undeclared-name
END;
`));
  it('says what to do', () => {
    assert.match(
      messageOf('CREATE PROCEDURE p() SET v = 1;'),
      /^Undeclared variable `v`, not a system variable either/,
    );
    assert.match(messageOf('CREATE PROCEDURE p() SELECT 1 INTO v;'), /or write `@v`/);
  });
  for (const body of [
    'SET sql_mode = ANSI, autocommit = ON, SESSION sort_buffer_size = 1, GLOBAL foo = 2, innodb_new = 3, @@session.x = 4;',
    'SET NAMES utf8mb4; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET CHARACTER SET latin1;',
    'SET @a = (SELECT a FROM t WHERE b = c), @b = EXISTS (SELECT b FROM t), @c = ((SELECT a FROM t) UNION (SELECT b FROM t));',
    'SET @a = NOW() + INTERVAL 1 DAY, @b = TIMESTAMPADD(SQL_TSI_DAY, 1, NOW()), @c = EXTRACT(YEAR_MONTH FROM NOW());',
    "SET @a = CONVERT('a' USING utf8mb4), @b = 'a' COLLATE utf8mb4_bin, @c = _latin1 'a', @d = CAST('1' AS SIGNED);",
    "SET @a = CAST('a' AS CHAR CHARACTER SET latin1), @b = {d '2024-01-01'}, @c = TRIM(BOTH ' ' FROM 'a');",
    'SET @b = NULL, @c = CURRENT_DATE, @d = CURRENT_USER, @e = TRUE;',
    'IF EXISTS (WITH x AS (SELECT 1) SELECT * FROM x) THEN SELECT 1; END IF;',
    'SELECT a FROM t WHERE b = c; INSERT INTO t VALUES (a);',
  ])
    it(`is silent for ${body}`, () => checkDiagnostics(`CREATE PROCEDURE p() BEGIN ${body} END;`));
  it('knows the rows of triggers', () =>
    checkDiagnostics('CREATE TRIGGER t BEFORE UPDATE ON x FOR EACH ROW SET NEW.a = NEW.b + 1, @c = OLD.d;'));
  for (const body of [
    'FOR i IN 1..3 DO SET @a = i; END FOR;',
    'FOR r IN (SELECT a FROM t) DO SET @a = r.a; END FOR;',
    'DECLARE r ROW TYPE OF t; SET r.a = 1;',
    'SET @a = NEXT VALUE FOR s, @b = NEXTVAL(s);',
    'SET STATEMENT max_statement_time = 1 FOR SELECT 1;',
  ])
    it(`is silent on MariaDB for ${body}`, () => checkDiagnostics(`CREATE PROCEDURE p() BEGIN ${body} END;`, mariadb));
  it('leaves ORACLE mode alone', () =>
    checkDiagnostics(
      `
SET sql_mode = 'ORACLE';
DELIMITER //
CREATE PROCEDURE p() AS
BEGIN
  package_variable := other;
END;
//
`,
      mariadb,
    ));
});
