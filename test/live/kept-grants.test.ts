/**
 * The setting automatic_sp_privileges is off while a routine with grants is replaced: it is switched on again whatever
 * dies, and remains off if it was.
 */
import assert from 'node:assert/strict';
import type { OnFaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { Deployers } from '../../scripts/torture/deployers';
import { newText, oldText, ReplacementScene } from '../../scripts/torture/killed-replacement';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' };

describe('a routine with grants that is replaced', () => {
  onEachServer(
    (server) => {
      const [one, two] = [freshSchema(server), freshSchema(server)];
      const app = `${one.name}_a`;
      let made = 0;
      const next = () => ({ 'p.sql': `CREATE PROCEDURE p() BEGIN SELECT ${++made}; END` });
      const settingNow = async (): Promise<unknown> =>
        (await server.run('SELECT @@GLOBAL.automatic_sp_privileges AS setting'))[0]?.['setting'];
      const checkGrant = async (schema: string): Promise<void> => {
        const rows = await server.run(
          `SELECT 1 AS one FROM mysql.procs_priv WHERE Db = '${schema}' AND User = '${app}'`,
        );
        assert.equal(rows.length, 1, 'the grant is there');
      };
      const sessionsThatWait = async (): Promise<readonly number[]> =>
        (await server.run('SHOW PROCESSLIST')).filter(({ State }) => State === 'User lock').map(({ Id }) => Number(Id));
      const deploy = async (schema: string, onFaultPoint?: OnFaultPoint) =>
        liveProject(server, schema, { files: next(), ...(onFaultPoint === undefined ? {} : { onFaultPoint }) }).deploy({
          ...environment,
          overwrite: true,
        });

      before(() => server.run(`CREATE USER ${app}`));
      beforeEach(async () => {
        for (const { name } of [one, two]) {
          expectOk(await deploy(name));
          await server.run(`GRANT EXECUTE ON PROCEDURE ${name}.p TO ${app}`);
        }
      });
      after(() =>
        server.run(`DROP USER ${app}`, ...[one, two].map(({ name }) => `DROP DATABASE IF EXISTS ${name}_ledger`)),
      );

      it('keeps them, and leaves nothing waiting', async () => {
        assert.equal(expectOk(await deploy(one.name)).outcome, 'deployed');
        await checkGrant(one.name);
        assert.equal(await settingNow(), 1);
        assert.deepEqual(await sessionsThatWait(), []);
      });

      it('keeps them beside another deployment of the same server', async () => {
        const answers = await Promise.all([deploy(one.name), deploy(two.name)]);
        for (const answer of answers) assert.equal(expectOk(answer).outcome, 'deployed');
        for (const { name } of [one, two]) await checkGrant(name);
        assert.equal(await settingNow(), 1);
        assert.deepEqual(await sessionsThatWait(), []);
      });

      it('leaves the setting off where it was off', async () => {
        await server.run('SET GLOBAL automatic_sp_privileges = OFF');
        try {
          assert.equal(expectOk(await deploy(one.name)).outcome, 'deployed');
          assert.equal(await settingNow(), 0);
          await checkGrant(one.name);
        } finally {
          await server.run('SET GLOBAL automatic_sp_privileges = ON');
        }
      });

      // MariaDB replaces in one statement, which keeps grants by itself.
      if (server.flavor === 'mysql') {
        it('has the setting on at the end when the session that guards it is killed', async () => {
          const killGuard: OnFaultPoint = async (faultPoint) => {
            if (faultPoint !== 'drop-queued') return;
            const waiting = await sessionsThatWait();
            assert.equal(waiting.length, 1);
            for (const id of waiting) await server.run(`KILL ${id}`);
          };
          assert.equal(expectOk(await deploy(one.name, killGuard)).outcome, 'deployed');
          assert.equal(await settingNow(), 1);
          await checkGrant(one.name);
        });

        it('keeps the grants when the session that holds its lock is killed', async () => {
          const killKeeper: OnFaultPoint = async (faultPoint) => {
            if (faultPoint !== 'drop-queued') return;
            const [row] = await server.run("SELECT IS_USED_LOCK('sproc automatic_sp_privileges') AS id");
            await server.run(`KILL ${Number(row?.['id'])}`);
          };
          assert.equal(expectOk(await deploy(one.name, killKeeper)).outcome, 'deployed');
          assert.equal(await settingNow(), 1);
          await checkGrant(one.name);
          assert.deepEqual(await sessionsThatWait(), []);
        });

        it('has setting and grants as they were when its process is killed while DROP waits', async function () {
          this.timeout(120_000);
          const deployers = new Deployers();
          const scene = new ReplacementScene(server.own, deployers, `${one.name}_k`);
          try {
            await scene.open();
            for (const [killAfterMs, commitAfterMs] of [
              [null, 0],
              [null, 300],
              [0, 0],
              [10, 600],
              [400, 200],
              [900, 1_000],
            ] as const) {
              const left = await scene.kill({ killAfterMs, commitAfterMs });
              assert.notEqual(left.onAfterMs, null);
              assert.ok(left.text === oldText || left.text === newText, left.text ?? 'gone');
              assert.ok(left.mayCall);
              assert.equal(left.recovered, 'rolled-back');
              assert.equal(left.restored, oldText);
            }
          } finally {
            deployers.close();
            await scene.close();
          }
        });
      }
    },
    { own: {} },
  );
});
