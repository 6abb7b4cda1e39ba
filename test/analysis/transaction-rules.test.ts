/** The rule about transactions that statements in them end. */
import { checkDiagnostics } from './check-diagnostics';

describe('transaction-around-ddl', () => {
  it('marks the statement that commits', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
    START TRANSACTION;
    INSERT INTO t VALUES (1);
    ALTER TABLE t ADD COLUMN b INT;
--  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ transaction-around-ddl
    COMMIT;
END;
`));
  it('marks it inside of an IF', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN a INT)
BEGIN
    START TRANSACTION;
    IF a > 0 THEN
        TRUNCATE TABLE t;
--      ^^^^^^^^^^^^^^^^ transaction-around-ddl
    END IF;
    COMMIT;
END;
`));
  it('marks the EXECUTE of a text that is known', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
    START TRANSACTION;
    SET @s = CONCAT('CREATE TABLE ', 'x (a INT)');
    PREPARE s FROM @s;
    EXECUTE s;
--  ^^^^^^^^^ transaction-around-ddl
    COMMIT;
END;
`));
  it('is silent before and behind the transaction, for temporary tables, and where a branch may have ended it', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN a INT)
BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; DROP TABLE x; END;
    CREATE TABLE x (a INT);
    START TRANSACTION;
    CREATE TEMPORARY TABLE y (a INT);
    DROP TEMPORARY TABLE IF EXISTS y;
    ROLLBACK TO SAVEPOINT s;
    IF a > 0 THEN
        COMMIT;
        DROP TABLE x;
    ELSE
        DROP TABLE x;
    END IF;
END;
`));
  it('goes on behind ROLLBACK TO, and marks a place once', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN a INT)
BEGIN
    START TRANSACTION;
    ROLLBACK TO SAVEPOINT s;
    IF a > 0 THEN
        START TRANSACTION;
        create or replace view v as select 1;
--      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ transaction-around-ddl
    END IF;
END;
`));
});
