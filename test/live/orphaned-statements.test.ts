/**
 * A statement outlives the connection that sent it: one that waits for a lock must not run after everything was
 * restored.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OnFaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { CutProxy } from '../../scripts/torture/cut-proxy';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

const [older, newer] = ['CREATE PROCEDURE p() DO SLEEP(2);', 'CREATE PROCEDURE p() DO SLEEP(1);'];
const lockRoutines = 'LOCK TABLES mysql.proc READ';

describe('a statement that waits for a lock', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const [deployer, modest, app] = [`${schema.name}_d`, `${schema.name}_m`, `${schema.name}_a`];
      const environment = { environment: 'test' };
      let proxy: CutProxy;
      before(async () => {
        proxy = await CutProxy.start(server.port);
        await server.run(`CREATE USER ${app}`, `CREATE USER ${deployer}`, `CREATE USER ${modest}`);
        for (const user of [deployer, modest])
          await server.run(`GRANT ALL PRIVILEGES ON *.* TO ${user} WITH GRANT OPTION`);
        await server.run(`REVOKE PROCESS ON *.* FROM ${modest}`);
      });
      beforeEach(async () => {
        expectOk(await liveProject(server, schema.name, { files: { 'p.sql': older } }).deploy(environment));
        await server.run(`GRANT EXECUTE ON PROCEDURE ${schema.name}.p TO ${app}`);
      });
      after(async () => {
        proxy.close();
        for (const user of [app, deployer, modest]) await server.run(`DROP USER IF EXISTS ${user}`);
        await server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`);
      });

      /**
       * Deploys while a call runs, for which MySQL waits, or while another session locks the table in which MariaDB
       * keeps routines; returns the state afterwards.
       */
      const deployHeldUp = async (onFaultPoint: OnFaultPoint, meanwhile: () => Promise<void>) => {
        const holder = await server.connect({ database: schema.name });
        const before = await takeSnapshot(server, schema.name);
        let held: Promise<unknown> = Promise.resolve();
        const project = liveProject({ flavor: server.flavor, port: proxy.port }, schema.name, {
          files: { 'p.sql': newer },
          environment: { user: deployer },
          onFaultPoint: async (faultPoint, step) => {
            if (faultPoint === 'intended') held = holder.query(server.flavor === 'mysql' ? 'CALL p()' : lockRoutines);
            if (faultPoint === 'intended') await pause(100);
            await onFaultPoint(faultPoint, step);
          },
        });
        const [answer] = await Promise.all([project.deploy(environment), meanwhile()]);
        await held;
        await holder.query('UNLOCK TABLES');
        await pause(300);
        return { outcome: expectOk(answer).outcome, before, after: await takeSnapshot(server, schema.name) };
      };

      it('runs no more when all connections are cut', async () => {
        const cutWhenWaiting = async (): Promise<void> => {
          for (let i = 0; i < 100 && !(await isWaiting()); i++) await pause(20);
          proxy.cut(false);
        };
        const { outcome, before, after } = await deployHeldUp(() => Promise.resolve(), cutWhenWaiting);
        assert.deepEqual(after, before);
        assert.equal(outcome, 'rolled-back');
      });

      // MariaDB replaces at once, and watches nothing.
      if (server.flavor === 'mysql')
        it('runs no more when the session that watches it is lost', async () => {
          const killWatcher: OnFaultPoint = async (faultPoint) => {
            if (faultPoint === 'drop-queued') for (const id of await findWatchers()) await server.run(`KILL ${id}`);
          };
          const { outcome, before, after } = await deployHeldUp(killWatcher, () => Promise.resolve());
          assert.deepEqual(after, before);
          assert.equal(outcome, 'rolled-back');
        });

      it('runs on where a person or another deployment sent it, by the same account', async () => {
        const routine = `\`${schema.name}\`.\`p\``;
        // On MariaDB the statement itself would keep ours from reading mysql.proc.
        const same =
          server.flavor === 'mysql'
            ? `DROP PROCEDURE ${routine}`
            : `CREATE TABLE ${schema.name}.ours AS SELECT SLEEP(2) AS a, '${routine}' AS b`;
        const another = `/* sproc 20200101T000000-0a0a0a */ CREATE TABLE ${schema.name}.others AS SELECT SLEEP(2) AS a, '${routine}' AS b`;
        const answers: Promise<unknown>[] = [];
        const joinIn = async (): Promise<void> => {
          for (let i = 0; i < 100 && !(await isWaiting()); i++) await pause(20);
          for (const statement of [same, another])
            answers.push((await server.connect({ user: deployer })).query(statement));
          await pause(100);
          proxy.cut(false);
        };
        const { outcome } = await deployHeldUp(() => Promise.resolve(), joinIn);
        assert.equal(outcome, 'rolled-back');
        await Promise.all(answers);
      });

      for (const next of ['recover', 'deploy'] as const)
        it(`is ended by ${next} when the process that sent it is dead, without the PROCESS privilege`, async () => {
          const before = await takeSnapshot(server, schema.name);
          const child = await startDeploying();
          const holder = await server.connect({ database: schema.name });
          await holder.query('START TRANSACTION');
          await holder.query(server.flavor === 'mysql' ? 'CALL p()' : lockRoutines);
          child.stdin.write('go on\n');
          for (let i = 0; i < 500 && !(await isWaiting(modest)); i++) await pause(5);
          const left = (await listWaiting(modest)).map(({ Id }) => Number(Id));
          assert.notEqual(left.length, 0);
          await server.run(
            "SET GLOBAL log_output = 'TABLE'",
            'TRUNCATE mysql.general_log',
            'SET GLOBAL general_log = ON',
          );
          child.kill('SIGKILL');
          await leaseGone();
          const files = { 'p.sql': next === 'recover' ? newer : older };
          const project = liveProject(server, schema.name, { files, environment: { user: modest } });
          const [answer] = await Promise.all([project[next](environment), letGo(holder)]);
          await server.run('SET GLOBAL general_log = OFF');
          assert.equal(expectOk(answer).outcome, next === 'recover' ? 'rolled-back' : 'nothing-to-do');
          const killed = await server.run(
            "SELECT CONVERT(argument USING utf8mb4) AS sent FROM mysql.general_log WHERE argument LIKE '%/ KILL %'",
          );
          const numbers = new Set(killed.map(({ sent }) => Number(/\d+$/.exec(String(sent))?.[0])));
          assert.deepEqual(
            left.filter((id) => !numbers.has(id)),
            [],
          );
          assert.deepEqual(await takeSnapshot(server, schema.name), before);
        });

      /**
       * Waits until the lease is gone: the server notices a moment later that idle connections are closed, and the
       * lease ends with one of them.
       */
      const leaseGone = async (): Promise<void> => {
        for (let i = 0; i < 500; i++) {
          const list = await server.run('SHOW PROCESSLIST');
          if (!list.some((row) => row['User'] === modest && row['Command'] === 'Sleep')) return;
          await pause(5);
        }
      };

      /** Ends the transaction once no statement of the dead process waits any longer. */
      const letGo = async (holder: { query(sql: string): Promise<unknown> }): Promise<void> => {
        for (let i = 0; i < 500 && (await isWaiting(modest)); i++) await pause(5);
        await holder.query('COMMIT');
        await holder.query('UNLOCK TABLES');
      };

      const startDeploying = async () => {
        const script = join(__dirname, 'deploy-when-told-in-a-process.ts');
        const words = [JSON.stringify(server.address), schema.name, modest, JSON.stringify({ 'p.sql': newer })];
        const child = spawn(process.execPath, ['--require', 'tsx/cjs', script, ...words], {
          stdio: ['pipe', 'pipe', 'inherit'],
        });
        const [said] = (await once(child.stdout, 'data')) as [Buffer];
        assert.equal(said.toString(), 'ready\n');
        return child;
      };

      const isWaiting = async (user = deployer): Promise<boolean> => (await listWaiting(user)).length > 0;

      const listWaiting = async (user = deployer): Promise<readonly Record<string, unknown>[]> => {
        const list = await server.run('SHOW FULL PROCESSLIST');
        return list.filter((row) => row['User'] === user && /^Waiting for .* lock$/.test(String(row['State'])));
      };

      const findWatchers = async (): Promise<readonly number[]> => {
        const rows = await server.run(
          `SELECT DISTINCT t.PROCESSLIST_ID AS id FROM performance_schema.events_statements_history
          JOIN performance_schema.threads t USING (THREAD_ID)
          WHERE SQL_TEXT LIKE '%/ SHOW PROCESSLIST' AND t.PROCESSLIST_USER = '${deployer}'`,
        );
        assert.notEqual(rows.length, 0);
        return rows.map(({ id }) => Number(id));
      };
    },
    { own: {} },
  );
});
