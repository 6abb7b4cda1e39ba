/** Servers that may lose the last rows of a ledger: the setting is a finding, and what was lost is never called untouched. */
import assert from 'node:assert/strict';
import { ThrowawayServer } from '../../scripts/servers/throwaway-server';
import { adviceText } from '../../cli/src/report/print-action';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { runOn } from '../support/run-on';

const tables = ['journal', 'chain_head', 'saved_definition', 'lease', 'row_mac'];

describe('settings that may lose the ledger', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const codes = async (): Promise<readonly string[]> => {
        const project = liveProject(server, schema.name, { files: { 'a.sql': 'CREATE PROCEDURE a() SELECT 1;' } });
        const { findings } = expectOk(await project.plan({ environment: 'test' }));
        const preflight = expectOk(await project.preflight({ environment: 'test' }));
        const { lines } = expectOk(await project.doctor({}));
        const told = [findings, preflight.findings, lines].map((all) =>
          all.filter(({ code }) => code === 'not-durable').map(({ message }) => message.split(' ')[0] ?? ''),
        );
        assert.deepEqual(told[1], told[0]);
        assert.deepEqual(told[2], told[0]);
        return told[0] ?? [];
      };

      it('are a warning of the plan and of the doctor', async () => {
        assert.deepEqual(await codes(), []);
        for (const value of [0, 2]) {
          await server.run(`SET GLOBAL innodb_flush_log_at_trx_commit = ${value}`);
          assert.deepEqual(await codes(), ['innodb_flush_log_at_trx_commit']);
        }
        await server.run('SET GLOBAL innodb_flush_log_at_trx_commit = 1', 'SET GLOBAL sync_binlog = 0');
        assert.deepEqual(await codes(), ['sync_binlog']);
        await server.run('SET GLOBAL sync_binlog = 1');
        assert.deepEqual(await codes(), []);
      });
    },
    { own: { binlog: true } },
  );
});

describe('a target whose server lost the rows of an interrupted deployment', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      let other: ThrowawayServer;
      before(async function () {
        this.timeout(60_000);
        other = await ThrowawayServer.start({ flavor: server.flavor });
        await runOn(other, `CREATE DATABASE ${schema.name} CHARACTER SET utf8mb4`);
      });
      after(() => other.stop());
      const ledger = (): string => `${schema.name}_ledger`;
      const copy = (): readonly string[] => [
        'DROP DATABASE IF EXISTS kept',
        'CREATE DATABASE kept',
        ...tables.map((table) => `CREATE TABLE kept.${table} AS SELECT * FROM ${ledger()}.${table}`),
      ];
      const putBack = (): readonly string[] =>
        tables.flatMap((table) => [
          `DELETE FROM ${ledger()}.${table}`,
          `INSERT INTO ${ledger()}.${table} SELECT * FROM kept.${table}`,
        ]);
      const open = (version: number, options: LiveProjectOptions = {}): LiveProject =>
        liveProject(server, schema.name, {
          files: {
            'a.sql': `CREATE PROCEDURE a() SELECT ${version};`,
            'b.sql': version === 1 ? 'CREATE PROCEDURE z() SELECT 1;' : 'CREATE PROCEDURE b() SELECT 2;',
          },
          settings: {
            schema: 'shop',
            environments: {
              test: {
                ...{ stage: 'DEVELOPMENT', ledgerSchema: ledger() },
                targets: [server.port, other.port].map((port) => ({ ...server.login, port, schema: schema.name })),
              },
            },
          },
          ...options,
        });

      it('is not called untouched', async () => {
        expectOk(await open(1).deploy({ environment: 'test' }));
        await runOn(other, ...copy());
        const dying = open(2, {
          onFaultPoint: async (faultPoint) => {
            if (faultPoint === 'all-steps-done') await server.run(...copy());
          },
        });
        assert.equal(expectOk(await dying.deploy({ environment: 'test' })).outcome, 'deployed');
        await server.run(...putBack());
        await runOn(other, ...putBack());
        const project = open(2);
        const label = `${server.host}:${other.port}/${schema.name}`;
        const foreseen = expectOk(await project.recover({ environment: 'test', dryRun: true }));
        assert.deepEqual(
          foreseen.would?.map(({ target, steps }) => [target === label, steps.map(({ outcome }) => outcome)]),
          [
            [false, ['not-run', 'not-run']],
            [true, ['failed', 'failed']],
          ],
        );
        const { outcome, steps } = expectOk(await project.recover({ environment: 'test' }));
        assert.equal(outcome, 'partial');
        const lost = steps.filter(({ target }) => target === label);
        assert.deepEqual(
          lost.map(({ routine }) => routine),
          ['shop.a', 'shop.b'],
        );
        for (const { error } of lost)
          assert.match(
            adviceText(error ?? ''),
            /^It has the text that deployment \S+ brought to \S+, but the ledger of /,
          );
      });
    },
    { own: {} },
  );
});
