/** A statement outlives the connection that sent it: one that waits for a lock must not run after all was brought back. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { OnBoundary } from '../../engine/src/lifecycle/target/boundary';
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
      const [deployer, app] = [`${schema.name}_d`, `${schema.name}_a`];
      const environment = { environment: 'test' };
      let proxy: CutProxy;
      before(async () => {
        proxy = await CutProxy.start(server.port);
        await server.run(`CREATE USER ${app}`, `CREATE USER ${deployer}`);
        await server.run(`GRANT ALL PRIVILEGES ON *.* TO ${deployer} WITH GRANT OPTION`);
      });
      beforeEach(async () => {
        expectOk(await liveProject(server, schema.name, { files: { 'p.sql': older } }).deploy(environment));
        await server.run(`GRANT EXECUTE ON PROCEDURE ${schema.name}.p TO ${app}`);
      });
      after(async () => {
        proxy.close();
        for (const user of [app, deployer]) await server.run(`DROP USER IF EXISTS ${user}`);
        await server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`);
      });

      /**
       * Deploys while a call runs, for which MySQL waits, or while somebody holds the table that MariaDB keeps routines in;
       * gives what stands once that has ended.
       */
      const deployHeldUp = async (onBoundary: OnBoundary, meanwhile: () => Promise<void>) => {
        const holder = await server.connect({ database: schema.name });
        const before = await takeSnapshot(server, schema.name);
        let held: Promise<unknown> = Promise.resolve();
        const project = liveProject({ flavor: server.flavor, port: proxy.port }, schema.name, {
          files: { 'p.sql': newer },
          environment: { user: deployer },
          onBoundary: async (boundary, step) => {
            if (boundary === 'intended') held = holder.query(server.flavor === 'mysql' ? 'CALL p()' : lockRoutines);
            if (boundary === 'intended') await pause(100);
            await onBoundary(boundary, step);
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
          const killWatcher: OnBoundary = async (boundary) => {
            if (boundary === 'drop-queued') for (const id of await findWatchers()) await server.run(`KILL ${id}`);
          };
          const { outcome, before, after } = await deployHeldUp(killWatcher, () => Promise.resolve());
          assert.deepEqual(after, before);
          assert.equal(outcome, 'rolled-back');
        });

      const isWaiting = async (): Promise<boolean> => {
        const list = await server.run('SHOW PROCESSLIST');
        return list.some((row) => row['User'] === deployer && /^Waiting for .* lock$/.test(String(row['State'])));
      };

      const findWatchers = async (): Promise<readonly number[]> => {
        const rows = await server.run(
          `SELECT DISTINCT t.PROCESSLIST_ID AS id FROM performance_schema.events_statements_history
          JOIN performance_schema.threads t USING (THREAD_ID)
          WHERE SQL_TEXT = 'SHOW PROCESSLIST' AND t.PROCESSLIST_USER = '${deployer}'`,
        );
        assert.notEqual(rows.length, 0);
        return rows.map(({ id }) => Number(id));
      };
    },
    { own: {} },
  );
});
