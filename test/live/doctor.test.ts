/** `doctor` on servers that stop or endanger deployments by their settings, and after a deployment whose process died. */
import assert from 'node:assert/strict';
import type { DoctorLine } from '#engine';
import { deployAndDie } from '../support/dying-deployment';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer, type LiveServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

/** Returns the lines of the target that are not ok. */
async function examine(server: LiveServer, schema: string, options: LiveProjectOptions = {}) {
  const { lines } = expectOk(await liveProject(server, schema, options).doctor({}));
  return lines.filter(({ area, state }) => area === 'environment' && state !== 'ok');
}

const print = (lines: readonly DoctorLine[]): readonly string[] => lines.map(({ state, code }) => `${state} ${code}`);

const files = {
  'a.sql': 'CREATE PROCEDURE a() SELECT 1;',
  'f.sql': 'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;',
  'e.sql': 'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1;',
};

describe('doctor', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('finds a deployment that was interrupted, with its remedy, until it is recovered', async () => {
      await deployAndDie(server, { schema: schema.name, files: { 'a.sql': files['a.sql'] } }, ['statements-run', 1]);
      // The server may take a moment to see that the dead one's connection is gone.
      let found = await examine(server, schema.name);
      for (let tries = 0; tries < 100 && print(found).includes('warning held'); tries++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        found = await examine(server, schema.name);
      }
      assert.deepEqual(print(found), ['problem unfinished']);
      assert.equal(adviceText(found[0]?.remedy ?? ''), 'Run `sproc recover test`.');
      expectOk(await liveProject(server, schema.name).recover({ environment: 'test' }));
      assert.deepEqual(print(await examine(server, schema.name)), []);
    }).timeout(30_000);

    it('finds a ledger that is written with a key which is not set', async () => {
      const keyed = { files: { 'a.sql': 'CREATE PROCEDURE a() SELECT 2;' }, ledgerKey: 'k'.repeat(32) };
      expectOk(await liveProject(server, schema.name, keyed).deploy({ environment: 'test', overwrite: true }));
      assert.deepEqual(print(await examine(server, schema.name, keyed)), []);
      assert.deepEqual(print(await examine(server, schema.name)), ['problem ledger-key']);
    });

    it('reports sources that are written for the other server', async () => {
      const dialect = server.flavor === 'mysql' ? 'mariadb' : 'mysql';
      const found = await examine(server, schema.name, { settings: { dialect }, ledgerKey: 'k'.repeat(32) });
      assert.deepEqual(print(found), ['warning other-dialect']);
    });
  });

  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const user = 'plain';
      before(() =>
        server.run(
          `CREATE USER ${user}@'%' IDENTIFIED BY 'secret'`,
          `GRANT ALL ON ${schema.name}.* TO ${user}@'%' WITH GRANT OPTION`,
          'SET GLOBAL log_bin_trust_function_creators = 0',
          'SET GLOBAL event_scheduler = OFF',
          'SET GLOBAL max_allowed_packet = 1048576',
        ),
      );

      it('finds settings that refuse or disarm what is deployed', async () => {
        const found = await examine(server, schema.name, { files, environment: { user }, password: 'secret' });
        assert.deepEqual(
          print(found).filter((line) => !line.endsWith('missing-privilege')),
          [
            'problem log-bin-trust',
            'warning event-scheduler',
            'warning packet-size',
            'warning replica-unknown',
            'unknown ledger-hidden',
          ],
        );
      });

      it('finds a server that takes no writes', async () => {
        await server.run('SET GLOBAL read_only = 1');
        const found = await examine(server, schema.name, { files, environment: { user }, password: 'secret' });
        assert.ok(print(found).includes('problem read-only'), print(found).join('\n'));
        await server.run('SET GLOBAL read_only = 0');
      });
    },
    { own: { binlog: true } },
  );
});
