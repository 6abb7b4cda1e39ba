/** What PREPARE and EXECUTE IMMEDIATE run. */
import assert from 'node:assert/strict';
import { mariadb, printReferences, readOne, type Options } from './check';

/** Checks each preparation: certainty, text, what it mentions. */
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

  it('does not follow variables in a circle for ever', () =>
    check('SET @a = @b; SET @b = CONCAT(@a, @b); SET @a = @b; PREPARE s FROM @a;', ['unknown | ?']));
});
