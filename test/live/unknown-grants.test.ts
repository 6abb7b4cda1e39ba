/** An account that may do everything in its own schema and nothing else: it deploys, and replaces what it deployed. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('an account with rights on one schema only', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const user = `only_${schema.name}`;
    before(() =>
      server.run(
        `CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`,
        `GRANT ALL ON ${schema.name}.* TO '${user}'@'%'`,
        'SET GLOBAL log_bin_trust_function_creators = 1',
      ),
    );
    after(() => server.run(`DROP USER '${user}'@'%'`));

    const open = (environment: Readonly<Record<string, unknown>>): LiveProject =>
      liveProject(server, schema.name, {
        files: {
          'p.sql': 'CREATE PROCEDURE p() SELECT 1;',
          'f.sql': 'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;',
          'v.sql': 'CREATE VIEW v AS SELECT f() AS one;',
        },
        environment: { user, ledgerSchema: schema.name, ...environment },
        password: 'secret',
      });
    const change = (project: LiveProject, to: number): void => {
      project.files.set('p.sql', `CREATE PROCEDURE p() SELECT ${to};`);
      project.files.set('f.sql', `CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN ${to};`);
      project.files.set('v.sql', `CREATE VIEW v AS SELECT f() + ${to} AS one;`);
    };

    it('replaces and rolls back, on MySQL once the loss of unreadable grants is accepted, which is recorded', async () => {
      const project = open({});
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      change(project, 2);
      if (server.flavor === 'mysql') {
        const rejected = expectFailure(await project.deploy({ environment: 'test' }), 'not-permitted');
        assert.match(rejected.message, /cannot see the grants on /);
        assert.match(adviceText(rejected.remedy ?? ''), /"unknownGrants": "accept" in environment test/);
      }
      const accepting = open({ unknownGrants: 'accept' });
      change(accepting, 2);
      const deployed = expectOk(await accepting.deploy({ environment: 'test' }));
      assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed));
      assert.equal(deployed.steps.length, 3);
      const back = expectOk(await accepting.rollBack({ environment: 'test', deployment: deployed.deployment ?? '' }));
      assert.equal(back.outcome, 'deployed', JSON.stringify(back));
      const { deployments } = expectOk(await accepting.history({ environment: 'test' }));
      const accepted = server.flavor === 'mysql' ? ['grants-unknown'] : [];
      assert.deepEqual(
        deployments.map((one) => one.accepted),
        [accepted, accepted, []],
      );
      assert.deepEqual(expectOk(await accepting.drift({ environment: 'test' })).drifted, []);
    });
  });
});
