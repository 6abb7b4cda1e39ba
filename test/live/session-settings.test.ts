/** A session sets everything on which it depends, whatever the server or its init_connect would choose. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('a server whose settings would shorten answers or keep commits back', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const settings: Readonly<Record<string, string>> = {
        sql_select_limit: '1',
        autocommit: '0',
        completion_type: "'CHAIN'",
        max_join_size: '1',
        ...(server.flavor === 'mysql'
          ? { max_execution_time: '1', sql_require_primary_key: '1' }
          : { max_statement_time: '0.001' }),
      };

      for (const [name, value] of Object.entries(settings))
        it(`is deployed to, looked at and rolled back as any other: ${name} = ${value}`, async () => {
          await server.run(`SET GLOBAL ${name} = ${value}`);
          try {
            const target = `${schema.name}_${name}`;
            await server.run(`SET SESSION autocommit = 1`, `CREATE DATABASE ${target}`);
            const environment = { ledgerSchema: `${target}_ledger` };
            const project = liveProject(server, target, { files: {}, environment });
            for (const body of ['1', '2']) {
              for (const routine of ['p1', 'p2', 'p3'])
                project.files.set(`${routine}.sql`, `CREATE PROCEDURE ${routine}() SELECT ${body};`);
              project.files.set('e.sql', `CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT ${body};`);
              const deployed = expectOk(await project.deploy({ environment: 'test' }));
              assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed));
            }
            assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
            assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
            const seen = expectOk(await project.status({ environments: ['test'] })).routines;
            assert.deepEqual([...new Set(seen.map(({ environments }) => environments['test']?.state))], ['in-sync']);
            const back = expectOk(await project.rollBack({ environment: 'test', routines: ['p1'] }));
            assert.equal(back.outcome, 'deployed', JSON.stringify(back));
            assert.equal(expectOk(await project.history({ environment: 'test', verify: true })).chain, 'intact');
          } finally {
            await server.run(`SET GLOBAL ${name} = DEFAULT`);
          }
        });

      it('says that an account is locked, as a matter of permission', async () => {
        await server.run("CREATE USER shut IDENTIFIED BY 'some' ACCOUNT LOCK");
        const project = liveProject(server, schema.name, { environment: { user: 'shut' }, password: 'some' });
        const answer = await project.plan({ environment: 'test' });
        await server.run('DROP USER shut');
        assert.ok(!answer.ok);
        assert.deepEqual(answer.error.kind, 'not-permitted');
        assert.match(answer.error.message, /^The account shut on .* is locked\.$/);
      });
    },
    { own: {} },
  );
});
