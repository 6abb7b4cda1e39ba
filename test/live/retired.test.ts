/** A version that was retired and still runs is a finding, also where there is nothing to deploy. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('a retired version', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('that still runs is found by plan and preflight, until another one runs', async () => {
      const project = liveProject(server, schema.name, { files: { 'p.sql': 'CREATE PROCEDURE p() SELECT 1;' } });
      const find = async (): Promise<readonly string[]> => {
        const checked = expectOk(await project.preflight({ environment: 'test' })).findings;
        const planned = expectOk(await project.plan({ environment: 'test' })).findings;
        const [left, right] = [checked, planned].map((all) => all.filter(({ code }) => code === 'retired'));
        assert.deepEqual(left, right);
        return (left ?? []).map(({ message }) => message.replace(/ on .*/, ''));
      };
      expectOk(await project.register({}));
      expectOk(await project.deploy({ environment: 'test' }));
      assert.deepEqual(await find(), []);
      for (const status of ['TESTING', 'PRODUCTION', 'DEPRECATED', 'RETIRED'] as const)
        expectOk(await project.mark({ ref: 'p@1.0.0', status, reason: 'a test' }));
      assert.deepEqual(await find(), [`${schema.name}.p 1.0.0 is RETIRED and still runs`]);
      project.files.set('p.sql', 'CREATE PROCEDURE p() SELECT 2;');
      assert.deepEqual(await find(), []);
    });
  });
});
