/** Definers without a host: a role on MariaDB, otherwise the account at any host. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('a definer without a host', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const [role, account] = [`${schema.name}_r`, `${schema.name}_a`];
    before(async () => {
      await server.run(`CREATE USER ${account}`);
      if (server.flavor === 'mariadb')
        await server.run(`CREATE ROLE ${role}`, `GRANT EXECUTE ON ${schema.name}.* TO ${role}`);
      // A definer that may not execute its own routine cannot run it.
      await server.run(`GRANT EXECUTE ON ${schema.name}.* TO ${account}`);
    });
    after(async () => {
      await server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`, `DROP USER ${account}`);
      if (server.flavor === 'mariadb') await server.run(`DROP ROLE ${role}`);
    });

    const text = (definer: string, body: string): string => `CREATE DEFINER=${definer} PROCEDURE p() ${body};`;
    const read = async (): Promise<string> =>
      String((await server.run(`SHOW CREATE PROCEDURE ${schema.name}.p`))[0]?.['Create Procedure']);

    it('is the account at any host', async () => {
      const project = liveProject(server, schema.name, { files: { 'p.sql': text(account, 'SELECT 1') } });
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      assert.ok((await read()).includes(`DEFINER=\`${account}\`@\`%\``));
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
    });

    if (server.flavor === 'mariadb')
      it('is a role on MariaDB, also where it is brought back', async () => {
        const project = liveProject(server, schema.name, { files: { 'p.sql': text(role, 'SELECT 2') } });
        assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
        const before = await read();
        assert.ok(before.includes(`DEFINER=\`${role}\` PROCEDURE`), before);
        assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
        assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
        project.files.set('p.sql', `-- sproc:smoke CALL p()\n${text(account, 'SELECT * FROM nowhere.at_all')}`);
        assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'rolled-back');
        assert.equal(await read(), before);
      });

    it('that is neither is refused, and is said to be neither', async () => {
      const project = liveProject(server, schema.name, { files: { 'p.sql': text('nobody_here', 'SELECT 4') } });
      const { message, remedy } = expectFailure(await project.deploy({ environment: 'test' }), 'could-not');
      const said = `${message} ${adviceText(remedy ?? '')}`;
      assert.match(
        said,
        server.flavor === 'mysql'
          ? /nobody_here@% of .* does not exist/
          : /is neither a role nor the account nobody_here@%/,
      );
    });
  });
});
