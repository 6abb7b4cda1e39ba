/** Preflight names who is in the way: sessions that use what is replaced, and another ledger of the same schema. */
import assert from 'node:assert/strict';
import type { Finding } from '#engine';
import { installLockPlugin } from '../../scripts/conformance/install-lock-plugin';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const [older, newer] = ['BEGIN SELECT 1; END', 'BEGIN SELECT 2; END'].map((body) => ({
  'p.sql': `CREATE PROCEDURE p() ${body};`,
  'f.sql': 'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;',
}));
const environment = { environment: 'test' };
const use = 'SELECT f() FROM t';

describe('preflight', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const rival = `${schema.name}_rival`;
      const open = (options: LiveProjectOptions) =>
        liveProject(server, schema.name, { files: newer ?? {}, ...options });
      const look = async (options: LiveProjectOptions = {}): Promise<readonly Finding[]> =>
        expectOk(await open(options).preflight({ ...environment, overwrite: true })).findings;
      const codes = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code);
      before(() => server.run(`CREATE TABLE ${schema.name}.t (id INT)`, `INSERT INTO ${schema.name}.t VALUES (1)`));
      beforeEach(async () => expectOk(await open({ files: older ?? {} }).deploy({ ...environment, overwrite: true })));
      after(() => server.run(...['_ledger', '_rival'].map((end) => `DROP DATABASE IF EXISTS ${schema.name}${end}`)));

      if (server.flavor === 'mysql')
        it('says so where the account may not see who uses what is replaced', async () => {
          await server.run(
            "CREATE USER blind IDENTIFIED BY 'some'",
            `GRANT ALL ON ${schema.name}.* TO blind`,
            `GRANT ALL ON ${schema.name}_ledger.* TO blind`,
            'GRANT SHOW_ROUTINE, SET_ANY_DEFINER, SYSTEM_USER ON *.* TO blind',
            'GRANT SELECT ON mysql.procs_priv TO blind',
          );
          const blind = { environment: { user: 'blind' }, password: 'some' };
          const findings = await look(blind);
          await server.run('DROP USER blind');
          // It cannot read what the definer may do either, who is somebody else.
          assert.deepEqual(codes(findings), ['definer-privileges-unknown', 'locks-unknown']);
          assert.match(findings[1]?.message ?? '', /cannot read the locks of the server/);
        });
      else
        it('says so where the server does not tell who uses what is replaced', async function () {
          this.timeout(300_000);
          assert.deepEqual(codes(await look()), ['locks-unknown']);
          await installLockPlugin(await server.connect());
          assert.deepEqual(codes(await look()), []);
        });

      it('names the session that uses what is replaced', async () => {
        const user = await server.connect({ database: schema.name });
        await user.query('START TRANSACTION');
        await user.query(server.flavor === 'mysql' ? 'CALL p()' : use);
        const changed = {
          'p.sql': newer?.['p.sql'] ?? '',
          'f.sql': 'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 2;',
        };
        const findings = await look({ files: changed });
        await user.query('COMMIT');
        assert.deepEqual(codes(findings), ['locked']);
        const name = server.flavor === 'mysql' ? 'procedure' : 'function';
        assert.match(
          findings[0]?.message ?? '',
          new RegExp(`^${name} .* is in use by connection ${user.threadId} of root@`, 'i'),
        );
        assert.deepEqual(codes(await look({ files: changed })), []);
      });

      it('asks nobody where nothing is replaced', async () => {
        assert.deepEqual(codes(await look({ files: { ...older, 'n.sql': 'CREATE PROCEDURE n() SELECT 1;' } })), []);
      });

      it('tells another ledger of the same schema, and who deploys through it', async () => {
        const other = { environment: { ledgerSchema: rival } };
        const seen: (readonly Finding[])[] = [];
        const busy = open({
          onFaultPoint: async (faultPoint) => {
            if (faultPoint === 'started') seen.push(await look(other));
          },
        });
        expectOk(await busy.deploy({ ...environment, overwrite: true }));
        const held = (seen[0] ?? []).filter(({ code }) => code === 'held');
        assert.match(
          held.map(({ message }) => message).join('\n'),
          new RegExp(`^Ada .* has been deploying to .* through another ledger \\(schema ${schema.name}_ledger\\)`),
        );
        const later = await look({ ...other, files: older ?? {} });
        assert.ok(codes(later).includes('other-ledger'), codes(later).join());
      });
    },
    { own: {} },
  );
});
