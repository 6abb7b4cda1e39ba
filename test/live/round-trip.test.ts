/** Property: a deployed routine reads back as written; comparing and deploying again find no difference. */
import assert from 'node:assert/strict';
import type { Flavor } from '../../scripts/servers/flavor';
import { freshSchema, onEachServer } from '../support/live-servers';
import { liveProject } from '../support/live-project';
import { expectOk } from '../support/expect';

interface Sample {
  readonly name: string;
  readonly text: string;
  readonly only?: Flavor;
}

const samples: readonly Sample[] = [
  { name: 'plain procedure', text: 'CREATE PROCEDURE p() SELECT 1;' },
  {
    name: 'modes and types of parameters',
    text: 'CREATE PROCEDURE p(IN a INT UNSIGNED, OUT b VARCHAR(20), INOUT c DECIMAL(10,2), d INTEGER, e BOOL) SET b = a;',
  },
  {
    name: 'every type',
    text: `CREATE PROCEDURE p(a TINYINT, b SMALLINT, c MEDIUMINT, d BIGINT UNSIGNED, e FLOAT, f DOUBLE, g DECIMAL(20,5), h DATE,
  i DATETIME(6), j TIMESTAMP, k TIME(3), l YEAR, m CHAR(3), n VARCHAR(255) CHARACTER SET latin1, o TEXT, p BLOB, q ENUM('a','b''c'),
  r SET('x','y'), s BIT(8), t JSON, u BINARY(16), v VARBINARY(32), w LONGTEXT, x GEOMETRY, y MEDIUMBLOB, z NATIONAL VARCHAR(10)) SELECT a;`,
  },
  {
    name: 'comments in the parameter list',
    text: 'CREATE PROCEDURE p(IN a INT /* first */, -- second\n  IN b INT) SELECT a + b;',
  },
  {
    name: 'comments before and behind',
    text: '-- head\nCREATE /* what */ PROCEDURE /* who */ p() /* before the body */ BEGIN /* in it */ SELECT 1; END',
  },
  ...['-- after it', '# see TICKET-1', '/* a */ -- b\n/* c */', '/* a */ /*!99999 x */ -- b'].flatMap(
    (tail): Sample[] => [
      { name: `a statement and ${tail}`, text: `DELIMITER $$\nCREATE PROCEDURE p() SELECT 1 ${tail}\n$$\n` },
      { name: `a call and ${tail}`, text: `DELIMITER $$\nCREATE PROCEDURE p() CALL q() ${tail}\n$$\n` },
      { name: `a block and ${tail}`, text: `DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END ${tail}\n$$\n` },
      {
        name: `a function and ${tail}`,
        text: `DELIMITER $$\nCREATE FUNCTION p() RETURNS INT NO SQL RETURN 1 ${tail}\n$$\n`,
      },
      {
        name: `a trigger and ${tail}`,
        text: `DELIMITER $$\nCREATE TRIGGER p AFTER INSERT ON t FOR EACH ROW SET @a = 1 ${tail}\n$$\n`,
      },
      {
        name: `an event and ${tail}`,
        text: `DELIMITER $$\nCREATE EVENT p ON SCHEDULE EVERY 1 DAY DO SET @a = 1 ${tail}\n$$\n`,
      },
    ],
  ),
  {
    name: 'quotes and backslashes',
    text: "CREATE PROCEDURE p() SELECT 'a''b', 'c\\'d', \"e\"\"f\", '\\\\', '\\n', `a``b` FROM (SELECT 1 AS `a``b`) t;",
  },
  { name: 'emoji in a text', text: "CREATE PROCEDURE p() SELECT '😀 ünïcödé ♥', _utf8mb4'é';" },
  { name: 'carriage returns', text: 'CREATE PROCEDURE p()\r\nBEGIN\r\n\tSELECT 1;\r\n\r\nEND' },
  {
    name: 'all characteristics',
    text: "CREATE PROCEDURE p() LANGUAGE SQL DETERMINISTIC READS SQL DATA SQL SECURITY INVOKER COMMENT 'it''s \\\\ here' SELECT 1;",
  },
  {
    name: 'characteristics in another order',
    text: 'CREATE PROCEDURE p() COMMENT "two words" SQL SECURITY DEFINER NO SQL NOT DETERMINISTIC SELECT 1;',
  },
  { name: 'function', text: 'CREATE FUNCTION p(a INT, b INT) RETURNS INT DETERMINISTIC RETURN a + b;' },
  {
    name: 'function with a charset',
    text: 'CREATE FUNCTION p(a VARCHAR(10)) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 NO SQL RETURN CONCAT(a, a);',
  },
  {
    name: 'function without a charset',
    text: 'CREATE FUNCTION p(a VARCHAR(10)) RETURNS VARCHAR(20) NO SQL RETURN CONCAT(a, a);',
  },
  {
    name: 'ANSI_QUOTES',
    text: 'SET sql_mode = \'ANSI_QUOTES\';\nCREATE PROCEDURE "p"() SELECT "id" FROM "t" WHERE \'a\' = \'b\';',
  },
  {
    name: 'NO_BACKSLASH_ESCAPES',
    text: "SET sql_mode = 'NO_BACKSLASH_ESCAPES';\nCREATE PROCEDURE p() COMMENT 'a\\b' SELECT '\\', 'x';",
  },
  { name: 'PIPES_AS_CONCAT and ANSI', text: "SET sql_mode = 'ANSI';\nCREATE PROCEDURE p() SELECT 'a' || 'b';" },
  { name: 'empty sql_mode', text: "SET sql_mode = '';\nCREATE PROCEDURE p() SELECT 1;" },
  {
    name: 'executable comments',
    text: 'CREATE PROCEDURE p() BEGIN /*!40000 SELECT 1; */ SELECT 2; /*!99999 SELECT 3; */ END',
  },
  {
    name: 'a dump',
    text: 'DELIMITER ;;\n/*!50003 CREATE*/ /*!50020 DEFINER=`root`@`127.0.0.1`*/ /*!50003 PROCEDURE `p`(a int)\nbegin select a; end */;;\nDELIMITER ;',
  },
  { name: 'a definer', text: "CREATE DEFINER = 'root'@'127.0.0.1' PROCEDURE p() SELECT 1;" },
  { name: 'current user', text: 'CREATE DEFINER = CURRENT_USER() PROCEDURE p() SELECT 1;' },
  {
    name: 'handlers, cursors, labels',
    text: `CREATE PROCEDURE p(OUT n INT)
outer_block: BEGIN
  DECLARE done INT DEFAULT 0;
  DECLARE x INT;
  DECLARE c CURSOR FOR SELECT id FROM t;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  DECLARE EXIT HANDLER FOR SQLSTATE '45000' BEGIN SET n = -1; END;
  OPEN c;
  l: LOOP
    FETCH c INTO x;
    IF done THEN LEAVE l; ELSEIF x = 3 THEN ITERATE l; ELSE SET n = x; END IF;
  END LOOP l;
  CLOSE c;
  CASE n WHEN 1 THEN SET n = 2; ELSE SET n = 3; END CASE;
  REPEAT SET n = n + 1; UNTIL n > 10 END REPEAT;
  WHILE n > 0 DO SET n = n - 1; END WHILE;
END outer_block`,
  },
  { name: 'trailing comment', text: 'CREATE PROCEDURE p() BEGIN SELECT 1; END -- the end' },
  { name: 'if not exists', text: 'CREATE PROCEDURE IF NOT EXISTS p() SELECT 1;' },
  { name: 'trigger', text: 'CREATE TRIGGER p BEFORE INSERT ON t FOR EACH ROW SET NEW.name = TRIM(NEW.name);' },
  {
    name: 'event',
    text: "CREATE EVENT p ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'it''s' DO DELETE FROM t WHERE id < 0;",
  },
  {
    name: 'event that starts on a day',
    text: "CREATE EVENT p ON SCHEDULE EVERY 2 DAY STARTS '2035-01-01' DISABLE DO SELECT 1;",
  },
  { name: 'event that states little', text: 'CREATE EVENT p ON SCHEDULE EVERY 1 HOUR DO SELECT 1;' },
  { name: 'view', text: 'CREATE VIEW p AS SELECT id, UPPER(name) AS shouted FROM t WHERE id > 0;' },
  { name: 'or replace', text: 'CREATE OR REPLACE PROCEDURE p() SELECT 1;', only: 'mariadb' },
  {
    name: 'aggregate function',
    text: 'CREATE AGGREGATE FUNCTION p(x INT) RETURNS INT BEGIN DECLARE s INT DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END',
    only: 'mariadb',
  },
  {
    name: 'ORACLE mode',
    text: "SET sql_mode = 'ORACLE';\nCREATE PROCEDURE p(a IN INT, b OUT INT) AS\n  c INT;\nBEGIN\n  c := a; b := c;\nEND",
    only: 'mariadb',
  },
  {
    name: 'JavaScript',
    text: 'CREATE FUNCTION p(a INT) RETURNS INT DETERMINISTIC LANGUAGE JAVASCRIPT AS $$ return a + 1; $$',
    only: 'mysql',
  },
  {
    name: 'JavaScript behind a tag',
    text: "CREATE FUNCTION p(a INT) RETURNS INT DETERMINISTIC LANGUAGE JAVASCRIPT AS $js$ return '$$'; $js$",
    only: 'mysql',
  },
  {
    name: 'JavaScript in quotes',
    text: "CREATE FUNCTION p(a INT) RETURNS INT DETERMINISTIC LANGUAGE JAVASCRIPT AS 'return \\'it''s\\'';",
    only: 'mysql',
  },
];

describe('round trip', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    before(() => server.run(`CREATE TABLE ${schema.name}.t (id INT PRIMARY KEY, name VARCHAR(50))`));
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    for (const { name, text, only } of samples) {
      if (only !== undefined && only !== server.flavor) continue;
      it(`${name} reads back as it was written`, async () => {
        const project = liveProject(server, schema.name, { files: { 'p.sql': text } });
        const deployed = expectOk(await project.deploy({ environment: 'test', overwrite: true }));
        assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed.steps));
        const compared = expectOk(await project.compare({ left: 'workspace', right: 'test', routines: ['p'] }));
        assert.deepEqual(compared.differences, []);
        assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
        project.files.clear();
        project.files.set('rest.sql', '-- No routine is left.\n');
        const pruned = expectOk(await project.deploy({ environment: 'test', prune: true }));
        assert.deepEqual(
          pruned.steps.map(({ outcome, error }) => [outcome, error]),
          [['done', null]],
        );
      });
    }

    it('keeps the comments after the last token in a deployment, in what is shown, and in what is imported', async () => {
      const source = 'DELIMITER $$\nCREATE PROCEDURE p() SELECT 1 -- see TICKET-1\n$$\n';
      const project = liveProject(server, schema.name, { files: { 'p.sql': source } });
      assert.equal(expectOk(await project.deploy({ environment: 'test', overwrite: true })).outcome, 'deployed');
      const live = expectOk(await project.show({ ref: 'p@test' }));
      assert.match(live.text, /SELECT 1 -- see TICKET-1\n\$\$\n/);
      project.files.clear();
      expectOk(await project.importRoutines({ environment: 'test', routines: ['p'] }));
      const imported = [...project.files.values()].filter((text) => text.includes('TICKET-1'));
      assert.equal(imported.length, 1);
      assert.match(imported[0]!, /SELECT 1 -- see TICKET-1\n\$\$\n/);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
    });
  });
});
