/** The tree of a body, heads, parameters and clauses. */
import assert from 'node:assert/strict';
import type { Declaration, Definition, Statement } from '../../engine/src/syntax/nodes';
import { mariadb, read, readOne, type Options } from './check';

/** Checks the tree of a body, printed in one line: blocks in braces, branches and loops with their statements. */
function checkTree(body: string, expected: string, options: Options = {}): void {
  const text = `CREATE PROCEDURE p() ${body}`;
  const { statement } = readOne(text, { client: false, ...options });
  assert.equal(statement === null ? 'nothing' : print(statement, text), expected);
}

function print(statement: Statement, text: string): string {
  const slice = (span: { start: number; end: number } | null): string =>
    span === null ? '' : text.slice(span.start, span.end);
  const list = (statements: readonly Statement[]): string => statements.map((one) => print(one, text)).join(' ');
  switch (statement.kind) {
    case 'block': {
      const label = statement.label === null ? '' : `${statement.label.text}:`;
      return `${label}{${[...statement.declarations.map((one) => printDeclaration(one, text)), list(statement.statements)].filter(Boolean).join(' ')}}`;
    }
    case 'if':
    case 'case':
      return `${statement.kind}(${statement.branches.map((one) => `${slice(one.condition) || 'else'} ? ${list(one.statements)}`).join(' | ')})`;
    case 'loop':
      return `${statement.label === null ? '' : `${statement.label.text}:`}${statement.form}(${slice(statement.condition)})[${list(statement.statements)}]`;
    case 'jump':
      return `${statement.form}(${statement.label?.text ?? ''})`;
    case 'return':
      return `return(${slice(statement.value)})`;
    case 'cursor':
      return `${statement.form}(${[statement.cursor, ...statement.into].map((name) => name.text).join(', ')})`;
    case 'call':
      return `call ${slice(statement.callee.span)}(${slice(statement.argumentList)})`;
    case 'sql':
      return `${statement.verb}${statement.assigns.map((name) => ` ${name.text}`).join('')}`;
  }
}

function printDeclaration(one: Declaration, text: string): string {
  switch (one.kind) {
    case 'variable':
      return `var ${one.names.map((name) => name.text).join(', ')} ${one.type.text}`;
    case 'cursor':
      return `cursor ${one.name.text}`;
    case 'condition':
      return `condition ${one.name.text} = ${one.value}`;
    case 'handler':
      return `${one.action} on ${one.conditions.join(', ')}: ${one.statement === null ? '' : print(one.statement, text)}`;
  }
}

describe('the tree of a body', () => {
  it('has blocks with labels and declarations', () =>
    checkTree(
      `a: BEGIN DECLARE x, y DECIMAL( 10,2 ) /* c */ UNSIGNED DEFAULT 1; DECLARE z CONDITION FOR SQLSTATE '45000'; DECLARE c CURSOR FOR SELECT 1;
       DECLARE CONTINUE HANDLER FOR SQLSTATE VALUE '01000', 1062, z, NOT FOUND, SQLEXCEPTION, SQLWARNING SET x = 1; BEGIN END; END a`,
      "a:{var x, y DECIMAL( 10,2 ) UNSIGNED condition z = SQLSTATE '45000' cursor c " +
        "continue on SQLSTATE '01000', 1062, z, NOT FOUND, SQLEXCEPTION, SQLWARNING: SET x {}}",
    ));

  it('has the branches of IF and CASE', () =>
    checkTree(
      'BEGIN IF a = 1 THEN SELECT 1; ELSEIF CASE b WHEN 1 THEN 2 END THEN SELECT 2; DO 3; ELSE SET @a = 1; END IF; CASE x WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE; END',
      '{if(a = 1 ? SELECT | CASE b WHEN 1 THEN 2 END ? SELECT DO | else ? SET @a) case(1 ? SELECT | else ? {})}',
    ));

  it('has loops with labels, and jumps', () =>
    checkTree(
      'BEGIN a: LOOP LEAVE a; END LOOP a; b: WHILE x DO ITERATE b; END WHILE; REPEAT SET x = 1; UNTIL x END REPEAT; END',
      '{a:loop()[leave(a)] b:while(x)[iterate(b)] repeat(x)[SET x]}',
    ));

  it('has cursors, calls and what statements assign', () =>
    checkTree(
      "BEGIN OPEN c; FETCH c INTO a, b; CLOSE c; CALL s.p(1, (2)); SELECT 1, 2 INTO a, @b FROM t; SET a = 1, NEW.b = 2, @c := 3; GET DIAGNOSTICS CONDITION 1 d = MESSAGE_TEXT; SIGNAL SQLSTATE '45000'; START TRANSACTION; END",
      '{open(c) fetch(c, a, b) close(c) call s.p(1, (2)) SELECT a @b SET a NEW.b @c GET DIAGNOSTICS d SIGNAL START TRANSACTION}',
    ));

  it('does not need BEGIN', () => {
    checkTree('SELECT 1', 'SELECT');
    checkTree('IF 1 THEN SELECT 1; END IF', 'if(1 ? SELECT)');
  });

  it('decides by position what BEGIN and END are', () =>
    checkTree(
      'BEGIN SELECT begin, end FROM t WHERE end = 1 AND begin > end; SET end = begin; END',
      '{SELECT SET end}',
    ));

  it('keeps what can be read where an end is missing', () => {
    checkTree('BEGIN IF a THEN SELECT 1; END; CALL q();', '{if(a ? SELECT)}');
    checkTree('BEGIN WHILE a DO IF b THEN SELECT 1; END WHILE; CALL q(); END', '{while(a)[if(b ? SELECT)] call q()}');
  });

  it('has MariaDB’s FOR', () =>
    checkTree('BEGIN FOR i IN 1..3 DO SELECT i; END FOR; END', '{for(1..3)[SELECT]}', mariadb));

  it('has ORACLE mode’s declarations, handlers, assignments and bare calls', () =>
    checkTree(
      'AS x INT := 1; BEGIN x := 2; q; s.q(x); <<l>> WHILE x LOOP EXIT l WHEN x; END LOOP; EXCEPTION WHEN OTHERS THEN NULL; END',
      '{var x INT exit on OTHERS: {NULL} SET x call q() call s.q(x) l:while(x)[leave(l)]}',
      { ...mariadb, sqlMode: ['ORACLE'] },
    ));
});

describe('the head of a definition', () => {
  it('tells name, schema and definer', () => {
    const seen = (text: string): unknown => {
      const { name, definer, schema } = readOne(text, { client: false, schema: 'shop' });
      return [schema, name.name.text, definer && [definer.user, definer.host]];
    };
    assert.deepEqual(seen('CREATE PROCEDURE p() SELECT 1'), ['shop', 'p', null]);
    assert.deepEqual(seen("CREATE DEFINER = 'a b'@'%' PROCEDURE s.`p``q`() SELECT 1"), ['s', 'p`q', ['a b', '%']]);
    assert.deepEqual(seen('CREATE DEFINER=root PROCEDURE p() SELECT 1'), ['shop', 'p', ['root', '%']]);
    assert.deepEqual(seen('CREATE DEFINER=`root`@`localhost` PROCEDURE p() SELECT 1'), [
      'shop',
      'p',
      ['root', 'localhost'],
    ]);
    assert.deepEqual(seen('CREATE DEFINER = root @ localhost PROCEDURE p() SELECT 1'), [
      'shop',
      'p',
      ['root', 'localhost'],
    ]);
    assert.deepEqual(seen('CREATE DEFINER=CURRENT_USER() PROCEDURE p() SELECT 1'), ['shop', 'p', [null, null]]);
  });

  it('follows USE, with and without a delimiter, but a written schema wins', () =>
    assert.deepEqual(
      read(
        'CREATE PROCEDURE a() SELECT 1; USE b;\nCREATE PROCEDURE b() SELECT 1; USE `c d`\nCREATE PROCEDURE c() SELECT 1; CREATE PROCEDURE e.f() SELECT 1;',
      ).definitions.map(({ schema }) => schema),
      [null, 'b', 'c d', 'e'],
    ));

  it('follows SET sql_mode, kept modes and DEFAULT', () => {
    const modes = read(`CREATE PROCEDURE a() SELECT 1; SET @old = @@sql_mode, sql_mode = 'ANSI';
      CREATE PROCEDURE "b"() SELECT 1; SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES');
      CREATE PROCEDURE c() SELECT '\\'; SET GLOBAL sql_mode = ''; SET @@session.sql_mode := @old;
      CREATE PROCEDURE d() SELECT "\\""; SET sql_mode = DEFAULT; CREATE PROCEDURE e() SELECT 1;`).definitions;
    assert.deepEqual(
      modes.map(({ name, sqlMode }) => [
        name.name.text,
        sqlMode?.includes('ANSI_QUOTES'),
        sqlMode?.includes('NO_BACKSLASH_ESCAPES'),
      ]),
      [
        ['a', undefined, undefined],
        ['b', true, false],
        ['c', true, true],
        ['d', false, false],
        ['e', false, false],
      ],
    );
  });

  it('tells parameters with mode, type and place', () => {
    const text =
      "CREATE PROCEDURE p(a INT, OUT b VARCHAR (10) CHARSET utf8mb4, INOUT `c d` ENUM('x', 'y'), IN in_ DOUBLE PRECISION UNSIGNED) SELECT 1";
    const { parameters, parameterList } = readOne(text, { client: false });
    assert.deepEqual(
      parameters.map(({ mode, modeWritten, name, type }) => [mode, modeWritten, name.text, type.text]),
      [
        ['in', false, 'a', 'INT'],
        ['out', true, 'b', 'VARCHAR (10) CHARSET utf8mb4'],
        ['inout', true, 'c d', "ENUM('x', 'y')"],
        ['in', true, 'in_', 'DOUBLE PRECISION UNSIGNED'],
      ],
    );
    assert.match(text.slice(parameterList!.start, parameterList!.end), /^a INT.*UNSIGNED$/);
  });

  it('tells characteristics in any order, in normal form', () => {
    const seen = ({ returns, characteristics }: Definition): unknown => [
      returns?.text,
      characteristics.map(({ kind, value }) => `${kind}: ${value}`),
    ];
    const text =
      "CREATE FUNCTION f() RETURNS CHAR(3) CHARSET latin1 SQL SECURITY INVOKER COMMENT 'it''s' NOT DETERMINISTIC LANGUAGE SQL READS SQL DATA RETURN 'a'";
    assert.deepEqual(seen(readOne(text, { client: false })), [
      'CHAR(3) CHARSET latin1',
      [
        'security: INVOKER',
        "comment: it's",
        'deterministic: NOT DETERMINISTIC',
        'language: SQL',
        'data-access: READS SQL DATA',
      ],
    ]);
  });

  it('tells what triggers and events are about', () => {
    const { trigger } = readOne('CREATE TRIGGER t AFTER DELETE ON s.o FOR EACH ROW PRECEDES u SELECT 1', {
      client: false,
    });
    assert.deepEqual(
      [
        trigger?.timing,
        trigger?.events,
        trigger?.table.schema?.text,
        trigger?.table.name.text,
        trigger?.order?.kind,
        trigger?.order?.trigger.name.text,
      ],
      ['after', ['delete'], 's', 'o', 'precedes', 'u'],
    );
    const text =
      "CREATE EVENT e ON SCHEDULE AT NOW() + INTERVAL 1 DAY ON COMPLETION NOT PRESERVE DISABLE ON SLAVE COMMENT 'c' DO SELECT 1";
    const { event, body } = readOne(text, { client: false });
    assert.deepEqual(
      [
        event?.schedule && text.slice(event.schedule.start, event.schedule.end),
        event?.preserve,
        event?.status,
        event?.comment,
        text.slice(body!.start),
      ],
      ['AT NOW() + INTERVAL 1 DAY', false, 'disable-on-replica', 'c', 'SELECT 1'],
    );
  });

  it('takes a view without its check option', () => {
    const text = 'CREATE VIEW v AS SELECT 1 FROM t WITH CHECK OPTION';
    const { body } = readOne(text, { client: false });
    assert.equal(text.slice(body!.start, body!.end), 'SELECT 1 FROM t');
  });

  it('reads bodies in other languages as one text', () => {
    const text = 'CREATE FUNCTION f(a INT) RETURNS INT LANGUAGE JAVASCRIPT USING (lib AS l) AS $$ return l.f(a); $$';
    const { body, statement, characteristics } = readOne(text, { client: false });
    assert.deepEqual(
      [text.slice(body!.start, body!.end), statement, characteristics.map(({ value }) => value)],
      ['$$ return l.f(a); $$', null, ['JAVASCRIPT', 'lib AS l']],
    );
  });

  it('leaves loadable functions among the other statements', () =>
    assert.deepEqual(
      read("CREATE FUNCTION f RETURNS INTEGER SONAME 'f.so'; CREATE TABLE t (a INT); DROP PROCEDURE p;").others.map(
        ({ verb }) => verb,
      ),
      ['CREATE FUNCTION', 'CREATE TABLE', 'DROP PROCEDURE'],
    ));
});
