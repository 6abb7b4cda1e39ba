/** A version that was retired and still runs is a finding, also where there is nothing to deploy. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { printState } from '../../engine/src/routine/states/state-words';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('a retired version', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('that still runs is found by plan, preflight and status, until another one runs', async () => {
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
      const { routines, notes = [] } = expectOk(await project.status({}));
      const cell = routines[0]?.environments['test'];
      assert.ok(cell !== undefined);
      assert.deepEqual(cell, { version: '1.0.0', state: 'in-sync', isRetired: true });
      assert.equal(printState(cell), 'in sync, RETIRED');
      assert.match(
        notes.map(adviceText).join('\n'),
        /^RETIRED versions still run in test: \w+\.p 1\.0\.0\. Deploy other versions with `sproc deploy test`/,
      );
      project.files.set('p.sql', 'CREATE PROCEDURE p() SELECT 2;');
      assert.deepEqual(await find(), []);
      expectOk(await project.deploy({ environment: 'test' }));
      const after = expectOk(await project.status({}));
      assert.deepEqual(after.routines[0]?.environments['test'], { version: null, state: 'in-sync' });
      assert.equal(after.notes, undefined);
    });
  });
});
