/** SQL files of other servers are distinguished from those of MySQL and MariaDB. */
import assert from 'node:assert/strict';
import { recognizeServer } from '../../engine/src/syntax/recognize-server';

const mysql: Readonly<Record<string, string>> = {
  'a body between delimiters': 'DELIMITER //\nCREATE PROCEDURE a() BEGIN SELECT 1; END //',
  'delimiters alone': '-- routines\ndelimiter $$\n',
  'a procedure that needs no delimiter': 'CREATE PROCEDURE `shop`.`a`(IN p INT, OUT q DECIMAL(10,2)) SELECT p INTO q;',
  'characteristics before the body':
    "CREATE FUNCTION f(a INT) RETURNS VARCHAR(10) CHARSET utf8mb4 DETERMINISTIC COMMENT 'as is' RETURN a;",
  'a definer': 'CREATE DEFINER=`app`@`%` PROCEDURE a() BEGIN END;\n',
  'a definer in quotes': "CREATE DEFINER = 'app'@'%' FUNCTION f() RETURNS INT RETURN 1;",
  'OR REPLACE of MariaDB': 'CREATE OR REPLACE PROCEDURE a() BEGIN SELECT 1 AS is_it; END',
  'a trigger': 'CREATE TRIGGER t BEFORE INSERT ON shop.orders FOR EACH ROW SET NEW.a = 1;',
  'an event': 'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM log;',
  'a dump': '/*!50003 CREATE*/ /*!50020 DEFINER=`a`@`%`*/ /*!50003 PROCEDURE `a`()\nBEGIN SELECT 1; END */;;',
  'JavaScript of MySQL': 'CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS $$ return 1 $$;',
  "MariaDB's mode for Oracle": 'SET sql_mode=ORACLE;\nCREATE OR REPLACE PROCEDURE a AS BEGIN NULL; END;\n/\n',
  'a loadable function': "CREATE FUNCTION f RETURNS STRING SONAME 'f.so'; CREATE FUNCTION g() RETURNS INT RETURN 1;",
};

const others: Readonly<Record<string, string>> = {
  'T-SQL with GO': 'CREATE PROCEDURE dbo.a AS BEGIN SELECT 1 END\nGO\n',
  'T-SQL with PROC': 'CREATE PROC a AS SELECT 1',
  'T-SQL with parameters': 'CREATE PROCEDURE a @p INT, @q INT OUTPUT AS SELECT @p',
  'T-SQL with parameters in parentheses': 'CREATE FUNCTION dbo.f(@p INT) RETURNS INT AS BEGIN RETURN @p END',
  'T-SQL with brackets': 'CREATE PROCEDURE [dbo].[a] AS SELECT 1',
  'a T-SQL trigger': 'CREATE TRIGGER t ON orders AFTER INSERT AS BEGIN SELECT 1 END',
  'PL/SQL': 'CREATE OR REPLACE PROCEDURE a(p IN NUMBER) IS BEGIN NULL; END;\n/\n',
  'PL/SQL without a slash': 'CREATE OR REPLACE FUNCTION f RETURN NUMBER AS BEGIN RETURN 1; END;',
  'a PL/SQL package': 'CREATE OR REPLACE PACKAGE p AS PROCEDURE a(x VARCHAR2); END;',
  'a PL/SQL trigger': 'CREATE OR REPLACE TRIGGER t BEFORE INSERT ON o FOR EACH ROW BEGIN :NEW.id := 1; END;',
  PostgreSQL: 'CREATE FUNCTION f(a int) RETURNS int AS $$ BEGIN RETURN a; END $$ LANGUAGE plpgsql;',
  'PostgreSQL with its language in quotes': "CREATE PROCEDURE a() LANGUAGE 'plpgsql' AS $body$ BEGIN END $body$;",
  'PostgreSQL with a body in quotes': "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
  'a PostgreSQL trigger': 'CREATE TRIGGER t BEFORE INSERT ON o FOR EACH ROW EXECUTE FUNCTION f();',
  'a PostgreSQL event trigger': 'CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION f();',
};

const unclear: Readonly<Record<string, string>> = {
  nothing: '',
  'a query': 'SELECT 1; CALL a();',
  'a table with a column named event': 'CREATE TABLE t (event INT);',
  'a routine that is just begun': 'CREATE PROCEDURE a(',
  'a routine in a comment': '-- CREATE PROCEDURE a() BEGIN END\n/* DELIMITER // */ SELECT 1;',
  'a routine in a string': "SELECT 'CREATE PROCEDURE a() BEGIN END';",
};

describe('recognizeServer', () => {
  for (const [what, text] of Object.entries(mysql))
    it(`takes ${what} for MySQL`, () => assert.equal(recognizeServer(text), 'mysql'));
  for (const [what, text] of Object.entries(others))
    it(`leaves ${what} to its server`, () => assert.equal(recognizeServer(text), 'other'));
  for (const [what, text] of Object.entries(unclear))
    it(`leaves open ${what}`, () => assert.equal(recognizeServer(text), 'unclear'));

  it('ends soon for texts made of openings only', () => {
    for (const part of [
      '/*',
      "'",
      '"',
      '(',
      'CREATE PROCEDURE a(',
      'CREATE ',
      '--',
      '`',
      'create trigger t before insert on a ',
    ]) {
      const began = performance.now();
      recognizeServer(`procedure ${part.repeat(Math.ceil(500_000 / part.length))}`);
      const took = performance.now() - began;
      assert.ok(took < 1_000, `${part}: ${Math.round(took)} ms`);
    }
  });
});
