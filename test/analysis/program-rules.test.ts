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
      { parserOptions: { dialect: 'mariadb', serverVersion: 101100 } },
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
    assert.match(messageOf(fetching(noted, '')), /^Infinite loop/);
    assert.match(messageOf(fetching(noted, 'i: LOOP LEAVE i; END LOOP;')), /^Infinite loop/);
  });
  for (const [handler, inside] of [
    [noted, 'IF done THEN LEAVE l; END IF;'],
    [noted, "IF done THEN SIGNAL SQLSTATE '45000'; END IF;"],
    ['DECLARE EXIT HANDLER FOR NOT FOUND SET done = 1;', ''],
    ['', 'IF a > 1 THEN LEAVE l; END IF;'],
  ] as const)
    it(`is silent for ${handler} ${inside}`, () => checkDiagnostics(fetching(handler, inside)));
});

describe('missing-handler', () => {
  const around = (loop: string, handler = ''): string => `
CREATE PROCEDURE p()
BEGIN
  DECLARE i, v, w, done INT DEFAULT 0;
  DECLARE c CURSOR FOR SELECT 1;
  ${handler}
  OPEN c;
  ${loop}
  CLOSE c;
  SELECT i, v, w, done;
END;
`;
  it('marks a FETCH whose end nobody handles', () =>
    checkDiagnostics(
      around(`WHILE NOT done DO
    FETCH c INTO v;
--  ^^^^^^^^^^^^^^ missing-handler
  END WHILE;`),
    ));
  it('marks it beside a handler for something else', () =>
    checkDiagnostics(
      around(
        `l: LOOP
    IF done THEN LEAVE l; END IF;
    FETCH c INTO v;
--  ^^^^^^^^^^^^^^ missing-handler
  END LOOP;`,
        'DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET done = 1;',
      ),
    ));
  it('marks a SELECT … INTO that asks for another row each time', () =>
    checkDiagnostics(
      around(`WHILE i < 9 DO
    SET i = i + 1;
    SELECT n INTO v FROM t WHERE id = i;
--  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-handler
    SET w = w + v;
  END WHILE;`),
    ));
  for (const loop of [
    'WHILE i < 9 DO FETCH c INTO v; SET i = i + 1; END WHILE;',
    'WHILE i < 9 DO SET i = i + 1, v = NULL; SELECT n INTO v FROM t WHERE id = i; END WHILE;',
    'WHILE i < 9 DO SET i = i + 1; SELECT COUNT(*) INTO v FROM t WHERE id = i; END WHILE;',
    'WHILE v = 0 DO SELECT stop INTO v FROM t WHERE id = 1; END WHILE;',
    'WHILE i < 9 DO SET i = i + 1; BEGIN DECLARE x INT; SELECT n INTO x FROM t WHERE id = i; SET w = w + x; END; END WHILE;',
    'SELECT n INTO v FROM t WHERE id = i;',
    'FETCH c INTO v;',
  ])
    it(`is silent for ${loop}`, () => checkDiagnostics(around(loop)));
  it('is silent under a handler', () =>
    checkDiagnostics(
      around('WHILE NOT done DO FETCH c INTO v; END WHILE;', 'DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;'),
    ));
});

describe('shared-handler', () => {
  const around = (inside: string): string => `
CREATE PROCEDURE p()
BEGIN
  DECLARE v, w, done INT DEFAULT 0;
  DECLARE c CURSOR FOR SELECT 1;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN c;
  l: LOOP
    FETCH c INTO v;
    IF done THEN LEAVE l; END IF;
    ${inside}
  END LOOP;
  CLOSE c;
  SELECT w;
END;
`;
  it('marks a SELECT … INTO under the handler of the cursor', () =>
    checkDiagnostics(
      around(`SELECT n INTO w FROM t WHERE id = v;
--  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shared-handler`),
    ));
  for (const inside of [
    'SELECT COUNT(*) INTO w FROM t WHERE id = v;',
    'SELECT n INTO w FROM t WHERE id = v; SET done = 0;',
    'BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND SET w = NULL; SELECT n INTO w FROM t WHERE id = v; END;',
    'SET w = (SELECT n FROM t WHERE id = v);',
  ])
    it(`is silent for ${inside}`, () => checkDiagnostics(around(inside)));
});

describe('missing-delimiter', () => {
  const settings = { 'missing-delimiter': 'hint' } as const;
  it('marks the first routine that the client would cut', () =>
    checkDiagnostics(
      `
CREATE PROCEDURE a() SELECT 1;
CREATE PROCEDURE b() BEGIN SELECT 1; END;
--               ^ missing-delimiter
CREATE PROCEDURE c() BEGIN SELECT 1; END;
`,
      { settings },
    ));
  it('is silent under a DELIMITER', () =>
    checkDiagnostics('DELIMITER //\nCREATE PROCEDURE b() BEGIN SELECT 1; END //\nDELIMITER ;\n', { settings }));
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
