/** Rules about the way a program takes: text with the findings marked under it. */
import assert from 'node:assert/strict';
import { checkDiagnostics, messageOf } from './check-diagnostics';

describe('unreachable-code', () => {
  it('marks what follows RETURN, LEAVE and ITERATE in their list', () =>
    checkDiagnostics(`
CREATE FUNCTION f(n INT) RETURNS INT DETERMINISTIC
BEGIN
  l: LOOP
    IF n > 3 THEN
      LEAVE l; SET n = 0; SET n = 1;
--             ^^^^^^^^^^^^^^^^^^^^ unreachable-code
    END IF;
    ITERATE l; SET n = 2;
--             ^^^^^^^^^ unreachable-code
  END LOOP;
  RETURN n; SET n = 3;
--          ^^^^^^^^^ unreachable-code
END;
`));
  it('is silent for what another branch reaches', () =>
    checkDiagnostics(`
CREATE FUNCTION f(n INT) RETURNS INT DETERMINISTIC
BEGIN
  IF n > 3 THEN RETURN 1; ELSE SET n = 2; END IF;
  CASE n WHEN 1 THEN RETURN 2; ELSE BEGIN END; END CASE;
  RETURN n;
END;
`));
  it('knows that EXIT WHEN of ORACLE mode goes on', () =>
    checkDiagnostics(
      `
SET sql_mode = 'ORACLE';
DELIMITER //
CREATE PROCEDURE p() AS
  n INT := 0;
BEGIN
  LOOP
    EXIT WHEN n > 3;
    n := n + 1;
  END LOOP;
END;
//
`,
      { reading: { dialect: 'mariadb', serverVersion: 101100 } },
    ));
});

describe('endless-cursor-loop', () => {
  const fetching = (handler: string, inside: string): string => `
CREATE PROCEDURE p()
BEGIN
  DECLARE a, done INT DEFAULT 0;
  DECLARE c CURSOR FOR SELECT 1;
  ${handler}
  OPEN c;
  l: LOOP FETCH c INTO a; ${inside} END LOOP;
  CLOSE c;
  SELECT done;
END;
`;
  const noted = 'DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;';
  it('marks the LOOP', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  DECLARE a INT;
  DECLARE c CURSOR FOR SELECT 1;
  OPEN c;
    l: LOOP FETCH c INTO a; END LOOP;
--  ^^^^^^^ endless-cursor-loop
END;
`));
  it('says what happens without a handler, and with one', () => {
    assert.match(messageOf(fetching('', '')), /error 1329/);
    assert.match(messageOf(fetching('DECLARE CONTINUE HANDLER FOR 1062, SQLWARNING SET done = 1;', '')), /error 1329/);
    assert.match(messageOf(fetching(noted, '')), /goes on forever/);
    assert.match(messageOf(fetching(noted, 'i: LOOP LEAVE i; END LOOP;')), /goes on forever/);
  });
  for (const [handler, inside] of [
    [noted, 'IF done THEN LEAVE l; END IF;'],
    [noted, "IF done THEN SIGNAL SQLSTATE '45000'; END IF;"],
    ['DECLARE EXIT HANDLER FOR NOT FOUND SET done = 1;', ''],
    ['', 'IF a > 1 THEN LEAVE l; END IF;'],
  ] as const)
    it(`is silent for ${handler} ${inside}`, () => checkDiagnostics(fetching(handler, inside)));
});

describe('insert-column-count', () => {
  it('marks each row of another length', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  INSERT INTO shop.t (a, b) VALUES (1, 2), (3), (f(1, 2), (4), 5);
--                                         ^^^ insert-column-count
--                                              ^^^^^^^^^^^^^^^^^ insert-column-count
  REPLACE t (a) VALUE (1, 2);
--                    ^^^^^^ insert-column-count
END;
CREATE FUNCTION f(a INT, b INT) RETURNS INT DETERMINISTIC RETURN a;
`));
  it('is silent where lengths agree or are not written', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  INSERT INTO t (a, b) VALUES (1, CONCAT('a', 'b')) ON DUPLICATE KEY UPDATE a = VALUES(b);
  INSERT INTO t VALUES (1, 2, 3);
  INSERT INTO t (a, b) SELECT * FROM u;
  INSERT INTO t () VALUES ();
  INSERT INTO t SET a = 1;
END;
`));
});

describe('unquoted-parameter', () => {
  it('marks a text that becomes part of a statement', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN p_name VARCHAR(50), IN p_limit INT)
BEGIN
  SET @s = CONCAT('SELECT 1 FROM t WHERE name = ''', p_name, ''' LIMIT ', p_limit);
--                                                   ^^^^^^ unquoted-parameter
  PREPARE s FROM @s;
END;
`));
  it('marks it through other variables', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN p_name TEXT)
BEGIN
  IF p_name IS NOT NULL THEN SET @w = CONCAT(' WHERE name = "', p_name, '"'); END IF;
--                                                              ^^^^^^ unquoted-parameter
  SET @s = CONCAT('SELECT 1 FROM t', @w);
  PREPARE s FROM @s;
END;
`));
  for (const body of [
    "SET @s = CONCAT('SELECT ', QUOTE(p)); PREPARE s FROM @s;",
    "SET @s = CONCAT('SELECT ', QUOTE(CONCAT('%', p, '%'))); PREPARE s FROM @s;",
    "IF p NOT IN ('a', 'b') THEN SIGNAL SQLSTATE '45000'; END IF; SET @s = CONCAT('SELECT ', p); PREPARE s FROM @s;",
    "SET p = QUOTE(p); SET @s = CONCAT('SELECT ', p); PREPARE s FROM @s;",
    "SET @other = CONCAT('a', p); SET @s = 'SELECT ?'; PREPARE s FROM @s; EXECUTE s USING @other;",
    'SET @s = p; PREPARE s FROM @s;',
  ])
    it(`is silent for ${body}`, () => checkDiagnostics(`CREATE PROCEDURE q(IN p TEXT) BEGIN ${body} END;`));
});
