/** Processes that are killed and connections that are cut at the worst moment. */
import { createConnection } from 'mysql2/promise';
import { setTimeout as pause } from 'node:timers/promises';
import { holdRoutine } from './dying-deployment';
import type { Attack, Family } from './family';
import { deploy, freshTarget, prepare, writeDeployable, writeProcedure } from './target';

const attacks: readonly Attack[] = [
  {
    row: '42',
    name: 'kill -9 while a queued replacement waits behind a transaction, ten times',
    expect: 'automatic_sp_privileges is on again within 1 s, and the procedure is there.',
    on: 'mysql',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      writeDeployable(scene, target);
      await prepare(deploy(scene));
      const heir = `h_${target.schema}`;
      await server.run(`CREATE USER ${heir}`, `GRANT EXECUTE ON PROCEDURE ${target.schema}.p TO ${heir}`);
      for (let round = 1; round <= 10; round++) {
        writeProcedure(scene, `two ${round}`);
        const holder = await holdRoutine(server, target, 'p');
        let killedAt = 0;
        const killWaiting = async (child: { kill(signal: NodeJS.Signals): boolean }): Promise<void> => {
          for (let waited = 0; waited < 20_000; waited += 5) {
            const sessions = await server.run('SHOW FULL PROCESSLIST');
            if (sessions.some(({ State }) => String(State).includes('metadata lock'))) break;
            await pause(5);
          }
          child.kill('SIGKILL');
          killedAt = performance.now();
        };
        const run = await scene.sproc('deploy e --yes', { watch: (child) => void killWaiting(child) });
        evidence.note(run.signal === 'SIGKILL', 'killed while it waited');
        let isOn = false;
        while (!isOn && performance.now() < killedAt + 1_000) {
          const [row] = await server.run('SELECT @@GLOBAL.automatic_sp_privileges AS isOn');
          isOn = Number(row?.['isOn']) === 1;
        }
        evidence.note(isOn, 'automatic_sp_privileges is on within 1 s');
        await holder.query('ROLLBACK');
        await holder.end();
        await pause(200);
        evidence.note((await target.body('p')).includes('SELECT'), 'the procedure is there');
        evidence.exits(await scene.sproc('recover e'), 0, 2);
        await server.run('SET GLOBAL automatic_sp_privileges = ON');
      }
      const grants = JSON.stringify(await server.run(`SHOW GRANTS FOR ${heir}`));
      evidence.note(/EXECUTE/.test(grants), 'its grant is kept');
      await server.run(`DROP USER ${heir}`);
      await target.drop();
    },
  },
  {
    row: '50',
    name: 'KILL of every connection of a deployment',
    expect: 'An answer, the old text or the new one, and the process ends within 2 s.',
    on: 'both',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      const user = `k_${target.schema}`;
      await server.run(`CREATE USER ${user}@'%'`, `GRANT ALL ON *.* TO ${user}@'%' WITH GRANT OPTION`);
      writeDeployable(scene, target, { user });
      for (let i = 0; i < 30; i++) writeProcedure(scene, 'one', `p${i}`);
      await prepare(deploy(scene));
      for (let i = 0; i < 30; i++) writeProcedure(scene, 'two', `p${i}`);
      const administrator = await createConnection({ host: '127.0.0.1', port: server.port, user: 'root' });
      let isOver = false;
      const killAll = async (): Promise<void> => {
        let kills = 0;
        while (!isOver && kills < 20) {
          const [rows] = await administrator.query('SHOW FULL PROCESSLIST');
          for (const { User, Id, Info } of rows as { User: string; Id: number; Info: string | null }[]) {
            if (User !== user || !/CREATE|DROP/.test(Info ?? '')) continue;
            await administrator.query(`KILL ${Id}`).catch(() => undefined);
            kills++;
          }
        }
      };
      const run = await scene.sproc('deploy e --yes', { watch: () => void killAll() });
      isOver = true;
      evidence.exits(run, 0, 2, 69);
      if (run.exit !== 0) evidence.exits(await scene.sproc('recover e'), 0, 2);
      const bodies = await server.run(
        `SELECT COUNT(*) AS number FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${target.schema}'`,
      );
      evidence.equal(Number(bodies[0]?.['number']), 31, 'all 31 procedures are there');
      await administrator.end();
      await server.run(`DROP USER ${user}@'%'`);
      await target.drop();
    },
  },
  {
    row: '91',
    name: 'status after an edit of the source alone, with and without versions',
    expect: 'Not "drifted", as drift says.',
    on: 'both',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      writeDeployable(scene, target);
      await prepare(deploy(scene));
      writeProcedure(scene, 'two');
      for (const line of ['', 'register']) {
        if (line !== '') await prepare(scene.sproc(line));
        const run = await scene.sproc('status');
        evidence.saysNot(run, /drifted/);
        evidence.exits(run, 0);
        evidence.exits(await scene.sproc('drift e'), 0);
      }
      await target.drop();
    },
  },
];

export const kills: Family = { name: 'kills', attacks };
