/** The history has the account, the ticket and the command of each change. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('the history', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('has the ticket, the account and the command of each change, an adoption included', async () => {
      const project = liveProject(server, schema.name, { files: { 'p.sql': 'CREATE PROCEDURE p() SELECT 1;' } });
      const by = (ticket: string) => ({ environment: 'test', ticket });
      const change = (text: string): Promise<unknown> =>
        server.run(`DROP PROCEDURE ${schema.name}.p`, `CREATE PROCEDURE ${schema.name}.p() ${text}`);
      expectOk(await project.deploy(by('T-1')));
      project.files.set('p.sql', 'CREATE PROCEDURE p() SELECT 2;');
      expectOk(await project.promote({ ...by('T-2'), routines: ['p'] }));
      await change('SELECT 3');
      expectOk(await project.drift({ ...by('T-3'), revert: true }));
      await change('SELECT 4');
      expectOk(await project.drift({ ...by('T-4'), adopt: true }));
      expectOk(await project.rollBack({ ...by('T-5'), routine: 'p' }));
      const { deployments } = expectOk(await project.history({ environment: 'test' }));
      assert.deepEqual(
        deployments.map(({ command, kind, ticket }) => [command, kind, ticket]),
        [
          ['rollback', 'rollback', 'T-5'],
          ['adopt', 'adopt', 'T-4'],
          ['revert', 'rollback', 'T-3'],
          ['promote', 'deploy', 'T-2'],
          ['deploy', 'deploy', 'T-1'],
        ],
      );
      for (const { account } of deployments) assert.match(account ?? '', /^root@/);
    });
  });
});
