/** Programs that read well and that no server would CREATE. */
import assert from 'node:assert/strict';
import { checkErrors, mariadb, read } from './check';

describe('a program that the server refuses', () => {
  it('declares a name twice', () =>
    checkErrors(`CREATE PROCEDURE p(a INT, A INT) BEGIN
#                         ^ duplicate-declaration
  DECLARE b, c, B INT;
#               ^ duplicate-declaration
  DECLARE c CONDITION FOR 1062;
  DECLARE d CURSOR FOR SELECT 1;
  DECLARE d CURSOR FOR SELECT 2;
#         ^ duplicate-declaration
  BEGIN DECLARE b INT; END;
END;`));

  it('declares in the wrong order', () =>
    checkErrors(`CREATE PROCEDURE p() BEGIN
  DECLARE c CURSOR FOR SELECT 1;
  DECLARE a INT;
# ^^^^^^^^^^^^^ declaration-order
  DECLARE EXIT HANDLER FOR 1 BEGIN END;
  DECLARE d CURSOR FOR SELECT 1;
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ declaration-order
END;`));

  it('uses a cursor or handles a condition that is not declared', () =>
    checkErrors(`CREATE PROCEDURE p(v INT) BEGIN
  DECLARE c CURSOR FOR SELECT 1;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION, NOT FOUND, 1062, SQLSTATE '45000' CLOSE c;
  DECLARE EXIT HANDLER FOR e BEGIN END;
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown-condition
  BEGIN OPEN C; FETCH d INTO v; END;
#                     ^ unknown-cursor
END;`));

  it('handles an SQLSTATE that is none, or one thing twice', () =>
    checkErrors(`CREATE PROCEDURE p() BEGIN
  DECLARE c CONDITION FOR SQLSTATE '00000';
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-sqlstate
  DECLARE EXIT HANDLER FOR SQLSTATE '4500' BEGIN END;
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-sqlstate
  DECLARE EXIT HANDLER FOR NOT FOUND BEGIN END;
  DECLARE EXIT HANDLER FOR NOT FOUND DO 1;
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ duplicate-declaration
END;`));

  it('does what its kind may not do', () => {
    const refused = (text: string): boolean => read(text).errors.some(({ code }) => code === 'forbidden-statement');
    const inFunction = (statement: string): string =>
      `CREATE FUNCTION f() RETURNS INT BEGIN ${statement}; RETURN 1; END;`;
    for (const statement of [
      'COMMIT',
      'START TRANSACTION',
      'ROLLBACK',
      'TRUNCATE t',
      'CREATE TABLE t (a INT)',
      'DROP TABLE t',
      'SELECT 1',
      'SHOW TABLES',
      "PREPARE s FROM 'DO 1'",
      'EXECUTE s',
      'LOCK TABLES t READ',
      'USE s',
    ])
      assert.ok(refused(inFunction(statement)), statement);
    for (const statement of [
      'ROLLBACK TO s',
      'CREATE TEMPORARY TABLE t (a INT)',
      'DROP TEMPORARY TABLE t',
      'SELECT 1 INTO @a',
      'SET @a = (SELECT 1)',
      'CALL p()',
      'INSERT INTO t SELECT 1',
    ])
      assert.ok(!refused(inFunction(statement)), statement);
    assert.ok(refused('CREATE PROCEDURE p() BEGIN RETURN 1; END;'));
    assert.ok(!refused("CREATE PROCEDURE p() BEGIN COMMIT; SELECT 1; PREPARE s FROM 'DO 1'; END;"));
  });

  it('is a function without RETURN', () =>
    checkErrors(`CREATE FUNCTION f() RETURNS INT BEGIN DO 1; END;
#               ^ missing-return
CREATE FUNCTION g() RETURNS INT BEGIN DECLARE EXIT HANDLER FOR 1 RETURN 1; DO 1; END;`));

  it('is not told twice: a body with mistakes of structure is left alone', () =>
    assert.deepEqual(
      read('CREATE FUNCTION f() RETURNS INT BEGIN SELECT 1; IF a THEN DO 1; END;').errors.map(({ code }) => code),
      ['expected-end-if'],
    ));

  it('may be right in ORACLE mode', () =>
    assert.deepEqual(
      read('CREATE PROCEDURE p AS a INT; BEGIN RETURN; END;', { ...mariadb, sqlMode: ['ORACLE'] }).errors,
      [],
    ));
});
