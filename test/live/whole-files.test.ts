/** All statements of a file: what is deployed from it is what a client that runs the whole file leaves. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { ServerClient } from '../support/server-client';

/** Files as lists of their statements. */
const files: Readonly<Record<string, readonly string[]>> = {
  'ALTER PROCEDURE': [
    "CREATE PROCEDURE p(a INT) COMMENT 'first' READS SQL DATA BEGIN SELECT a; END",
    "ALTER PROCEDURE p SQL SECURITY INVOKER COMMENT 'it''s'",
    'ALTER PROCEDURE p MODIFIES SQL DATA',
  ],
  'ALTER FUNCTION': [
    'CREATE FUNCTION f(a INT) RETURNS VARCHAR(10) CHARACTER SET latin1 DETERMINISTIC /* why */ RETURN a',
    "ALTER FUNCTION f NO SQL COMMENT ''",
  ],
  'ALTER EVENT of status and comment': [
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO SET @a = 1",
    "ALTER EVENT e DISABLE COMMENT 'off'",
  ],
  'ALTER EVENT that changes everything': [
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'kept' DO SET @a = 1",
    "ALTER EVENT e ON SCHEDULE EVERY 2 HOUR STARTS '2037-01-01 00:00:00' ON COMPLETION PRESERVE DO BEGIN SET @b = 2; SET @c = 3; END",
  ],
  'ALTER VIEW': [
    'CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v (x) AS SELECT id FROM t WHERE id > 0 WITH LOCAL CHECK OPTION',
    'ALTER VIEW v (y) AS SELECT id FROM t WHERE id > 1',
  ],
  'ALTER VIEW of its options': [
    'CREATE VIEW v AS SELECT id FROM t',
    'ALTER ALGORITHM=TEMPTABLE SQL SECURITY INVOKER VIEW v AS SELECT id FROM t',
  ],
  'DROP, and another CREATE': [
    'CREATE PROCEDURE p() SELECT 1',
    "ALTER PROCEDURE p COMMENT 'gone'",
    'DROP PROCEDURE IF EXISTS p',
    'CREATE PROCEDURE p() SELECT 2',
  ],
  'CREATE OR REPLACE VIEW, again': ['CREATE VIEW v AS SELECT 1 AS a', 'CREATE OR REPLACE VIEW v AS SELECT 2 AS a'],
  'what is only dropped': [
    'CREATE PROCEDURE p() SELECT 1',
    'CREATE VIEW v AS SELECT 1 AS a',
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO SET @a = 1",
    'CREATE TRIGGER g BEFORE INSERT ON u FOR EACH ROW SET NEW.id = 1',
    'DROP PROCEDURE p',
    'DROP VIEW v',
    'DROP EVENT e',
    'DROP TABLE u',
  ],
};

describe('the statements of a file', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const other = (): string => `${schema.name}_2`;
    beforeEach(() =>
      server.run(
        `CREATE DATABASE ${other()} CHARACTER SET utf8mb4`,
        ...[schema.name, other()].flatMap((name) => [
          `CREATE TABLE ${name}.t (id INT PRIMARY KEY)`,
          `CREATE TABLE ${name}.u (id INT PRIMARY KEY)`,
        ]),
      ),
    );
    afterEach(() =>
      server.run(
        ...[`${schema.name}_ledger`, other(), schema.name].map((name) => `DROP DATABASE IF EXISTS ${name}`),
        `CREATE DATABASE ${schema.name} CHARACTER SET utf8mb4`,
      ),
    );

    for (const [what, statements] of Object.entries(files))
      it(`leave behind the same as in a client: ${what}`, async () => {
        const target = { ...server.login, stage: 'DEVELOPMENT', ledgerSchema: `${schema.name}_ledger` };
        const environments = { byClient: { ...target, schema: other() }, test: { ...target, schema: schema.name } };
        const text = `DELIMITER $$\n${statements.map((statement) => `${statement} $$\n`).join('')}`;
        const project = liveProject(server, schema.name, { files: { 'all.sql': text }, settings: { environments } });
        await server.run(`USE ${other()}`, ...statements);
        expectOk(await project.deploy({ environment: 'test' }));
        // The sessions of the two have modes of their own.
        const { differences } = expectOk(await project.compare({ left: 'byClient', right: 'test' }));
        assert.deepEqual(
          differences.filter(({ kind }) => kind !== 'modes'),
          [],
        );
        assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
        assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).steps, []);
        assert.equal(expectOk(await project.register({})).registered.length, what === 'what is only dropped' ? 0 : 1);
      });

    it('of a real dump are one definition for each view', async function () {
      const client = await ServerClient.find(server);
      if (client === null) return this.skip();
      await server.run(
        `USE ${other()}`,
        'CREATE VIEW v_top AS SELECT 1 AS id',
        'CREATE VIEW v_base (id, n) AS SELECT id, id + 1 FROM t WHERE id > 0 WITH CHECK OPTION',
        'CREATE OR REPLACE VIEW v_top AS SELECT id FROM v_base',
        'CREATE PROCEDURE p() SELECT id FROM v_top',
        'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @g = 1',
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO SET @e = 1",
      );
      const project = liveProject(server, schema.name, { files: { 'dump.sql': client.dump(other()) } });
      const { diagnostics } = expectOk(await project.check({}));
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.equal(expectOk(await project.register({})).registered.length, 5);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).steps, []);
      await server.run(`INSERT INTO ${schema.name}.t VALUES (7)`);
      assert.deepEqual(await server.run(`SELECT * FROM ${schema.name}.v_top`), [{ id: 7 }]);
    });

    it('that cannot be applied stop the registration and the deployment', async () => {
      const event = "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO SET @a = 1;\n";
      const project = liveProject(server, schema.name, { files: { 'e.sql': `${event}ALTER EVENT e RENAME TO f;\n` } });
      for (const answer of [
        await project.register({}),
        await project.plan({ environment: 'test' }),
        await project.deploy({ environment: 'test' }),
      ]) {
        assert.ok(!answer.ok);
        assert.equal(
          answer.error.message,
          `event ${schema.name}.e (e.sql, line 2) cannot be read: a later statement renames it.`,
        );
      }
    });
  });
});
