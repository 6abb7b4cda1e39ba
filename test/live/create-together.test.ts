/** Routines that are created in one group: each has its own outcome, and a failure leaves none of them. */
import assert from 'node:assert/strict';
import type { FaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

const names = ['a', 'b', 'c', 'd', 'e'];
const files = Object.fromEntries(names.map((name) => [`${name}.sql`, `CREATE PROCEDURE ${name}() SELECT '${name}';`]));
const stopped = ['restored', 'restored', 'failed', 'not-run', 'not-run'];

describe('creating several at once', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const deployWith = (faultPoint: FaultPoint, act: () => unknown, signal?: AbortSignal) =>
      liveProject(server, schema.name, {
        files,
        environment: { maxConnections: 1 },
        onFaultPoint: async (now, step) => {
          if (now === faultPoint && step === 3) await act();
        },
      }).deploy({ environment: 'test', ...(signal === undefined ? {} : { signal }) });
    const lastRecorded = async () => {
      const { chain, deployments } = expectOk(await liveProject(server, schema.name).history({ environment: 'test' }));
      assert.equal(chain, 'intact');
      return deployments[0]?.steps.map(({ outcome }) => outcome);
    };
    const standing = async () =>
      Object.keys(await takeSnapshot(server, schema.name)).filter((name) => name.startsWith('PROCEDURE'));
    afterEach(async () => {
      for (const name of names) await server.run(`DROP PROCEDURE IF EXISTS ${schema.name}.${name}`);
    });
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('leaves alone what somebody else creates meanwhile, be it the same text', async () => {
      const theirs = `CREATE PROCEDURE ${schema.name}.c() SELECT 'c'`;
      const answer = expectOk(await deployWith('intended', () => server.run(`USE ${schema.name}`, theirs)));
      assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer));
      assert.deepEqual(
        answer.steps.map(({ outcome }) => outcome),
        stopped,
      );
      assert.deepEqual(await lastRecorded(), stopped);
      assert.deepEqual(await standing(), ['PROCEDURE c']);
    });

    it('takes back those that were created when it is cancelled', async () => {
      const controller = new AbortController();
      const abort = (): void => controller.abort();
      const answer = expectOk(await deployWith('statements-run', abort, controller.signal));
      assert.deepEqual(
        answer.steps.map(({ outcome }) => outcome),
        ['restored', 'restored', 'restored', 'failed', 'not-run'],
      );
      assert.deepEqual(await standing(), []);
    });

    it('takes all back where one does not read back as it was deployed', async () => {
      const change = () => server.run(`ALTER PROCEDURE ${schema.name}.c COMMENT 'changed at once'`);
      const answer = expectOk(await deployWith('statements-run', change));
      assert.deepEqual(
        answer.steps.map(({ outcome }) => outcome),
        ['restored', 'restored', 'failed', 'restored', 'restored'],
      );
      assert.deepEqual(await lastRecorded(), ['restored', 'restored', 'failed', 'restored', 'restored']);
      assert.deepEqual(await standing(), []);
    });

    it('records each as done', async () => {
      const answer = expectOk(await liveProject(server, schema.name, { files }).deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed');
      assert.deepEqual(
        await lastRecorded(),
        names.map(() => 'done'),
      );
    });

    it('makes do with as few connections as the account is allowed', async () => {
      const account = `'narrow_${server.flavor}'@'%'`;
      await server.run(
        `CREATE USER ${account} IDENTIFIED BY 'secret' WITH MAX_USER_CONNECTIONS 12`,
        `GRANT ALL ON *.* TO ${account} WITH GRANT OPTION`,
      );
      for (const version of [1, 2]) {
        const many = Array.from({ length: 40 }, (_, i) => `CREATE PROCEDURE n${i}() SELECT ${version};`);
        const project = liveProject(server, schema.name, {
          files: { 'many.sql': many.join('\n') },
          environment: { user: `narrow_${server.flavor}` },
          password: 'secret',
        });
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(answer.outcome, 'deployed', JSON.stringify(answer.steps.find(({ error }) => error !== null)));
      }
      await server.run(`DROP USER ${account}`);
    });
  });
});
