/** Environments on MySQL and on MariaDB, and targets of both in one: compared by meaning, and brought from one to the other. */
import assert from 'node:assert/strict';
import { ThrowawayServer } from '../../scripts/servers/throwaway-server';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { runOn } from '../support/run-on';

const files = {
  'plain.sql': 'CREATE PROCEDURE plain(IN a INT(11), b VARCHAR(10)) BEGIN SELECT a, b; END;',
  'types.sql':
    "CREATE FUNCTION types(a BIGINT(20) UNSIGNED, b YEAR(4), c TINYINT(1), d INT ZEROFILL, e JSON) RETURNS VARCHAR(20) DETERMINISTIC RETURN 'x';",
  'text.sql': 'CREATE FUNCTION text_of(a TEXT) RETURNS TEXT CHARSET utf8mb3 DETERMINISTIC RETURN a;',
  'int.sql': 'CREATE FUNCTION int_of(a SMALLINT(5)) RETURNS INT(11) DETERMINISTIC RETURN a;',
  'json.sql': 'CREATE FUNCTION json_of(a INT) RETURNS JSON DETERMINISTIC RETURN NULL;',
  'view.sql': "CREATE VIEW v AS SELECT 1 AS a, CONCAT('x', 2) AS b;",
  'event.sql': "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 00:00:00' DISABLE DO SELECT 1;",
  'mode.sql': 'SET sql_mode = \'ANSI_QUOTES\';\nCREATE PROCEDURE mode_of() SELECT 1 AS "a";',
};

describe('two flavours', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const pair = freshSchema(server);
      let other: ThrowawayServer;
      before(async function () {
        this.timeout(60_000);
        other = await ThrowawayServer.start({ flavor: server.flavor === 'mysql' ? 'mariadb' : 'mysql' });
        await runOn(other, `CREATE DATABASE ${schema.name} CHARACTER SET utf8mb4`);
        await runOn(other, `CREATE DATABASE ${pair.name} CHARACTER SET utf8mb4`);
        await runOn(other, `CREATE DATABASE sink CHARACTER SET utf8mb4`);
      });
      after(() => other.stop());
      after(() => server.run(...[schema, pair].map(({ name }) => `DROP DATABASE IF EXISTS ${name}_ledger`)));
      const open = (): LiveProject => {
        const at = (port: number, { name } = schema): object => ({ ...server.login, port, schema: name });
        const about = { stage: 'DEVELOPMENT', ledgerSchema: `${schema.name}_ledger` };
        const targets = [server.port, other.port].map((port) => at(port, pair));
        return liveProject(server, schema.name, {
          files,
          settings: {
            schema: 'shop',
            environments: {
              here: { ...about, ...at(server.port) },
              there: { ...about, ...at(other.port) },
              both: { ...about, ledgerSchema: `${pair.name}_ledger`, targets },
              sink: { ...about, ...at(other.port, { name: 'sink' }), ledgerSchema: 'sink_ledger' },
            },
          },
        });
      };

      const deploy = async (project: LiveProject, environment: string): Promise<void> => {
        const { outcome, steps } = expectOk(await project.deploy({ environment }));
        assert.equal(outcome, 'deployed', JSON.stringify(steps.filter(({ error }) => error !== null)));
        assert.equal(expectOk(await project.deploy({ environment })).outcome, 'nothing-to-do');
      };

      const statesIn = async (project: LiveProject): Promise<readonly string[]> =>
        expectOk(await project.status({ environments: ['here', 'there'] }))
          .routines.map(({ routine, environments }) =>
            [routine, ...Object.values(environments).map(({ version, state }) => `${version} ${state}`)].join(': '),
          )
          .toSorted();

      it('have no differences after a deployment, and are synced both ways', async () => {
        const project = open();
        await deploy(project, 'here');
        await deploy(project, 'there');
        const compare = async (left: string, right: string): Promise<unknown> =>
          expectOk(await project.compare({ left, right })).differences;
        assert.deepEqual(await compare('workspace', 'here'), []);
        assert.deepEqual(await compare('workspace', 'there'), []);
        assert.deepEqual(await compare('here', 'there'), []);
        assert.deepEqual(await compare('there', 'here'), []);
        assert.equal(expectOk(await project.sync({ from: 'here', to: 'there' })).outcome, 'nothing-to-do');
        assert.equal(expectOk(await project.sync({ from: 'there', to: 'here' })).outcome, 'nothing-to-do');
      });

      it('are in the same state', async () => {
        const project = open();
        const all = ['e', 'int_of', 'json_of', 'mode_of', 'plain', 'text_of', 'types', 'v'];
        const inSync = (version: string | null): readonly string[] =>
          all.map((name) => `shop.${name}: ${version} in-sync: ${version} in-sync`);
        assert.deepEqual(await statesIn(project), inSync(null));
        expectOk(await project.register({}));
        assert.deepEqual(await statesIn(project), inSync('1.0.0'));
      });

      it('are the targets of one environment, which is synced to another', async () => {
        const project = open();
        await deploy(project, 'both');
        assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'both' })).differences, []);
        assert.deepEqual(expectOk(await project.compare({ left: 'both', right: 'both' })).differences, []);
        const synced = expectOk(await project.sync({ from: 'both', to: 'sink' }));
        assert.equal(synced.outcome, 'deployed', JSON.stringify(synced));
        const { differences } = expectOk(await project.compare({ left: 'both', right: 'sink' }));
        assert.deepEqual(
          differences.filter(({ routineKind }) => routineKind !== 'view'),
          [],
        );
      });

      it('still differ where a person changed one', async () => {
        const project = open();
        await runOn(
          other,
          'SET NAMES utf8mb4, sql_mode = @@global.sql_mode',
          `DROP FUNCTION ${schema.name}.int_of`,
          `CREATE FUNCTION ${schema.name}.int_of(a SMALLINT) RETURNS BIGINT DETERMINISTIC RETURN a`,
          `DROP PROCEDURE ${schema.name}.plain`,
          "SET sql_mode = 'PIPES_AS_CONCAT'",
          `CREATE PROCEDURE ${schema.name}.plain(IN a INT(11), b VARCHAR(10)) BEGIN SELECT a, b; END`,
        );
        const { differences } = expectOk(await project.compare({ left: 'here', right: 'there' }));
        assert.deepEqual(
          differences.map(({ routine, kind }) => [routine, kind]),
          [
            ['shop.int_of', 'signature'],
            ['shop.plain', 'modes'],
          ],
        );
      });

      it('are in the same state without their ledgers, too, where nobody changed one', async () => {
        const ledger = `DROP DATABASE ${schema.name}_ledger`;
        await server.run(ledger);
        await runOn(other, ledger);
        const project = open();
        expectOk(await project.register({}));
        // A text that states no sql_mode is the same in any. A view is unknown: each server keeps its own rendering.
        assert.deepEqual(await statesIn(project), [
          ...['e', 'int_of', 'json_of', 'mode_of', 'plain', 'text_of', 'types'].map((name) =>
            name === 'int_of'
              ? `shop.${name}: 1.0.0 in-sync: null different`
              : `shop.${name}: 1.0.0 in-sync: 1.0.0 in-sync`,
          ),
          'shop.v: null unknown: null unknown',
        ]);
      });
    },
    { flavors: ['mysql'] },
  );
});
