/** Deploying to real servers: what is deployed is what reads back, and comparing afterwards finds nothing. */
import assert from 'node:assert/strict';
import { freshSchema, onEachServer } from '../support/live-servers';
import { liveProject } from '../support/live-project';
import { expectOk } from '../support/expect';

describe('deploying', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('creates, then finds nothing to do', async () => {
      const project = liveProject(server, schema.name, {
        files: { 'pay.sql': 'CREATE PROCEDURE pay(IN amount INT) SELECT amount;' },
      });
      const first = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(first.outcome, 'deployed');
      assert.deepEqual(
        first.steps.map(({ routine, outcome }) => [routine, outcome]),
        [[`${schema.name}.pay`, 'done']],
      );
      const compared = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
      assert.deepEqual(compared.differences, []);
      const again = expectOk(await project.deploy({ environment: 'test' }));
      assert.deepEqual(again, { deployment: null, outcome: 'nothing-to-do', steps: [] });
    });
  });
});
