/**
 * The text between two delimiters, which the client sends at once, and which may be several statements for the server.
 */
import assert from 'node:assert/strict';
import { checkDefinitions, checkErrors, mariadb, read, type Options } from './check';

const both: readonly Options[] = [{}, mariadb];

/** Returns schema and name of each definition, and its sql_mode if one is set. */
function placesOf(text: string, options: Options = {}): readonly string[] {
  return read(text, options).definitions.map(
    ({ schema, name, sqlMode }) =>
      `${schema ?? '?'}.${name.name.text}${sqlMode === null ? '' : ` ${sqlMode[0] ?? ''}`}`,
  );
}

function textsOf(text: string, options: Options = {}): readonly string[] {
  return read(text, options).definitions.map(({ span }) => text.slice(span.start, span.end));
}

describe('a chunk', () => {
  for (const before of [
    'DROP PROCEDURE IF EXISTS p',
    'SET NAMES utf8',
    "SELECT 'installing; DELIMITER'",
    'CREATE TABLE t (a INT)',
    'INSERT INTO t VALUES (1), (2)',
    'SET @old = @@sql_mode, foreign_key_checks = 0',
    'CREATE FUNCTION u RETURNS STRING SONAME "u.so"',
    "PREPARE s FROM 'SELECT 1'",
    'BEGIN',
    'START TRANSACTION',
    'GRANT EXECUTE ON PROCEDURE p TO a@b',
    'LOCK TABLES t WRITE',
  ])
    it(`is read beyond: ${before}`, () => {
      const text = `DELIMITER $$\n${before};\n-- a comment; with a semicolon\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END$$\nDELIMITER ;\n`;
      for (const options of both) {
        checkDefinitions(text, ['p'], options);
        checkErrors(text, options);
      }
    });

  it('holds several definitions of every kind, and what is between them', () => {
    const text = `DELIMITER $$
CREATE PROCEDURE a() BEGIN SELECT 1; END;
CALL a();
CREATE FUNCTION b() RETURNS INT DETERMINISTIC RETURN 1; -- one
CREATE VIEW c AS SELECT 1;
/* two */ CREATE TRIGGER d BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; SELECT 2; END;
ALTER EVENT e DO BEGIN SELECT 1; SELECT 3; END;
CREATE PROCEDURE f() SELECT 1; # three
$$
DELIMITER ;`;
    for (const options of both) {
      checkDefinitions(text, ['a', 'function b', 'view c', 'trigger d', 'event e', 'f'], options);
      checkErrors(text, options);
    }
    assert.equal(textsOf(text)[0], 'CREATE PROCEDURE a() BEGIN SELECT 1; END');
    assert.equal(textsOf(text)[5], 'CREATE PROCEDURE f() SELECT 1');
  });

  it('is one where the text is for the server alone', () =>
    checkDefinitions(
      'DROP PROCEDURE IF EXISTS a; CREATE PROCEDURE a() SELECT 1; CREATE PROCEDURE b() SELECT 2',
      ['a', 'b'],
      {
        client: false,
      },
    ));

  it('carries schema and sql_mode on', () =>
    assert.deepEqual(
      placesOf(`DELIMITER $$
SELECT 1; USE one; CREATE PROCEDURE a() SELECT 1;
SET sql_mode = 'ANSI_QUOTES'; CREATE PROCEDURE b() SELECT "t".a FROM "t"; USE two; CREATE PROCEDURE c() SELECT 1$$
CREATE PROCEDURE d() SELECT 1$$`),
      ['one.a', 'one.b ANSI_QUOTES', 'two.c ANSI_QUOTES', 'two.d ANSI_QUOTES'],
    ));

  it('carries on a sql_mode that is set after a body, but not one that is set in a body', () => {
    const text = `DELIMITER $$
CREATE PROCEDURE a() BEGIN BEGIN SELECT "a"; END; SET sql_mode = 'ANSI_QUOTES'; END;
CREATE PROCEDURE b() SELECT 'b' "b";
SET @kept = @@sql_mode, sql_mode = 'ANSI_QUOTES';
CREATE PROCEDURE "c"() SELECT "a" FROM "t";
SET sql_mode = @kept;
CREATE PROCEDURE d() SELECT "d" "d"$$`;
    checkErrors(text);
    assert.deepEqual(placesOf(text), ['?.a', '?.b', '?.c ANSI_QUOTES', '?.d ']);
  });

  for (const value of [
    '4',
    "CONCAT_WS(',', NULL, 'ANSI_QUOTES', @@sql_mode)",
    "TRIM(' ANSI_QUOTES ')",
    "IF(1, 'ANSI_QUOTES', '')",
    "(SELECT CONCAT(@@sql_mode, ',ANSI_QUOTES'))",
    "UPPER('ansi_quotes')",
  ])
    it(`follows a sql_mode that can be computed: ${value}`, () => {
      for (const options of both) {
        const text = `SET sql_mode = ${value};\nCREATE PROCEDURE "a"() SELECT "t".a FROM "t";`;
        checkDefinitions(text, ['a'], options);
        checkErrors(text, options);
        assert.deepEqual(read(text, options).notes, []);
      }
    });

  it('follows the sql_mode of the server, which DEFAULT gives to the session', () =>
    checkDefinitions(`SET GLOBAL sql_mode='ANSI_QUOTES'; SET sql_mode=DEFAULT;\nCREATE PROCEDURE "a"() SELECT 1;`, [
      'a',
    ]));

  it('keeps the sql_mode where the server refuses another', () =>
    checkDefinitions(
      `SET sql_mode='ANSI_QUOTES'; SET sql_mode=NULL; SET sql_mode=17179869184000;\nCREATE PROCEDURE "a"() SELECT 1;`,
      ['a'],
    ));

  it('keeps the sql_mode after a SET that the server rejects, which is told', () => {
    const rejected = (value: string, options: Options = {}): readonly string[] => {
      const { errors, definitions } = read(
        `SET @a = 1, sql_mode = ${value}, @b = 2;\nCREATE PROCEDURE a() SELECT "b" "c";`,
        options,
      );
      assert.deepEqual(definitions[0]!.sqlMode, null);
      return errors.map(({ code, span, message }) => `${span.start} ${code}: ${message.split('. ')[0]!}`);
    };
    const none = (mode: string): readonly string[] => [`12 rejected-sql-mode: This server has no sql_mode \`${mode}\``];
    for (const options of both) {
      assert.deepEqual(rejected("'ANSI_QUOTES,NOPE'", options), none('NOPE'));
      assert.deepEqual(rejected("'ANSI_QUO'", options), none('ANSI_QUO'));
      assert.deepEqual(rejected("'4'", options), none('4'));
      assert.deepEqual(rejected('NULL', options), none('NULL'));
      assert.deepEqual(rejected('17179869184000', options), none('17179869184000'));
      assert.match(rejected("'ANSI_QUOTES, ANSI'", options)[0]!, /rejects white space around the sql_mode `ANSI`/);
      checkErrors('SET sql_mode = \'ansi_quotes,,ANSI \'; CREATE PROCEDURE "a"() SELECT 1;', options);
    }
    assert.deepEqual(rejected("'ANSI_QUOTES,NO_AUTO_CREATE_USER'"), none('NO_AUTO_CREATE_USER'));
    assert.deepEqual(rejected("'TIME_TRUNCATE_FRACTIONAL'", mariadb), none('TIME_TRUNCATE_FRACTIONAL'));
    const removed = 'SET sql_mode = \'ANSI_QUOTES,NO_AUTO_CREATE_USER,ORACLE\'; CREATE PROCEDURE "a"() SELECT 1;';
    checkErrors(removed, { serverVersion: 50744 });
    checkErrors('SET sql_mode = \'ANSI_QUOTES,NO_AUTO_CREATE_USER\'; CREATE PROCEDURE "a"() SELECT 1;', mariadb);
  });

  it('computes all values of a SET before it assigns any', () => {
    const text = (set: string): string => `SET @m = 'ANSI_QUOTES';\n${set};\nCREATE PROCEDURE "a"() SELECT 1;`;
    for (const options of both) {
      checkErrors(text("SET @m = '', sql_mode = @m"), options);
      assert.equal(read(text("SET @m = '', sql_mode = 'NOPE'; SET sql_mode = @m"), options).errors.length, 1);
    }
  });

  it('reads values that nest or grow without end', () => {
    const open = 'CONCAT('.repeat(20_000);
    const grow = 'SET @a = CONCAT(@a, @a);\n'.repeat(60);
    for (const text of [`SET sql_mode = ${open};`, `SET @a = 'x';\n${grow}SET sql_mode = @a;`])
      assert.deepEqual(
        read(text).notes.map(({ code }) => code),
        ['unknown-sql-mode'],
      );
  });

  it('tells that a sql_mode is not known, and reads a name where only a name can stand', () => {
    const text = `SET sql_mode = ELT(1, 'ANSI_QUOTES');\nCREATE PROCEDURE "a"() SELECT "a" FROM "t";\nCREATE VIEW s."v" AS SELECT "x" AS y;`;
    for (const options of both) {
      checkDefinitions(text, ['a', 'view v'], options);
      checkErrors(text, options);
      assert.deepEqual(
        read(text, options).notes.map(({ code, span }) => [code, span.start]),
        [['unknown-sql-mode', 4]],
      );
    }
  });

  it('may hold statements of MariaDB with statements in them', () => {
    const text = `DELIMITER $$
IF 1 THEN SELECT 1; SELECT 2; END IF;
CREATE PROCEDURE a() SELECT 1;
BEGIN NOT ATOMIC DECLARE i INT; SET i = 1; END;
CREATE PROCEDURE b() SELECT 1$$
SET sql_mode = ORACLE$$
DECLARE i INT; BEGIN i := 1; SELECT 2; END;
CREATE PROCEDURE c() AS BEGIN NULL; END$$`;
    checkDefinitions(text, ['a', 'b', 'c'], mariadb);
    checkErrors(text, mariadb);
  });

  it('of MariaDB holds no block without NOT ATOMIC', () => {
    const text =
      'DELIMITER $$\nBEGIN SELECT 1; SELECT 2; END$$\nBEGIN$$\nBEGIN WORK$$\nCREATE PROCEDURE a() SELECT 1$$';
    assert.deepEqual(
      read(text, mariadb).errors.map(({ code, span }) => [code, span.start]),
      [['expected-delimiter', 19]],
    );
    checkErrors(text.replace('a() SELECT 1', 'a AS BEGIN NULL; END'), { ...mariadb, sqlMode: ['ORACLE'] });
  });

  it('of MySQL holds no such statements', () => {
    checkErrors(`DELIMITER $$
  IF 1 THEN SELECT 1; SELECT 2; END IF;
# ^^ unknown-statement
CREATE PROCEDURE a() SELECT 1$$`);
  });

  it('ends for the server at the first error: what follows is read, and not complained of', () => {
    const text = `DELIMITER $$
CREATE PROCEDURE a() SELECT 1;
  SELEC 1;
# ^^^^^ unknown-statement
WHATEVER 2; ;
CREATE PROCEDURE b() BEGIN SELECT 1; END$$
CREATE PROCEDURE c() SELECT 1$$`;
    checkDefinitions(text, ['a', 'b', 'c']);
    checkErrors(text);
  });

  it('has its own errors', () =>
    checkErrors(`DELIMITER $$
DROP PROCEDURE IF EXISTS a;
CREATE PROCEDURE a() BEGIN SELEC 1; END$$
#                          ^^^^^ unknown-statement
  ; CREATE PROCEDURE b() SELECT 1$$
# ^ empty-statement
CREATE PROCEDURE c() SELECT 1;;
#                             ^ empty-statement
$$`));

  it('needs a ; between two definitions', () =>
    checkErrors(`DELIMITER $$
CREATE PROCEDURE a() BEGIN SELECT 1; END
  CREATE PROCEDURE b() SELECT 1;
# ^^^^^^ expected-delimiter
$$`));

  it('may be wrapped in executable comments, as dumps do', () => {
    const text = `DELIMITER ;;
/*!50003 DROP PROCEDURE IF EXISTS a */;
/*!50003 CREATE*/ /*!50020 DEFINER=\`r\`@\`h\`*/ /*!50003 PROCEDURE a()
BEGIN SELECT 1; SELECT 2; END */;;
/*!50003 SET sql_mode = 'ANSI_QUOTES' */ ;;
CREATE PROCEDURE "b"() SELECT 1;;
DELIMITER ;`;
    checkErrors(text);
    assert.deepEqual(placesOf(text), ['?.a', '?.b ANSI_QUOTES']);
  });
});

describe('a line of the client', () => {
  it('puts a schema in use', () => {
    const text =
      'use one\nCREATE PROCEDURE a() SELECT 1;\n\\u two\nCREATE PROCEDURE b() SELECT 1;\nconnect three\nCREATE PROCEDURE c() SELECT 1;\n';
    for (const options of both) {
      assert.deepEqual(placesOf(text, options), ['one.a', 'two.b', 'three.c']);
      assert.deepEqual(
        read(text, options).notes.map(({ code, span }) => [code, span.start]),
        [['client-command', 0]],
      );
    }
  });

  it('may be a USE with the ; that is not the delimiter: to the client of MariaDB it is part of the name', () => {
    const text = 'DELIMITER $$\nUSE shop;\nCREATE PROCEDURE a() SELECT 1$$\n';
    assert.deepEqual(placesOf(text), ['shop.a']);
    assert.deepEqual(
      read(text).notes.map(({ code, span }) => [code, span.start]),
      [['client-difference', 13]],
    );
    assert.deepEqual(placesOf(text, mariadb), ['?.a']);
    assert.deepEqual(
      read(text, mariadb).errors.map(({ code, span }) => [code, span.start]),
      [['use-with-semicolon', 13]],
    );
  });

  it('that quits ends the file, with a warning where something follows', () => {
    const text = 'CREATE PROCEDURE a() SELECT 1;\nquit\nCREATE PROCEDURE b() SELECT 1;\n';
    for (const options of both) {
      checkDefinitions(text, ['a'], options);
      assert.deepEqual(
        read(text, options).warnings.map(({ code, span }) => [code, span.start]),
        [['text-after-quit', 31]],
      );
    }
    assert.deepEqual(read('SELECT 1;\nexit\n\n').warnings, []);
  });

  it('with the delimiter on it is one to the client of MariaDB, where it is all that would be sent', () => {
    const text = 'CREATE PROCEDURE a() SELECT 1;\nstatus;\nquit ;\nCREATE PROCEDURE b() SELECT 1;\n';
    checkDefinitions(text, ['a'], mariadb);
    checkErrors(text, mariadb);
    checkDefinitions(text, ['a', 'b']);
    assert.deepEqual(
      read(text).errors.map(({ code }) => code),
      ['unknown-statement', 'unknown-statement'],
    );
  });

  it('behind a statement on its line is none', () =>
    assert.deepEqual(
      read('SELECT 1; quit\n', mariadb).errors.map(({ code }) => code),
      ['unknown-statement'],
    ));

  it('of dashes without a blank is dropped by the client of MariaDB, unless it keeps comments, which is told once', () => {
    const text =
      '--liquibase formatted sql\n--changeset a:1\nCREATE PROCEDURE a() SELECT 1; --x\nCREATE PROCEDURE b() SELECT 1;\n';
    checkDefinitions(text, ['a', 'b'], mariadb);
    checkErrors(text, mariadb);
    assert.deepEqual(
      read(text, mariadb).warnings.map(({ code, span }) => [code, span.start, span.end]),
      [['dashes-without-space', 0, 25]],
    );
  });

  it('that runs another file is told each time, with the file', () => {
    const { notes } = read('source a.sql\n\\. b.sql\nSOURCE  c d.sql \nCREATE PROCEDURE p() SELECT 1;\n');
    assert.deepEqual(
      notes
        .filter(({ code }) => code === 'file-not-read')
        .map(({ span, message }) => [span.start, message.split(' here')[0]]),
      [
        [0, 'The client runs the file `a.sql`'],
        [13, 'The client runs the file `b.sql`'],
        [22, 'The client runs the file `c d.sql`'],
      ],
    );
  });

  it('that ends in a carriage return alone is no line to the client, which is told', () =>
    assert.deepEqual(
      read('CREATE PROCEDURE a() SELECT 1;\rCREATE PROCEDURE b() SELECT 1;\r').warnings.map(({ code }) => code),
      ['carriage-returns'],
    ));
});

describe('a backslash', () => {
  it('at the end of a line is dropped by the client', () => {
    const text = 'DELIMITER $$\nCREATE PROCEDURE a()\nBEGIN\n  SELECT 1, \\\n    2;\r\n SELECT \\\r\n 3; END$$\n';
    for (const options of both) {
      checkErrors(text, options);
      checkDefinitions(text, ['a'], options);
    }
  });

  it('before anything else is refused, also by a server', () => {
    assert.equal(read('DELIMITER $$\nCREATE PROCEDURE a() SELECT 1, \\ \n2$$').errors.length, 1);
    assert.equal(read('CREATE PROCEDURE a() SELECT 1, \\\n2', { client: false }).errors.length, 1);
  });

  it('with a letter takes its argument up to the delimiter, and the line goes on', () => {
    const text =
      '\\d $$ CREATE PROCEDURE a() BEGIN SELECT 1; END$$\nCREATE PROCEDURE b() \\d ;\nBEGIN END; CREATE PROCEDURE c() SELECT 1;\n\\p CREATE PROCEDURE d() SELECT 1;\n\\T f; CREATE PROCEDURE e() SELECT 1;\n\\u s x; CREATE PROCEDURE f() SELECT 1;\n';
    for (const options of both) {
      checkDefinitions(text, ['a', 'b', 'c', 'd', 'e', 'f'], options);
      checkErrors(text, options);
    }
  });

  it('with c clears the statement, with p goes on', () => {
    const text =
      'CREATE PROCEDURE a() BEGIN SELECT \\c CREATE PROCEDURE b() \\p SELECT 1;\nCREATE PROCEDURE c() SELECT 1\\g\n';
    checkDefinitions(text, ['b', 'c'], mariadb);
    checkErrors(text, mariadb);
  });
});

describe('the head of a definition', () => {
  const wrong: readonly (readonly [head: string, name: string, message: RegExp])[] = [
    ['CREATE PROCEDRE p()', 'p', /^Unexpected `PROCEDRE` after CREATE. Did you mean `PROCEDURE`\?$/],
    ['CREATE PROC p()', 'p', /mean `PROCEDURE`\?/],
    ['CREATE PORCEDURE IF NOT EXISTS p()', 'p', /mean `PROCEDURE`\?/],
    ['CREATE DEFINER=root@localhost PROCEDRE p()', 'p', /mean `PROCEDURE`\?/],
    ["CREATE DEFFINER = 'a'@'b' PROCEDURE p()", 'p', /mean `DEFINER`\?/],
    ['CREATE OR REPALCE PROCEDURE p()', 'p', /`REPALCE` after CREATE OR. Did you mean `REPLACE`\?/],
    ['CREATE TEMP PROCEDURE p()', 'p', /^Unexpected `TEMP` between CREATE and PROCEDURE. Remove it.$/],
    ['CRAETE PROCEDURE p()', 'p', /mean `CREATE`\?/],
    [
      'CREATE PROCEDURE\u3000p()',
      'p',
      /^Unexpected character U\+3000 after PROCEDURE. The server reads it as a letter. Replace it with a space.$/,
    ],
    ['CREATE\u00a0PROCEDURE p()', 'p', /U\+00A0 after CREATE/],
    ['CREATE PROCEDURE\u00a0 s.p()', 'p', /U\+00A0 after PROCEDURE/],
  ];
  for (const [head, name, message] of wrong)
    it(`is told where it is misspelt, and read as it was meant: ${head}`, () => {
      for (const options of both) {
        const text = `DELIMITER $$\n${head} BEGIN SELECT 1; SELECT 2; END$$\nCREATE PROCEDURE q() SELECT 1$$`;
        const { errors } = read(text, options);
        assert.equal(errors.length, 1, JSON.stringify(errors));
        assert.match(errors[0]!.message, message);
        checkDefinitions(text, [name, 'q'], options);
        assert.equal(read(`${head} BEGIN SELECT 1; SELECT 2; END;`, options).errors.length, 1);
      }
    });

  for (const text of [
    'CREATE FUNTION f() RETURNS INT RETURN 1',
    'CREATE TRIGER f BEFORE INSERT ON t FOR EACH ROW SET @a = 1',
  ])
    it(`is told of every kind: ${text}`, () => {
      const { errors, definitions } = read(text);
      assert.deepEqual([errors.map(({ code }) => code), definitions.length], [['unknown-statement'], 1]);
    });

  for (const [head, start] of [
    ['CREATE DEFINER=root@ localhost PROCEDURE p()', 19],
    ['CREATE DEFINER=root@ `localhost` PROCEDURE p()', 19],
    ["CREATE DEFINER='root'@/* c */'localhost' PROCEDURE p()", 21],
    ['CREATE DEFINER=root@% PROCEDURE p()', 19],
    ['CREATE DEFINER=root@`%` SQL SECURITY INVOKER PROCEDURE p()', 24],
    ['CREATE SQL SECURITY INVOKER PROCEDURE p()', 7],
    ["CREATE PROCEDURE p() COMMENT N'x'", 29],
  ] as const)
    it(`is refused where the server refuses it: ${head}`, () => {
      for (const options of both)
        assert.deepEqual(
          read(`${head} SELECT 1;`, options).errors.map(({ span }) => span.start),
          [start],
        );
    });

  for (const head of [
    'DEFINER=root @localhost',
    "DEFINER='root' @'localhost'",
    'DEFINER=root@`%`',
    'DEFINER=root@1.2.3.4',
  ])
    it(`is taken where the server takes it: ${head}`, () => {
      for (const options of both) checkErrors(`CREATE ${head} PROCEDURE p() SELECT 1;`, options);
      checkErrors(`CREATE ${head} SQL SECURITY INVOKER VIEW v AS SELECT 1;`);
    });

  it('names characters that cannot be seen', () => {
    const told = (text: string): string => read(text).errors[0]?.message ?? '';
    assert.equal(told('CREATE PROCEDURE a()\u200b SELECT 1;'), 'Unknown statement: U+200B (zero-width space).');
    assert.equal(told('CREATE PROCEDURE a() SELECT\u00a0 1;'), 'Unknown statement: `SELECT<U+00A0>`.');
    assert.equal(told('CREATE PROCEDURE a() SELECT 1 FROM t \u00a0\u00a0 x;').includes('\u00a0'), false);
  });

  it('is no matter of what else is created', () => {
    const others =
      `DATABASE d; SCHEMA d; TABLE t (a INT); TEMPORARY TABLE t (a INT); INDEX i ON t (a); UNIQUE INDEX i ON t (a);
      FULLTEXT INDEX i ON t (a); SPATIAL INDEX i ON t (a); USER u; ROLE r; SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'h');
      OR REPLACE VIEW v AS SELECT 1; ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v AS SELECT 1`.split(';');
    const own = {
      mysql:
        "TABLESPACE t; UNDO TABLESPACE t ADD DATAFILE 'f'; LOGFILE GROUP g; RESOURCE GROUP g TYPE = USER; LIBRARY l LANGUAGE JAVASCRIPT AS 'x'; SPATIAL REFERENCE SYSTEM 1".split(
          ';',
        ),
      mariadb:
        'SEQUENCE s; OR REPLACE TABLE t (a INT); OR REPLACE SEQUENCE s; OR REPLACE ROLE r; TEMPORARY SEQUENCE s'.split(
          ';',
        ),
    };
    for (const [dialect, more] of Object.entries(own))
      for (const other of [...others, ...more])
        assert.deepEqual(read(`CREATE ${other.trim()};`, dialect === 'mysql' ? {} : mariadb).errors, [], other);
  });

  it('is told of whatever else no server creates', () => {
    const told = (text: string, options: Options = {}): string | undefined => read(text, options).errors[0]?.message;
    assert.match(told('CREATE TABEL t (a INT);') ?? '', /Did you mean `TABLE`\?/);
    assert.match(told('DROP PROCEDRE p;') ?? '', /Did you mean `PROCEDURE`\?/);
    assert.match(told('CREATE SEQUENCE s;') ?? '', /`SEQUENCE` after CREATE/);
    assert.match(told('CREATE ;') ?? '', /Expected a kind of object after CREATE/);
    assert.equal(told('CREATE SEQUENCE s;', mariadb), undefined);
  });
});
