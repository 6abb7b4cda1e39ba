/** The statements of a file after a CREATE: what the file means once all of it has run. */
import assert from 'node:assert/strict';
import { diagnoseAll } from '../../engine/src/analysis/diagnose';
import { packFile } from '../../engine/src/analysis/sources/pack-file';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import { indexFiles } from '../support/source-files';
import { checkDiagnostics, messageOf } from './check-diagnostics';

/** Checks the CREATE statements that a file amounts to. */
function checkTexts(text: string, expected: readonly string[], options: Partial<ParserOptions> = {}): void {
  assert.deepEqual(
    indexFiles(text, options)
      .routines()
      .map(({ routine }) => routine.text),
    expected,
  );
}

describe('statements after a CREATE', () => {
  for (const [what, text, expected] of [
    [
      'ALTER PROCEDURE',
      "CREATE PROCEDURE p() COMMENT 'a' READS SQL DATA SELECT 1; ALTER PROCEDURE p SQL SECURITY INVOKER COMMENT 'b';",
      "CREATE PROCEDURE p() READS SQL DATA SQL SECURITY INVOKER COMMENT 'b' SELECT 1",
    ],
    [
      'ALTER FUNCTION in front of a comment',
      'CREATE FUNCTION f(a INT) RETURNS INT -- why\n  RETURN a;\nALTER FUNCTION shop.F NO SQL;',
      'CREATE FUNCTION f(a INT) RETURNS INT NO SQL -- why\n  RETURN a',
    ],
    [
      'ALTER EVENT of the status',
      'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM orders; ALTER EVENT e DISABLE;',
      'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM orders',
    ],
    [
      'ALTER EVENT of all the rest',
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'a' DO DO 1; ALTER DEFINER=a@b EVENT e ON SCHEDULE AT '2040-01-01' ON COMPLETION PRESERVE DO BEGIN DO 2; DO 3; END;",
      "CREATE DEFINER=a@b EVENT e ON SCHEDULE AT '2040-01-01' ON COMPLETION PRESERVE COMMENT 'a' DO BEGIN DO 2; DO 3; END",
    ],
    [
      'ALTER VIEW, which keeps what it does not name',
      'CREATE DEFINER=a@b SQL SECURITY INVOKER VIEW v AS SELECT 1 AS a; ALTER ALGORITHM=MERGE VIEW v (x) AS SELECT 2 AS a;',
      'CREATE ALGORITHM=MERGE DEFINER=a@b SQL SECURITY INVOKER VIEW v (x) AS SELECT 2 AS a',
    ],
    [
      'several of them, in order',
      "CREATE PROCEDURE p() SELECT 1; ALTER PROCEDURE p COMMENT 'a'; ALTER PROCEDURE p COMMENT 'b' NO SQL;",
      "CREATE PROCEDURE p() COMMENT 'b' NO SQL SELECT 1",
    ],
    [
      'a DROP before another CREATE, which begins anew',
      "CREATE PROCEDURE p() SELECT 1; ALTER PROCEDURE p COMMENT 'a'; DROP PROCEDURE p; CREATE PROCEDURE p() SELECT 2;",
      'CREATE PROCEDURE p() SELECT 2',
    ],
    [
      'a second CREATE OR REPLACE',
      'CREATE OR REPLACE VIEW v AS SELECT 1 AS a; CREATE OR REPLACE VIEW v AS SELECT 2 AS a;',
      'CREATE OR REPLACE VIEW v AS SELECT 2 AS a',
    ],
    [
      'an ALTER of another schema, which is of another routine',
      "CREATE PROCEDURE p() SELECT 1; USE audit; ALTER PROCEDURE p COMMENT 'a';",
      'CREATE PROCEDURE p() SELECT 1',
    ],
  ] as const)
    it(`take effect: ${what}`, () => checkTexts(text, [expected]));

  for (const [what, text] of [
    ['DROP PROCEDURE', 'CREATE PROCEDURE p() SELECT 1; DROP PROCEDURE p;'],
    ['DROP of several views', 'CREATE VIEW v AS SELECT 1 AS a; DROP VIEW IF EXISTS u, shop.v;'],
    ['DROP TABLE of a trigger', 'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1; DROP TABLE t;'],
    ['DROP DATABASE', 'CREATE PROCEDURE p() SELECT 1; DROP DATABASE shop;'],
  ] as const)
    it(`undo the definition: ${what}`, () => {
      checkTexts(text, []);
      assert.equal(diagnoseAll(indexFiles(text)).filter(({ code }) => code === 'later-statement').length, 1);
    });

  it('keep the smoke statements of what they alter', () => {
    const [source] = indexFiles(
      "-- sproc:smoke CALL p()\nCREATE PROCEDURE p() SELECT 1;\nALTER PROCEDURE p COMMENT 'a';",
    ).routines();
    assert.match(source!.routine.origin.script.text, /^-- sproc:smoke CALL p\(\)$/m);
  });

  it('are found again in a packed file', () => {
    const text = 'CREATE PROCEDURE a() SELECT 1; DROP PROCEDURE a; CREATE PROCEDURE b() SELECT 2;';
    const first = indexFiles(text);
    const again = new SourceIndex(first.parserOptions);
    again.update('main.sql', text, packFile(first.facts('main.sql')!));
    assert.deepEqual(
      again.routines().map(({ routine }) => routine.text),
      ['CREATE PROCEDURE b() SELECT 2'],
    );
  });

  it('are read so in a package, whose body goes with it', () => {
    const spec = 'PACKAGE pay AS PROCEDURE p(); END';
    const body = 'CREATE PACKAGE BODY pay AS PROCEDURE p() AS BEGIN NULL; END; END';
    const reading = { dialect: 'mariadb', sqlMode: ['ORACLE'], serverVersion: 101_118 } as const;
    const text = `CREATE ${spec};\n//\n${body};\n//\nCREATE OR REPLACE ${spec};\n//\n`;
    checkTexts(`DELIMITER //\n${text}`, [`CREATE OR REPLACE ${spec}`], reading);
  });

  it('are errors where they cannot be applied', () => {
    for (const [text, problem] of [
      ['CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DO 1;\nALTER EVENT e RENAME TO f;', 'renames it'],
      ['CREATE PROCEDURE p() SELECT 1;\nALTER PROCEDURE p DETERMINISTIC;', 'cannot change DETERMINISTIC'],
      ['CREATE PROCEDURE p() SELECT 1;\nALTER PROCEDURE p COMENT 1;', 'is not understood'],
    ] as const) {
      const [only] = diagnoseAll(indexFiles(text));
      assert.equal(only?.severity, 'error');
      assert.match(only.message, new RegExp(`\\(line 1\\) ${problem}\\. Sproc cannot apply it\\.`));
      assert.equal(only.span.start, text.indexOf('ALTER'));
    }
  });

  it('rename a view that the file defines', () => {
    const found = diagnoseAll(indexFiles('CREATE VIEW v AS SELECT 1 AS a; RENAME TABLE v TO w;'));
    assert.deepEqual(
      found.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      ['later-statement'],
    );
  });
});

describe('placeholders of views in dumps', () => {
  const final = 'VIEW `v` AS select `t`.`id` AS `id` from `t`';
  for (const [tool, placeholder, remover] of [
    [
      'a view that is dropped',
      '/*!50001 CREATE VIEW `v` AS SELECT 1 AS `id`*/;',
      '/*!50001 DROP VIEW IF EXISTS `v`*/;',
    ],
    [
      'a table that is dropped',
      '/*!50001 CREATE TABLE `v` (`id` tinyint NOT NULL) ENGINE=MyISAM */;',
      '/*!50001 DROP TABLE IF EXISTS `v`*/;\n/*!50001 DROP VIEW IF EXISTS `v`*/;',
    ],
    [
      'a view that is replaced',
      '/*!50001 CREATE VIEW `v` AS SELECT 1 AS `id`*/;',
      '/*!50001 DROP VIEW IF EXISTS `v`*/;',
    ],
  ] as const)
    it(`are no second definition: ${tool}`, () => {
      const text = `/*!50001 DROP VIEW IF EXISTS \`v\`*/;
SET @saved_cs_client     = @@character_set_client;
/*!50503 SET character_set_client = utf8mb4 */;
${placeholder}
SET character_set_client = @saved_cs_client;
${remover}
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=\`root\`@\`localhost\` SQL SECURITY DEFINER */
/*!50001 ${final} */;
`;
      const index = indexFiles(text);
      assert.deepEqual(
        index.routines().map(({ routine }) => routine.parts.body),
        ['select `t`.`id` AS `id` from `t`'],
      );
      assert.deepEqual(
        diagnoseAll(index).filter(({ severity }) => severity === 'error'),
        [],
      );
    });
});

describe('not-carried-out', () => {
  it('is reported at the first statement, once a file', () => {
    checkDiagnostics(`
CREATE PROCEDURE p() SELECT 1;
   GRANT EXECUTE ON PROCEDURE p TO app;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not-carried-out
INSERT INTO t VALUES (1);
`);
    assert.equal(
      messageOf(
        'GRANT EXECUTE ON PROCEDURE p TO app; INSERT INTO t VALUES (1); SET GLOBAL event_scheduler = ON; CALL p();',
      ),
      '`GRANT` and 3 more statements of this file (INSERT, SET GLOBAL, CALL) are not carried out. Sproc deploys stored programs only. Run them with a client.',
    );
    assert.equal(
      messageOf('RENAME TABLE a TO b;'),
      '`RENAME TABLE` is not carried out. Sproc deploys stored programs only. Run it with a client.',
    );
  });

  for (const text of [
    'SET @@GLOBAL.event_scheduler = ON;',
    'SET SESSION sql_mode = DEFAULT, GLOBAL event_scheduler = ON;',
    'SET PERSIST max_connections = 1;',
    "SET PASSWORD = 'x';",
    'DROP PROCEDURE IF EXISTS older;',
    'ALTER VIEW elsewhere AS SELECT 1 AS a;',
    "CREATE USER app IDENTIFIED BY 'x';",
    'CREATE TABLE t (id INT);',
  ])
    it(`is found in ${text}`, () => assert.match(messageOf(text), /not carried out/));

  for (const text of [
    'DROP PROCEDURE IF EXISTS p; CREATE PROCEDURE p() SELECT 1;',
    'USE shop; SET NAMES utf8mb4; SET @a = 1; SET @global := 1; SET sql_mode = DEFAULT; SELECT 1; SHOW TABLES;',
    'START TRANSACTION; COMMIT; LOCK TABLES t WRITE; UNLOCK TABLES;',
  ])
    it(`is not found in ${text}`, () => checkDiagnostics(text));

  it('can be silenced', () => {
    checkDiagnostics('CALL p2();', { settings: { 'not-carried-out': 'off' } });
    checkDiagnostics('-- sproc:ignore not-carried-out the installer runs it\nCALL p2();');
  });
});

describe('SET time_zone', () => {
  for (const [set, zone] of [
    ["SET time_zone = '+02:00'", '+02:00'],
    ["SET @a = 1, SESSION TIME_ZONE := 'Europe/Rome'", 'Europe/Rome'],
    ["/*!50003 SET time_zone = 'SYSTEM' */", 'SYSTEM'],
    ['SET @@session.time_zone = SYSTEM', 'SYSTEM'],
    ["SET time_zone = '+02:00'; SET time_zone = @before", undefined],
    ["SET time_zone = '+02:00'; SET time_zone = DEFAULT", undefined],
    ["SET GLOBAL time_zone = '+02:00'", undefined],
    ["SET @time_zone = '+02:00'", undefined],
  ] as const)
    it(`is the zone of the events after it: ${set}`, () => {
      const [source] = indexFiles(`${set};\nCREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DO 1;`).routines();
      assert.equal(source?.routine.modes.timeZone, zone);
    });

  it('concerns events only', () => {
    const [source] = indexFiles("SET time_zone = '+02:00';\nCREATE PROCEDURE p() SELECT 1;").routines();
    assert.equal(source?.routine.modes.timeZone, undefined);
  });
});
