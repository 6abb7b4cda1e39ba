/** Structural mistakes: where they are reported, and that reading continues after them. */
import assert from 'node:assert/strict';
import { checkDefinitions, checkErrors, mariadb, read } from './check';

describe('errors', () => {
  it('tell a missing THEN, DO, UNTIL and END', () =>
    checkErrors(`DELIMITER $$
CREATE PROCEDURE p() BEGIN
  IF a SELECT 1; END IF;
#      ^^^^^^ expected-then
  WHILE a SET b = 1; END WHILE;
#         ^^^ expected-do
  REPEAT SET a = 1; END REPEAT;
#                   ^^^ expected-until
  LOOP SELECT 1; END;
#                ^^^ expected-end-loop
END$$`));

  it('tell which END is wrong, and what it should have closed', () => {
    checkErrors(`CREATE PROCEDURE p() BEGIN
  IF a THEN SELECT 1; END WHILE;
#                     ^^^ expected-end-if
  WHILE a DO IF b THEN SELECT 1; END WHILE;
#                                ^^^ expected-end-if
  SELECT 1; END LOOP;
#           ^^^ unexpected-end
END;`);
    const { errors } = read('CREATE PROCEDURE p() BEGIN\n\nIF a THEN SELECT 1; END WHILE; END;');
    assert.equal(errors[0]?.message, 'Expected `END IF` to close the `IF` on line 3, found `END WHILE`.');
  });

  it('tell labels that are unknown, do not match or are no loop’s', () =>
    checkErrors(`DELIMITER $$
CREATE PROCEDURE p() a: BEGIN
  LEAVE b;
#       ^ unknown-label
  ITERATE a;
#         ^ unknown-label
  c: LOOP LEAVE a; ITERATE c; END LOOP d;
#                                      ^ label-mismatch
  c: LOOP BEGIN DECLARE EXIT HANDLER FOR 1 LEAVE c; END; END LOOP;
#                                                ^ unknown-label
  d: SET x = 1;
#    ^^^ misplaced-label
  a: BEGIN END a;
# ^ duplicate-label
END a$$`));

  it('tell reserved words as names, by dialect, version and place', () => {
    checkErrors(`CREATE PROCEDURE rank(a INT) SELECT 1;
#                ^^^^ reserved-word
CREATE PROCEDURE p(groups INT) SELECT a.rank FROM t AS a;
#                  ^^^^^^ reserved-word
CREATE PROCEDURE t.rank() BEGIN DECLARE \`rank\` INT; END;`);
    checkErrors('CREATE PROCEDURE p(groups INT) SELECT 1;', { serverVersion: 50744 });
    checkErrors('CREATE PROCEDURE p(groups INT) SELECT 1;', mariadb);
  });

  it('tell a dot before the name that is made', () =>
    checkErrors(`CREATE PROCEDURE .p() SELECT 1;
#                ^ expected-name`));

  it('tell rows whose fields or tables are not said', () => {
    const declared = (type: string): readonly string[] =>
      read(`CREATE PROCEDURE p() BEGIN DECLARE r ${type}; END`, { ...mariadb, client: false }).errors.map(
        ({ code, span }) => `${code} at ${span.start}`,
      );
    assert.deepEqual(declared('ROW (a INT, b VARCHAR(10))'), []);
    assert.deepEqual(declared('ROW TYPE OF t'), []);
    assert.deepEqual(declared('ROW (a INT, (10))'), ['expected-name at 49']);
    assert.deepEqual(declared('ROW TYPE t')[0], 'expected-type at 37');
    const { errors } = read('CREATE PROCEDURE p AS r t%ROWTIPE; BEGIN NULL; END', {
      ...mariadb,
      client: false,
      sqlMode: ['ORACLE'],
    });
    assert.deepEqual(
      errors.map(({ code, span }) => `${code} at ${span.start}`),
      ['expected-type at 26'],
    );
  });

  it('tell types that are missing or none', () =>
    checkErrors(`CREATE PROCEDURE p(a, b INT) SELECT 1;
#                   ^ expected-type
CREATE PROCEDURE q(b INTEGR, c VARCHAR(x)) SELECT 1;
#                    ^^^^^^ expected-type
#                                      ^ expected-type
CREATE FUNCTION f() RETURNS BEGIN RETURN 1; END;
#                           ^^^^^ expected-type
CREATE FUNCTION g() DETERMINISTIC RETURN 1;
#                   ^^^^^^^^^^^^^ expected-returns`));

  it('tell parentheses that are not closed, once', () =>
    checkErrors(`CREATE PROCEDURE p() BEGIN
  SELECT f(1, (2 + 3) FROM t;
#         ^ expected-close-parenthesis
  CALL q((1);
#       ^ expected-close-parenthesis
END;`));

  it('tell a statement that none begins with, and go on reading', () =>
    checkErrors(`CREATE PROCEDURE p() BEGIN
  SELEC 1;
# ^^^^^ unknown-statement
  UPDTE t SET a = 1;
# ^^^^^ unknown-statement
  SELECT 1;
END;
  CREAT TABLE t (a INT);
# ^^^^^ unknown-statement`));

  it('tell a missing semicolon before a word that begins a statement', () =>
    checkErrors(`CREATE PROCEDURE p() BEGIN
  SELECT 1
  CALL q();
# ^^^^ expected-semicolon
  SET a = 1
  DELETE FROM t;
# ^^^^^^ expected-semicolon
  SET a = 1
  SELECT 2;
# ^^^^^^ expected-semicolon
  CLOSE c
  END;
# ^^^ expected-semicolon`));

  it('tell tables that are missing', () =>
    checkErrors(`CREATE PROCEDURE p() BEGIN
  SELECT 1 FROM WHERE a = 1;
#               ^^^^^ expected-table
  INSERT INTO VALUES (1);
#             ^^^^^^ expected-table
  DELETE FROM WHERE a = 1;
#             ^^^^^ expected-table
END;`));

  it('tell declarations behind statements, and outside of blocks', () =>
    checkErrors(`CREATE PROCEDURE p() BEGIN
  SELECT 1;
  DECLARE a INT;
# ^^^^^^^ misplaced-declaration
  IF b THEN DECLARE c INT; SELECT 1; END IF;
#           ^^^^^^^ misplaced-declaration
END;`));

  it('tell what only MariaDB takes', () =>
    checkErrors(`CREATE OR REPLACE PROCEDURE p() BEGIN
#      ^^^^^^^^^^ or-replace-unsupported
  FOR i IN 1..3 DO SELECT 1; END FOR;
# ^^^ mariadb-only
END;`));

  it('tell PREPARE from anything but a text or a user variable', () => {
    checkErrors(`CREATE PROCEDURE p(a TEXT) BEGIN
  PREPARE s FROM a;
#                ^ prepare-from-expression
  PREPARE s FROM @a;
  PREPARE s FROM 'SELECT 1';
END;`);
    checkErrors('CREATE PROCEDURE p(a TEXT) BEGIN PREPARE s FROM CONCAT(a); END;', mariadb);
  });

  it('tell text behind the end', () =>
    checkErrors(`DELIMITER $$
CREATE PROCEDURE p() BEGIN END SELECT 1;
#                              ^^^^^^ text-after-end
$$`));

  it('tell a delimiter that is missing before the next definition', () => {
    const text = `DELIMITER $$
CREATE PROCEDURE q() BEGIN END
  CREATE PROCEDURE r() BEGIN END$$
# ^^^^^^ expected-delimiter`;
    checkDefinitions(text, ['q', 'r']);
    checkErrors(text);
  });

  it('belong to their definition as well as to the file', () => {
    const { definitions, errors } = read("CREATE PROCEDURE a() SELECT 1; CREATE PROCEDURE b() BEGIN SELECT 'x;\nEND;");
    assert.equal(errors.length, definitions[1]?.errors.length);
    assert.equal(definitions[0]?.errors.length, 0);
    assert.equal(errors[0]?.code, 'unfinished-string');
  });

  it('tell in words what is found and what is expected', () => {
    const { errors } = read('CREATE PROCEDURE p() BEGIN IF a; END IF; END;');
    assert.equal(errors[0]?.message, 'Expected `THEN`, found `;`.');
  });

  it('tells that FETCH takes local variables only', () =>
    checkErrors(`CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT 1, 2; DECLARE v INT; OPEN c;
  FETCH c INTO v, @a;
#                 ^^ expected-variable
END;`));
});
