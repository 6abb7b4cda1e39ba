/** An environment with several targets is one deployment: all of them or none. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

describe('several targets', () => {
  onEachServer((server) => {
    const first = freshSchema(server);
    const second = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${first.name}_ledger`));

    const project = (version: number, options: LiveProjectOptions = {}) =>
      liveProject(server, first.name, {
        files: {
          'a.sql': `CREATE PROCEDURE a() SELECT ${version};`,
          'b.sql': `CREATE PROCEDURE b() SELECT ${version};`,
        },
        settings: {
          schema: 'shop',
          environments: {
            test: {
              stage: 'DEVELOPMENT',
              ledgerSchema: `${first.name}_ledger`,
              targets: [first, second].map(({ name }) => ({
                ...server.login,
                schema: name,
              })),
            },
          },
        },
        ...options,
      });

    it('are rejected before anything runs, if they are one schema of one server under two addresses', async () => {
      const hosts = ['127.0.0.1', '127.1'];
      const targets = hosts.map((host) => ({ ...server.login, host, schema: first.name }));
      const environments = { test: { stage: 'DEVELOPMENT', ledgerSchema: `${first.name}_ledger`, targets } };
      const doubled = project(1, { settings: { schema: 'shop', environments } });
      for (const answer of [
        await doubled.deploy({ environment: 'test' }),
        await doubled.plan({ environment: 'test' }),
        await doubled.preflight({ environment: 'test' }),
      ])
        assert.match(
          expectFailure(answer, 'bad-project').message,
          /^Targets 127\.0\.0\.1\S+ and 127\.1\S+ of environment test are the same schema on the same server\. Nothing/,
        );
      assert.deepEqual(await server.run(`SHOW DATABASES LIKE '${first.name}\\_ledger'`), []);
    });

    it('are deployed to, compared and rolled back together', async () => {
      const answer = expectOk(await project(1).deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      assert.equal(answer.steps.length, 4);
      assert.deepEqual(expectOk(await project(1).compare({ left: 'workspace', right: 'test' })).differences, []);
      const states = [await takeSnapshot(server, first.name), await takeSnapshot(server, second.name)];
      const next = expectOk(await project(2).deploy({ environment: 'test' }));
      const { deployments } = expectOk(await project(2).history({ environment: 'test' }));
      assert.deepEqual(
        deployments.map(({ outcome, steps }) => [outcome, steps.length]),
        [
          ['deployed', 4],
          ['deployed', 4],
        ],
      );
      assert.equal(
        expectOk(await project(2).rollBack({ environment: 'test', deployment: next.deployment ?? '' })).outcome,
        'deployed',
      );
      assert.deepEqual([await takeSnapshot(server, first.name), await takeSnapshot(server, second.name)], states);
      assert.equal(
        expectOk(await project(2).rollBack({ environment: 'test', routine: 'a', overwrite: true })).outcome,
        'deployed',
      );
    });

    it('are all taken back if the last of them fails', async () => {
      const states = [await takeSnapshot(server, first.name), await takeSnapshot(server, second.name)];
      const failing = project(3, {
        onFaultPoint: async (faultPoint, step) => {
          if (faultPoint === 'statements-run' && step === 3)
            await server.run(`DROP PROCEDURE IF EXISTS ${second.name}.b`);
        },
      });
      const before = states[1]?.['PROCEDURE b'];
      assert.ok(before);
      const answer = expectOk(await failing.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer));
      assert.deepEqual(
        answer.steps.map(({ outcome }) => outcome),
        ['restored', 'restored', 'restored', 'failed'],
      );
      assert.deepEqual(await takeSnapshot(server, first.name), states[0]);
    });

    it('are told when one lacks a schema', async () => {
      const lacking = liveProject(server, first.name, {
        files: { 'x.sql': 'CREATE PROCEDURE nowhere_schema.x() SELECT 1;' },
      });
      const failure = expectFailure(await lacking.deploy({ environment: 'test' }), 'could-not');
      assert.match(failure.message, /^Schema nowhere_schema does not exist on /);
    });

    it('are reached by socket and by TLS where it can be had', async () => {
      const files = { 't.sql': 'CREATE PROCEDURE t() SELECT 1;' };
      const [socket] = await server.run('SELECT @@socket AS path');
      const { name } = first;
      const over = (environment: Readonly<Record<string, unknown>>) =>
        liveProject(server, name, { files, environment });
      const bySocket = liveProject(server, name, {
        files,
        settings: {
          environments: { test: { socket: socket?.['path'], user: 'root', schema: name, stage: 'DEVELOPMENT' } },
        },
      });
      expectOk(await bySocket.plan({ environment: 'test' }));
      if (server.flavor === 'mysql') {
        expectOk(await over({ tls: 'required' }).plan({ environment: 'test' }));
        const unproven = expectFailure(await over({ tls: 'verify' }).plan({ environment: 'test' }), 'unreachable');
        assert.match(unproven.message, /certificate is not trusted/);
      } else {
        assert.match(
          expectFailure(await over({ tls: 'required' }).plan({ environment: 'test' }), 'unreachable').message,
          /does not offer TLS/,
        );
        expectOk(await over({ tls: 'preferred' }).plan({ environment: 'test' }));
      }
      const missing = expectFailure(
        await over({ tls: 'verify', ca: '/no/such/file.pem' }).plan({ environment: 'test' }),
        'bad-project',
      );
      assert.match(missing.message, /\/no\/such\/file\.pem/);
    });

    it('each speak for themselves', async () => {
      expectOk(await project(1).deploy({ environment: 'test' }));
      await server.run(`DROP PROCEDURE ${second.name}.a`, `CREATE PROCEDURE ${second.name}.a() SELECT 'by hand'`);
      const [one, two] = [first, second].map(({ name }) => `${server.host}:${server.port}/${name}`) as [string, string];
      const { routines, notes = [] } = expectOk(await project(1).status({}));
      assert.deepEqual(routines.find(({ routine }) => routine === 'shop.a')?.environments['test'], {
        ...{ version: null, state: 'drifted' },
        targets: { [one]: { version: null, state: 'in-sync' }, [two]: { version: null, state: 'drifted' } },
      });
      assert.ok(notes.includes(`shop.a differs among the targets of test: ${one} in sync; ${two} drifted.`));
      const { differences } = expectOk(await project(1).compare({ left: 'workspace', right: 'test' }));
      assert.deepEqual(
        differences.map(({ routine, target }) => [routine, target]),
        [['shop.a', two]],
      );
      const shown = expectOk(await project(1).show({ ref: 'a@test' }));
      assert.deepEqual([shown.target, shown.otherwise], [one, [two]]);
      const files = { 'b.sql': 'CREATE PROCEDURE b() SELECT 1;' };
      const imported = expectOk(await project(1, { files }).importRoutines({ environment: 'test', routines: ['a'] }));
      assert.deepEqual(imported.written, []);
      assert.equal(
        adviceText(imported.skipped[0]?.reason ?? ''),
        `The text of shop.a in ${two} differs from that in ${one}. Make them equal first.`,
      );
      const [deployment] = expectOk(await project(1).history({ environment: 'test' })).deployments;
      assert.deepEqual(new Set(deployment?.steps.map(({ target }) => target)), new Set([one, two]));
      expectOk(await project(1).drift({ environment: 'test', revert: true }));
      assert.equal(expectOk(await project(1).compare({ left: 'workspace', right: 'test' })).same, true);
      assert.equal(expectOk(await project(1).show({ ref: 'a@test' })).otherwise, undefined);
    });
  });
});
