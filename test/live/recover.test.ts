/** A process that dies in the middle of a deployment leaves the old routines or the new ones, and a true record. */
import assert from 'node:assert/strict';
import type { FaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { deployAndDie, findMissing } from '../support/dying-deployment';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

const old = {
  'a.sql': "CREATE PROCEDURE a() COMMENT 'old' SELECT 'old a';",
  'b.sql': 'CREATE FUNCTION b() RETURNS INT DETERMINISTIC RETURN 1;',
  'c.sql': 'CREATE TRIGGER c BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1;',
  'e.sql': "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 00:00:00' DISABLE DO SELECT 1;",
};

/** The routines without grants, which are therefore replaced concurrently. */
const crowd = ['h', 'i', 'j', 'k', 'l', 'm'];
for (const name of crowd) Object.assign(old, { [`${name}.sql`]: `CREATE PROCEDURE ${name}() SELECT 'old ${name}';` });

const next = {
  'a.sql': "CREATE PROCEDURE a() COMMENT 'new' BEGIN SELECT 'new a'; END",
  'b.sql': 'CREATE FUNCTION b() RETURNS INT DETERMINISTIC RETURN 2;',
  'c.sql': 'CREATE TRIGGER c BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 2;',
  'd.sql': "CREATE PROCEDURE d() SELECT 'new d';",
  'e.sql': "CREATE EVENT e ON SCHEDULE EVERY 2 DAY STARTS '2035-01-01 00:00:00' DISABLE DO SELECT 2;",
  'f.sql': "CREATE PROCEDURE f() SELECT 'new f';",
  'g.sql': 'CREATE FUNCTION g() RETURNS INT DETERMINISTIC RETURN 3;',
};

for (const name of crowd) Object.assign(next, { [`${name}.sql`]: `CREATE PROCEDURE ${name}() SELECT 'new ${name}';` });

const stepBoundaries: readonly FaultPoint[] = [
  'intended',
  'drop-queued',
  'create-queued',
  'statements-run',
  'read-back',
  'finished-step',
];

describe('after the death of its process', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    before(async () => {
      await server.run(
        `CREATE TABLE ${schema.name}.t (id INT)`,
        `CREATE USER IF NOT EXISTS 'heir_${server.flavor}'@'%'`,
      );
      expectOk(await liveProject(server, schema.name, { files: old }).deploy({ environment: 'test' }));
      await server.run(`GRANT EXECUTE ON PROCEDURE ${schema.name}.a TO 'heir_${server.flavor}'@'%'`);
      await server.run(`GRANT EXECUTE ON FUNCTION ${schema.name}.b TO 'heir_${server.flavor}'@'%'`);
    });
    after(() =>
      server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`, `DROP USER IF EXISTS 'heir_${server.flavor}'@'%'`),
    );

    const cases: readonly (readonly [FaultPoint, number])[] = [
      ['lease-taken', 0],
      ['started', 0],
      ...[1, 2, 3, 4, 5, 6, 7, 8, 11].flatMap((step) =>
        stepBoundaries
          // After the last group, from step 6 on, nothing is left to undo: see below.
          .filter((boundary) => boundary !== 'finished-step' || step < 6)
          .filter((boundary) => !boundary.endsWith('queued') || (server.flavor === 'mysql' && (step < 3 || step > 7)))
          .map((boundary) => [boundary, step] as const),
      ),
    ];
    for (const [boundary, step] of cases)
      it(`at ${boundary}${step === 0 ? '' : ` of step ${step}`} everything is as it was`, async function () {
        this.timeout(30_000);
        const project = liveProject(server, schema.name, { files: old });
        const before = await takeSnapshot(server, schema.name);
        await deployAndDie(server, { schema: schema.name, files: next }, [boundary, step]);
        // Whatever the moment, an existing routine still exists, the old one or the new one.
        assert.deepEqual(await findMissing(server, schema.name, before), []);
        const seen = expectOk(
          await liveProject(server, schema.name, { files: next }).preflight({ environment: 'test', overwrite: true }),
        );
        // The server may take a moment to see that the dead one's connection is gone.
        const isTold = seen.findings.some(({ code }) => code === 'unfinished' || code === 'held');
        assert.equal(isTold, boundary !== 'lease-taken', JSON.stringify(seen.findings));
        const answer = expectOk(await project.recover({ environment: 'test' }));
        assert.match(answer.outcome, /^(rolled-back|nothing-to-do)$/, JSON.stringify(answer));
        assert.deepEqual(await takeSnapshot(server, schema.name), before);
        const [setting] = await server.run('SELECT @@global.automatic_sp_privileges AS automatic');
        assert.equal(setting?.['automatic'], 1);
        assert.equal(expectOk(await project.history({ environment: 'test' })).chain, 'intact');
        assert.equal(expectOk(await project.recover({ environment: 'test' })).outcome, 'nothing-to-do');
      });

    it('at the very end it is finished, not undone', async () => {
      await deployAndDie(server, { schema: schema.name, files: next }, ['all-steps-done', 0]);
      const project = liveProject(server, schema.name, { files: next });
      assert.equal(expectOk(await project.recover({ environment: 'test' })).outcome, 'deployed');
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
      assert.equal(
        expectOk(await project.history({ environment: 'test' })).deployments.find(({ kind }) => kind === 'deploy')
          ?.outcome,
        'deployed',
      );
    });

    it('nothing of it is adopted as somebody’s change', async () => {
      const back = liveProject(server, schema.name, { files: old });
      expectOk(await back.deploy({ environment: 'test' }));
      await deployAndDie(server, { schema: schema.name, files: next }, ['statements-run', 2]);
      const project = liveProject(server, schema.name, { files: next });
      const refused = expectFailure(await project.drift({ environment: 'test', adopt: true }), 'could-not');
      assert.match(refused.message, /is running or was interrupted\. .*Nothing was adopted/);
      expectOk(await project.recover({ environment: 'test' }));
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
    });

    it('the next deployment settles it by itself', async () => {
      const back = liveProject(server, schema.name, { files: old });
      expectOk(await back.deploy({ environment: 'test', prune: true }));
      await deployAndDie(server, { schema: schema.name, files: next }, ['statements-run', 2]);
      const project = liveProject(server, schema.name, { files: next });
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      const { deployments } = expectOk(await project.history({ environment: 'test' }));
      assert.deepEqual(
        deployments.slice(0, 2).map(({ outcome }) => outcome),
        ['deployed', 'rolled-back'],
      );
    });
  });
});
