/**
 * The grants on a routine that Sproc dropped: every way in which it returns restores them, or reports that it does not.
 */
import assert from 'node:assert/strict';
import type { MutationOptions } from '../../engine/src/lifecycle/answers/mutation-options';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

type OnPlan = NonNullable<MutationOptions['onPlan']>;

describe('the grants of a routine that was dropped', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const other = freshSchema(server);
    const [app, boss] = [`a_${schema.name}`, `b_${schema.name}`];
    const granted = [`${app} Execute`, `${boss} Execute,Alter Routine,Grant`];
    before(() => server.run(`CREATE USER ${app}@localhost`, `CREATE USER ${boss}@localhost`));
    after(() =>
      server.run(
        `DROP USER ${app}@localhost`,
        `DROP USER ${boss}@localhost`,
        ...[schema, other].map(({ name }) => `DROP DATABASE IF EXISTS ${name}_ledger`),
      ),
    );

    afterEach(() =>
      server.run(
        `DROP DATABASE ${schema.name}`,
        `CREATE DATABASE ${schema.name} CHARACTER SET utf8mb4`,
        `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
      ),
    );

    const at = (name: string): object => ({
      ...{ ...server.login, schema: name },
      ...{ ledgerSchema: `${name}_ledger`, stage: 'DEVELOPMENT' },
    });
    const open = (): LiveProject =>
      liveProject(server, schema.name, {
        files: { 'stays.sql': 'CREATE PROCEDURE stays() SELECT 1;' },
        settings: { schema: 'shop', environments: { test: at(schema.name), other: at(other.name) } },
      });
    const textOf = (name: string): string => `CREATE PROCEDURE ${name}() SELECT 1;`;
    const grantOn = (name: string): Promise<unknown> =>
      server.run(
        `GRANT EXECUTE ON PROCEDURE ${schema.name}.${name} TO ${app}@localhost`,
        `GRANT EXECUTE, ALTER ROUTINE ON PROCEDURE ${schema.name}.${name} TO ${boss}@localhost WITH GRANT OPTION`,
      );
    const grantsOn = async (name: string): Promise<readonly string[]> => {
      const rows = await server.run(
        `SELECT CONCAT(User, ' ', Proc_priv) AS one FROM mysql.procs_priv WHERE Db = '${schema.name}' AND Routine_name = '${name}' AND User <> 'root' ORDER BY 1`,
      );
      return rows.map(({ one }) => String(one));
    };
    const prune = async (project: LiveProject, name: string): Promise<string> => {
      project.files.delete(`${name}.sql`);
      const pruned = expectOk(await project.deploy({ environment: 'test', prune: true }));
      assert.equal(pruned.outcome, 'deployed', JSON.stringify(pruned));
      assert.deepEqual(await grantsOn(name), []);
      return pruned.deployment ?? '';
    };
    /** Registers and deploys a routine, and only then grants privileges on it, as in practice. */
    const prepare = async (project: LiveProject, name: string): Promise<void> => {
      project.files.set(`${name}.sql`, textOf(name));
      expectOk(await project.register({}));
      expectOk(await project.deploy({ environment: 'test' }));
      await grantOn(name);
    };
    const told = async (run: (onPlan: OnPlan) => Promise<unknown>): Promise<readonly string[]> => {
      const hazards: string[] = [];
      await run((warnings) => hazards.push(...warnings.hazards.map(({ message }) => message)));
      return hazards;
    };

    const returns: Readonly<
      Record<string, (name: string, pruning: string) => { routine: string } | { deployment: string }>
    > = {
      by_name: (name) => ({ routine: name }),
      by_version: (name) => ({ routine: `${name}@1.0.0` }),
      by_deployment: (_name, deployment) => ({ deployment }),
    };
    for (const [name, wayOf] of Object.entries(returns))
      it(`come back with a rollback ${name.replace('_', ' ')}, each time with those that it had at last`, async () => {
        const project = open();
        await prepare(project, name);
        for (const expected of [granted, granted.slice(0, 1)]) {
          const way = { environment: 'test', ...wayOf(name, await prune(project, name)) };
          const hazards = await told(async (onPlan) => {
            const back = expectOk(await project.rollBack({ ...way, onPlan }));
            assert.equal(back.outcome, 'deployed', JSON.stringify(back));
          });
          assert.deepEqual(hazards, [
            expected.length === 1 ? '1 grant on it is restored.' : '2 grants on it are restored.',
          ]);
          assert.deepEqual(await grantsOn(name), expected);
          if (expected.length === 2)
            await server.run(
              `REVOKE EXECUTE, ALTER ROUTINE, GRANT OPTION ON PROCEDURE ${schema.name}.${name} FROM ${boss}@localhost`,
            );
          project.files.set(`${name}.sql`, textOf(name));
        }
      });

    it('come back where a rollback dropped it, and that is rolled back', async () => {
      const project = open();
      project.files.set('first.sql', textOf('first'));
      const { deployment } = expectOk(await project.deploy({ environment: 'test' }));
      await grantOn('first');
      const undone = expectOk(await project.rollBack({ environment: 'test', deployment: deployment ?? '' }));
      assert.deepEqual(await grantsOn('first'), []);
      expectOk(await project.rollBack({ environment: 'test', deployment: undone.deployment ?? '' }));
      assert.deepEqual(await grantsOn('first'), granted);
    });

    it('are not given to what is deployed anew, and the way to have them is told, however it is deployed', async () => {
      const project = open();
      await prepare(project, 'anew');
      expectOk(await project.deploy({ environment: 'other', routines: ['anew'] }));
      await prune(project, 'anew');
      project.files.set('anew.sql', textOf('anew'));
      const routines = ['anew'];
      const ways = [
        (onPlan: OnPlan) => project.promote({ environment: 'test', routines, dryRun: true, onPlan }),
        (onPlan: OnPlan) => project.sync({ from: 'other', to: 'test', routines, dryRun: true, onPlan }),
        (onPlan: OnPlan) => project.deploy({ environment: 'test', routines, onPlan }),
      ];
      const statements: string[] = [];
      for (const way of ways) {
        const hazards = await told(async (onPlan) => {
          expectOk(await way(onPlan));
        });
        assert.equal(hazards.length, 1, hazards.join());
        assert.match(
          hazards[0] ?? '',
          /^It had 2 grants when it was dropped, which a deployment does not restore\. To restore: GRANT /,
        );
        statements.splice(
          0,
          statements.length,
          ...[...(hazards[0] ?? '').matchAll(/(GRANT .+?);/g)].map(([, one]) => one ?? ''),
        );
      }
      assert.deepEqual(await grantsOn('anew'), []);
      await server.run(...statements);
      assert.deepEqual(await grantsOn('anew'), granted);
      // A routine that exists again has nothing more to report.
      project.files.set('anew.sql', 'CREATE PROCEDURE anew() SELECT 2;');
      const later = await told(async (onPlan) =>
        expectOk(await project.deploy({ environment: 'test', routines, onPlan })),
      );
      assert.doesNotMatch(later.join(), /give them back/);
      assert.deepEqual(await grantsOn('anew'), granted);
    });

    it('of accounts that are gone are named, and those that were tampered with are not given', async () => {
      const project = open();
      await prepare(project, 'tampered');
      await server.run(`CREATE USER gone_${app}@localhost`);
      await server.run(`GRANT EXECUTE ON PROCEDURE ${schema.name}.tampered TO gone_${app}@localhost`);
      await prune(project, 'tampered');
      await server.run(`DROP USER gone_${app}@localhost`);
      const back = { environment: 'test', routine: 'tampered@1.0.0', dryRun: true };
      assert.deepEqual(await told(async (onPlan) => expectOk(await project.rollBack({ ...back, onPlan }))), [
        '2 grants on it are restored.',
        `Grants to gone_${app}@localhost are not restored: the account does not exist.`,
      ]);
      await server.run(
        `DROP TRIGGER IF EXISTS ${schema.name}_ledger.saved_definition_stays`,
        `UPDATE ${schema.name}_ledger.saved_definition SET \`grants\` = REPLACE(\`grants\`, '${app}', 'root') WHERE routine_name = 'tampered'`,
      );
      expectFailure(await project.rollBack({ ...back, routine: 'tampered' }), 'bad-input');
      const [hazard = '', ...others] = await told(async (onPlan) =>
        expectOk(await project.rollBack({ ...back, onPlan })),
      );
      assert.deepEqual(others, []);
      assert.match(hazard, /^Its grants from before the drop cannot be read\. .* was changed after it was written/);
    });

    it('stop a rollback before anything runs, where the account may not give them', async () => {
      const [project, account] = [open(), `d_${schema.name}`];
      await prepare(project, 'unable');
      const deployment = await prune(project, 'unable');
      await server.run(`CREATE USER ${account}`, `GRANT ALL PRIVILEGES ON *.* TO ${account}`);
      const unable = liveProject(server, schema.name, {
        settings: { schema: 'shop', environments: { test: { ...at(schema.name), user: account } } },
        registry: project.registry,
      });
      for (const way of [{ routine: 'unable' }, { routine: 'unable@1.0.0' }, { deployment }]) {
        const refused = expectFailure(await unable.rollBack({ environment: 'test', ...way }), 'not-permitted');
        assert.match(refused.message, /is not allowed to restore the grants on procedure \S+unable on \S+\.$/);
        assert.match(adviceText(refused.remedy ?? ''), /WITH GRANT OPTION/);
      }
      await server.run(`DROP USER ${account}`);
    });

    it('are no matter of a trigger, on which nobody is granted anything', async () => {
      await server.run(`CREATE TABLE ${schema.name}.t (id INT)`);
      const project = open();
      project.files.set('tr.sql', 'CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1;');
      expectOk(await project.deploy({ environment: 'test' }));
      for (const revert of [false, true]) {
        await server.run(`DROP TRIGGER ${schema.name}.tr`);
        const hazards = await told(async (onPlan) => {
          if (revert) expectOk(await project.drift({ environment: 'test', revert, onPlan }));
          else expectOk(await project.deploy({ environment: 'test', onPlan }));
        });
        assert.doesNotMatch(hazards.join(), /grant/);
      }
    });

    it('are said to be unknown where somebody dropped it by hand', async () => {
      const project = open();
      await prepare(project, 'by_hand');
      const byHand = /^It was dropped outside Sproc, so grants made after its last deployment are unknown\./;
      const ways = [
        (onPlan: OnPlan) => project.drift({ environment: 'test', routines: ['by_hand'], revert: true, onPlan }),
        (onPlan: OnPlan) => project.deploy({ environment: 'test', routines: ['by_hand'], onPlan }),
        (onPlan: OnPlan) => project.rollBack({ environment: 'test', routine: 'by_hand@1.0.0', onPlan }),
      ];
      for (const way of ways) {
        await server.run(`DROP PROCEDURE ${schema.name}.by_hand`);
        const hazards = await told(async (onPlan) => {
          const answer = await way(onPlan);
          assert.ok(answer.ok, JSON.stringify(answer));
        });
        assert.match(hazards.join('\n'), new RegExp(byHand.source, 'm'));
        await server.run(`CALL ${schema.name}.by_hand()`);
      }
    });
  });
});
