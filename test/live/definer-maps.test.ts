/** A map of definers that is not one-to-one: two of the project's accounts are one account of the environment. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('definers of which two are one account on the server', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const users = [`${schema.name}_x`, `${schema.name}_y`] as const;
    const accounts = users.map((user) => `'${user}'@'localhost'`);
    before(() =>
      server.run(
        ...accounts.flatMap((account) => [`CREATE USER ${account}`, `GRANT EXECUTE ON ${schema.name}.* TO ${account}`]),
      ),
    );
    after(() =>
      server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`, ...accounts.map((account) => `DROP USER ${account}`)),
    );
    const environment = { definers: { [`${users[0]}@localhost`]: `${users[1]}@localhost` } };
    const files = (body: string): Record<string, string> => ({
      'a.sql': `CREATE DEFINER=${accounts[0] ?? ''} PROCEDURE a() SELECT ${body};`,
      'b.sql': `CREATE DEFINER=${accounts[1] ?? ''} PROCEDURE b() SELECT ${body};`,
    });

    it('settle: whatever looks at them finds no difference, and each file keeps its own', async () => {
      const project = liveProject(server, schema.name, { environment, files: files('1') });
      expectOk(await project.register({}));
      const deployed = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed));
      const states = async (): Promise<readonly (string | undefined)[]> =>
        expectOk(await project.status({})).routines.map(({ environments }) => environments['test']?.state);
      const settled = async (left: string): Promise<void> => {
        assert.deepEqual(expectOk(await project.compare({ left, right: 'test' })).differences, []);
        assert.deepEqual(expectOk(await project.compare({ left: 'test', right: left })).differences, []);
      };
      await settled('workspace');
      await settled('registry');
      assert.deepEqual(await states(), ['in-sync', 'in-sync']);
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
      assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).steps, []);

      await server.run(
        `DROP PROCEDURE ${schema.name}.b`,
        `CREATE DEFINER=${accounts[1] ?? ''} PROCEDURE ${schema.name}.b() SELECT 2`,
      );
      const drift = expectOk(await project.drift({ environment: 'test', adopt: true }));
      assert.ok(drift.drifted[0]?.differences.every(({ kind }) => kind !== 'definer'));
      assert.match(project.files.get('b.sql') ?? '', new RegExp(`DEFINER=.?'?${users[1]}[^]*SELECT 2`));
      await settled('workspace');

      project.files.clear();
      expectOk(await project.importRoutines({ environment: 'test' }));
      assert.match(project.files.get('b.sql') ?? '', new RegExp(`DEFINER=.?${users[1]}`));
      assert.match(project.files.get('a.sql') ?? '', new RegExp(`DEFINER=.?${users[0]}`));
      await settled('workspace');
      assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).steps, []);
    });

    it('settle between two environments of which only one maps them', async () => {
      const place = {
        ...server.login,
        schema: schema.name,
        stage: 'DEVELOPMENT',
        ledgerSchema: `${schema.name}_ledger`,
      };
      const project = liveProject(server, schema.name, {
        files: files('1'),
        settings: { environments: { test: { ...place, ...environment }, plain: place } },
      });
      expectOk(await project.deploy({ environment: 'test', overwrite: true }));
      assert.deepEqual(expectOk(await project.compare({ left: 'test', right: 'plain' })).differences, []);
    });
  });
});
