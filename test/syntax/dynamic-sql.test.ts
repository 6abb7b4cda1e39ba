/** The SQL that PREPARE and EXECUTE IMMEDIATE run. */
import assert from 'node:assert/strict';
import { mariadb, printReferences, readOne, type Options } from './check';

/** Checks each preparation: certainty, text, references. */
function check(statements: string, expected: readonly string[], options: Options = {}): void {
  const { dynamic, references } = readOne(`CREATE PROCEDURE p(x INT) BEGIN ${statements} END`, {
    client: false,
    ...options,
  });
  assert.deepEqual(
    dynamic.map((one) => [one.certainty, one.sql ?? '?', ...printReferences(one.references)].join(' | ')),
    expected,
  );
  assert.deepEqual(references, [], 'what a text mentions is not what the body mentions');
}

describe('dynamic SQL', () => {
  it('from a text is certain', () =>
    check("PREPARE s FROM 'DELETE FROM t WHERE a = ''x'''; EXECUTE s;", [
      "certain | DELETE FROM t WHERE a = 'x' | writes t",
    ]));

  it('from a variable is what it was set to last', () =>
    check("SET @s = 'SELECT f(1)'; PREPARE s FROM @s; SET @s := 'CALL q()'; IF x THEN PREPARE s FROM @s; END IF;", [
      'certain | SELECT f(1) | functions f',
      'certain | CALL q() | calls q',
    ]));

  it('is put together from texts and variables', () =>
    check(
      "SET @t = 'tab', @n = 'x'; SET @s = CONCAT('INSERT INTO ', @t, ' SELECT ', CONCAT_WS(', ', @n, 1), ' FROM u'); PREPARE s FROM @s;",
      ['certain | INSERT INTO tab SELECT x, 1 FROM u | reads u | writes tab'],
    ));

  it('follows SELECT … INTO and := inside SELECT', () =>
    check("SELECT 'TRUNCATE t' INTO @s; PREPARE s FROM @s; SELECT @s := 'DROP TABLE u', 1; PREPARE s FROM @s;", [
      'certain | TRUNCATE t | writes t',
      'certain | DROP TABLE u | ddl DROP u',
    ]));

  it('is possible, once for each way, where the program may have gone several', () =>
    check("IF x THEN SET @s = 'CALL a()'; ELSE SET @s = 'CALL b()'; END IF; PREPARE s FROM @s;", [
      'possible | CALL a() | calls a',
      'possible | CALL b() | calls b',
    ]));

  it('is possible where a loop may bring a later text', () =>
    check("SET @s = 'CALL a()'; WHILE x DO PREPARE s FROM @s; SET @s = 'CALL b()'; END WHILE;", [
      'possible | CALL a() | calls a',
      'possible | CALL b() | calls b',
    ]));

  it('mentions what its known parts mention, but no name that is only partly known', () =>
    check(
      "SET @s = CONCAT('DELETE FROM t WHERE id = ', x, ' AND y IN (SELECT y FROM u_', x, ')'); PREPARE s FROM @s;",
      ['possible | ? | writes t'],
    ));

  it('is unknown where nothing is known', () =>
    check("PREPARE s FROM @s; SET @t = CONCAT('SELECT * FROM ', x); PREPARE s FROM @t;", [
      'unknown | ?',
      'unknown | ?',
    ]));

  it('says what it is prepared from', () => {
    const { dynamic } = readOne(
      "CREATE PROCEDURE p(x TEXT) BEGIN PREPARE a FROM 'DO 1'; PREPARE a FROM @x; PREPARE a FROM x; END",
      { client: false },
    );
    assert.deepEqual(
      dynamic.map(({ from }) => from),
      ['literal', 'user-variable', 'expression'],
    );
  });

  it('may be executed at once, and come from a local variable (MariaDB)', () =>
    check(
      "DECLARE v TEXT DEFAULT 'CALL c()'; EXECUTE IMMEDIATE 'SELECT * FROM t WHERE a = ?' USING x; EXECUTE IMMEDIATE v; EXECUTE IMMEDIATE CONCAT('CALL ', 'd()');",
      [
        'certain | SELECT * FROM t WHERE a = ? | reads t',
        'certain | CALL c() | calls c',
        'certain | CALL d() | calls d',
      ],
      mariadb,
    ));

  it('is possible, once for each choice of an IF or a CASE', () => {
    const choices = ['possible | ALTER TABLE t ADD x INT | ddl ALTER t', 'possible | DO 0'];
    check("SET @n = x; SET @s = IF(@n = 0, 'ALTER TABLE t ADD x INT', 'DO 0'); PREPARE s FROM @s;", choices);
    check("SET @s = CASE WHEN (x) THEN 'ALTER TABLE t ADD x INT' ELSE 'DO 0' END; PREPARE s FROM @s;", choices);
    check(
      "SET @s = CASE x WHEN 1 THEN IF(x, 'CALL a()', 'CALL b()') WHEN 2 THEN CONCAT('CALL ', x) END; PREPARE s FROM @s;",
      ['possible | CALL a() | calls a', 'possible | CALL b() | calls b', 'unknown | ?'],
    );
  });

  it('is put together by REPLACE, CHAR and SPACE, too', () =>
    check(
      "SET @s = REPLACE('SELECT * FROM {t} JOIN u', '{t}', 'v'); PREPARE s FROM @s; SET @s = CONCAT('CALL', SPACE(1), 'q()', CHAR(10)); PREPARE s FROM @s; SET @s = REPLACE('SELECT * FROM {t} JOIN u', '{t}', x); PREPARE s FROM @s;",
      ['certain | SELECT * FROM v JOIN u | reads v, u', 'certain | CALL q()\n | calls q', 'possible | ? | reads u'],
    ));

  it('is put together by || where that joins texts', () => {
    const text = "SET @s = 'SELECT * FROM ' || 't'; PREPARE s FROM @s;";
    check(text, ['unknown | ?']);
    for (const mode of ['PIPES_AS_CONCAT', 'ANSI'])
      check(text, ['certain | SELECT * FROM t | reads t'], { sqlMode: [mode] });
  });

  it('follows ORACLE mode’s constants, || and USING', () => {
    const { dynamic } = readOne(
      `CREATE PROCEDURE p(n INT) AS c CONSTANT VARCHAR(10) := 'accounts'; v VARCHAR(100); BEGIN
         EXECUTE IMMEDIATE 'UPDATE ' || c || ' SET a = ? WHERE b = f(?)' USING n, 5; v := 'CALL q(' || n || ')'; EXECUTE IMMEDIATE v; END`,
      { ...mariadb, client: false, sqlMode: ['ORACLE'] },
    );
    assert.deepEqual(
      dynamic.map(({ certainty, sql, references }) =>
        [certainty, sql ?? '?', ...printReferences(references)].join(' | '),
      ),
      ['certain | UPDATE accounts SET a = ? WHERE b = f(?) | functions f | writes accounts', 'possible | ? | calls q'],
    );
  });

  it('gives several variables of one SELECT … INTO their texts', () =>
    check("SELECT 'CALL a()', CONCAT('CALL ', 'b()') INTO @x, @y; PREPARE s FROM @y; PREPARE s FROM @x;", [
      'certain | CALL b() | calls b',
      'certain | CALL a() | calls a',
    ]));

  it('is unknown behind what gives the variable a value of its own', () => {
    const { dynamic } = readOne(
      `CREATE PROCEDURE p() BEGIN DECLARE a TEXT DEFAULT 'CALL q()'; DECLARE c CURSOR FOR SELECT 1 FROM t; SET @b = 'CALL q()', @c = 'CALL q()';
         FETCH c INTO a; SET @a = a; PREPARE s FROM @a; SELECT x, y INTO @b, @z FROM t; PREPARE s FROM @b; GET DIAGNOSTICS @c = NUMBER; PREPARE s FROM @c; END`,
      { client: false },
    );
    assert.deepEqual(
      dynamic.map(({ certainty }) => certainty),
      ['unknown', 'unknown', 'unknown'],
    );
  });

  it('is only possible behind a CALL that may have changed the variable', () => {
    const { dynamic } = readOne("CREATE PROCEDURE p() BEGIN SET @a = 'DO f()'; CALL q(@a); PREPARE s FROM @a; END");
    assert.deepEqual(
      dynamic.map(({ certainty, sql }) => [certainty, sql]),
      [
        ['possible', 'DO f()'],
        ['unknown', null],
      ],
    );
  });

  it('is unknown where it is nested deeper than anyone writes', () => {
    for (const opening of ['CONCAT(', '('])
      check(`SET @s = ${opening.repeat(5000)}'a'${')'.repeat(5000)}; PREPARE s FROM @s;`, ['unknown | ?']);
  });

  it('does not follow variables in a circle for ever', () =>
    check('SET @a = @b; SET @b = CONCAT(@a, @b); SET @a = @b; PREPARE s FROM @a;', ['unknown | ?']));
});
