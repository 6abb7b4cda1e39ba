/** Rules about what statements ask of the data: text with the findings marked under it. */
import { checkDiagnostics } from './check-diagnostics';

describe('shadowed-column', () => {
  it('marks a parameter that is compared with itself', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN order_id INT)
  DELETE FROM orders WHERE order_id = order_id;
--                         ^^^^^^^^^^^^^^^^^^^ shadowed-column
`));
  it('marks a variable in the query of a cursor, whatever its case and quotes', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  DECLARE State INT;
  DECLARE c CURSOR FOR SELECT 1 FROM t WHERE \`STATE\` = state AND n > 0;
--                                           ^^^^^^^^^^^^^^^ shadowed-column
  SET state = 1;
END;
`));
  it('marks it in a condition of the program', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN name TEXT)
  IF EXISTS (SELECT 1 FROM t WHERE (name <=> name)) THEN SET @found = 1; END IF;
--                                  ^^^^^^^^^^^^^ shadowed-column
`));
  it('is silent where a table is written, or something else is compared', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN id INT, IN n INT)
  UPDATE t SET n = n, m = m WHERE t.id = id AND n = n + 1 AND id = t.id AND m = m;
`));
  it('is silent for a name that is declared in another block only', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  BEGIN
    DECLARE a INT;
    SET a = 1;
  END;
  DELETE FROM t WHERE a = a;
END;
`));
  it('is silent for a SET, which gives a variable its own value', () =>
    checkDiagnostics('CREATE PROCEDURE p(IN a INT) SET a = a;'));
});

describe('several-rows-into', () => {
  it('marks a whole table into variables', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(OUT a INT) SELECT n INTO a FROM t;
--                            ^^^^^^^^^^^^^^^^^^^^^^ several-rows-into
`));
  for (const query of [
    'SELECT n INTO a FROM t WHERE id = 1',
    'SELECT n INTO a FROM t LIMIT 1',
    'SELECT IFNULL(MAX(n), 0) INTO a FROM t',
    'SELECT 1 INTO a',
    'SELECT 1 INTO a FROM DUAL',
    'SELECT x.n INTO a FROM (SELECT COUNT(*) AS n FROM t) x',
    'SELECT t.n INTO a FROM t JOIN u ON t.id = u.id',
    'SELECT biggest(n) INTO a FROM t',
    'SELECT n INTO a FROM v',
    'SELECT n INTO a FROM performance_schema.log_status',
  ])
    it(`is silent for ${query}`, () =>
      checkDiagnostics(`
CREATE VIEW v AS SELECT COUNT(*) AS n FROM t;
CREATE FUNCTION biggest(n INT) RETURNS INT DETERMINISTIC RETURN n;
CREATE PROCEDURE p(OUT a INT) ${query};
`));
  it('is silent for a table that the routine itself fills', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(OUT a INT)
BEGIN
  CREATE TEMPORARY TABLE one AS SELECT COUNT(*) AS n FROM t;
  SELECT n INTO a FROM one;
END;
`));
});

describe('version-as-text', () => {
  it('marks the version of the server', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  IF VERSION() >= '8.0.29' THEN SET @new = 1; END IF;
--   ^^^^^^^^^^^^^^^^^^^^^ version-as-text
  IF '5.7' < @@version THEN SET @new = 2; END IF;
--   ^^^^^^^^^^^^^^^^^ version-as-text
END;
`));
  it('marks a parameter that is a text', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN p_version VARCHAR(20))
  SELECT 1 FROM t WHERE p_version > '1.2.3';
--                      ^^^^^^^^^^^^^^^^^^^ version-as-text
`));
  it('is silent for numbers, equality, and what it does not know', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN p_version DECIMAL(5,2), IN other_version TEXT)
  SELECT 1 FROM t
  WHERE p_version > '1.2' AND other_version = '1.2.3' AND t.version < '1.2' AND version < '1.2.3'
    AND VERSION() + 0 > 8.0 AND other_version < 'beta';
`));
});

describe('view-schema', () => {
  it('marks a table without a schema in a view of another one', () =>
    checkDiagnostics(`
USE shop;
CREATE VIEW reporting.sales AS SELECT day, f(net) FROM orders JOIN billing.invoices USING (id);
--                                                     ^^^^^^ view-schema
-- file: f.sql
CREATE FUNCTION reporting.f(n INT) RETURNS INT DETERMINISTIC RETURN n;
`));
  it('is silent where the view is made in the schema in use', () =>
    checkDiagnostics(`
CREATE VIEW sales AS SELECT day FROM orders;
USE reporting;
CREATE VIEW reporting.both_of_them AS WITH o AS (SELECT 1 AS a) SELECT a FROM o JOIN totals;
CREATE PROCEDURE shop.p() SELECT 1 FROM orders;
`));
});

describe('schema-less-lookup', () => {
  it('marks a lookup by name alone', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(OUT n INT)
  SELECT COUNT(*) INTO n FROM information_schema.tables WHERE table_name = 'orders';
--                            ^^^^^^^^^^^^^^^^^^^^^^^^^ schema-less-lookup
`));
  it('marks it in a condition', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN p_name TEXT)
  IF EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.ROUTINES r WHERE r.ROUTINE_NAME = p_name) THEN SET @x = 1; END IF;
--                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ schema-less-lookup
`));
  it('is silent where any schema is asked for, and where no name is', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(OUT n INT)
BEGIN
  SELECT COUNT(*) INTO n FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'a';
  SELECT COUNT(*) INTO n FROM information_schema.triggers WHERE event_object_schema = 's' AND trigger_name = 'a';
  SELECT COUNT(*) INTO n FROM information_schema.tables;
END;
`));
});

describe('unused-variable', () => {
  it('marks what nothing mentions', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  DECLARE used, unused INT DEFAULT 0;
--              ^^^^^^ unused-variable
  SET used = 1;
END;
`));
  it('marks two of one name, when neither is used', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  DECLARE a INT;
--        ^ unused-variable
  BEGIN
    DECLARE A INT;
--          ^ unused-variable
  END;
END;
`));
  it('takes any mention for a use', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  DECLARE a, b, c INT;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET a = 1;
  SELECT 1 INTO b;
  CALL p2(C);
END;
CREATE PROCEDURE p2(OUT n INT) SET n = 1;
`));
  it('is silent where a comment hides code from this version', () =>
    checkDiagnostics(`
DELIMITER $$
CREATE PROCEDURE p()
BEGIN
  DECLARE a INT;
  /*!99999 SET a = 1; */
END$$
DELIMITER ;
`));
});
