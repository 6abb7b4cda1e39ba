/** A routine that was dropped on the server: its drop is accepted only on request, and then it has not drifted. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' };

describe('the adoption of a drop', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('is recorded where it is accepted, leaves the source, and can be deployed again', async () => {
      const files = { 'a.sql': 'CREATE PROCEDURE a() SELECT 1;\n', 'b.sql': 'CREATE PROCEDURE b() SELECT 1;\n' };
      const project = liveProject(server, schema.name, { files });
      expectOk(await project.deploy(environment));
      await server.run(`DROP PROCEDURE ${schema.name}.a`);
      const left = expectOk(await project.drift({ ...environment, adopt: true }));
      assert.deepEqual(left.adopted, []);
      assert.equal(expectOk(await project.drift(environment)).drifted.length, 1);

      expectOk(await project.drift({ ...environment, adopt: true, adoptDrops: true }));
      assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
      assert.equal(project.files.get('a.sql'), files['a.sql']);
      const planned = expectOk(await project.plan(environment));
      assert.deepEqual(
        planned.steps.map(({ action, routine }) => `${action} ${routine}`),
        [`create ${schema.name}.a`],
      );
      expectOk(await project.deploy(environment));
      assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
    });
  });
});
