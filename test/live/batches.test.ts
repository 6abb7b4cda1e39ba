/** A deployment of more steps than go in one batch: three batches are under way at once, and it is still all or nothing. */
import assert from 'node:assert/strict';
import type { FaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { deployAndDie, findMissing } from '../support/dying-deployment';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';
import { adviceText } from '../../cli/src/report/print-action';

const number = (i: number): string => String(i).padStart(3, '0');
const replaced = Array.from({ length: 120 }, (_, i) => `old_${number(i)}`);
const created = Array.from({ length: 130 }, (_, i) => `new_${number(i)}`);

function write(names: readonly string[], text: (name: string) => string): string {
  return `DELIMITER $$\n${names.map((name) => `${text(name)}$$\n`).join('')}`;
}

const old = { '1-old.sql': write(replaced, (name) => `CREATE PROCEDURE ${name}() SELECT 'before'`) };

/** The created routines, most of which share a packet, and some of which are sent alone. */
const next = {
  '1-old.sql': write(replaced, (name) => `CREATE PROCEDURE ${name}() SELECT 'after'`),
  '2-new.sql': write(created, (name) =>
    name.endsWith('7')
      ? `CREATE PROCEDURE ${name}() SELECT 'alone'`
      : `CREATE PROCEDURE ${name}()\nl: BEGIN\n  -- ${name}\n  SELECT 'a; b';\nEND l`,
  ),
};

describe('a deployment in several batches', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const project = (files: Readonly<Record<string, string>>) => liveProject(server, schema.name, { files });
    const stepOf = async (name: string): Promise<number> => {
      const plan = expectOk(await project(next).plan({ environment: 'test' }));
      return plan.steps.findIndex(({ routine }) => routine.endsWith(name)) + 1;
    };
    const deployAndMeet = async (faultPoint: FaultPoint, at: number, act: () => unknown, signal?: AbortSignal) => {
      const meeting = liveProject(server, schema.name, {
        files: next,
        onFaultPoint: async (now, step) => {
          if (now === faultPoint && step === at) await act();
        },
      });
      return expectOk(await meeting.deploy({ environment: 'test', ...(signal === undefined ? {} : { signal }) }));
    };
    const lastRecorded = async () => {
      const { chain, deployments } = expectOk(await project(next).history({ environment: 'test' }));
      assert.equal(chain, 'intact');
      return new Set(deployments[0]?.steps.map(({ outcome }) => outcome));
    };

    before(async () => expectOk(await project(old).deploy({ environment: 'test' })));
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('comes back whole from a stranger in the second batch, who is left alone', async function () {
      this.timeout(60_000);
      const snapshot = await takeSnapshot(server, schema.name);
      const at = await stepOf('new_064');
      assert.ok(at > 100, 'It is not in the first batch.');
      const theirs = `CREATE PROCEDURE ${schema.name}.new_064() SELECT 'theirs'`;
      const answer = await deployAndMeet('intended', at, () => server.run(`USE ${schema.name}`, theirs));
      assert.equal(answer.outcome, 'rolled-back');
      assert.equal(answer.steps[at - 1]?.outcome, 'failed');
      assert.deepEqual(await lastRecorded(), new Set(['restored', 'failed', 'not-run']));
      await server.run(`DROP PROCEDURE ${schema.name}.new_064`);
      assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
    });

    it('comes back whole where the first batch does not read back while the second runs', async function () {
      this.timeout(60_000);
      const snapshot = await takeSnapshot(server, schema.name);
      const name = (await project(next).plan({ environment: 'test' }).then(expectOk)).steps[4]?.routine ?? '';
      const change = () => server.run(`ALTER PROCEDURE ${name} COMMENT 'changed at once'`);
      const answer = await deployAndMeet('statements-run', 5, change);
      assert.equal(answer.outcome, 'rolled-back');
      assert.equal(answer.steps[4]?.outcome, 'failed');
      assert.match(adviceText(answer.steps[4].error ?? ''), /^Verification failed for /);
      assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
    });

    it('comes back whole when it is cancelled in the third', async function () {
      this.timeout(60_000);
      const snapshot = await takeSnapshot(server, schema.name);
      const controller = new AbortController();
      const answer = await deployAndMeet('statements-run', 205, () => controller.abort(), controller.signal);
      assert.equal(answer.outcome, 'rolled-back');
      assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
    });

    const deaths: readonly (readonly [FaultPoint, number])[] = [
      ['intended', 101],
      ['statements-run', 50],
      ['intended', 201],
      ['read-back', 30],
      ['finished-step', 70],
      ['statements-run', 150],
      ['read-back', 199],
      ['statements-run', 249],
    ];
    for (const [faultPoint, step] of deaths)
      it(`is as it was after a death at ${faultPoint} of step ${step}`, async function () {
        this.timeout(60_000);
        const snapshot = await takeSnapshot(server, schema.name);
        await deployAndDie(server, { schema: schema.name, files: next }, [faultPoint, step]);
        assert.deepEqual(await findMissing(server, schema.name, snapshot), []);
        assert.equal(expectOk(await project(old).recover({ environment: 'test' })).outcome, 'rolled-back');
        assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
        assert.equal(expectOk(await project(old).history({ environment: 'test' })).chain, 'intact');
      });

    it('is done and recorded, with every text as it was written', async function () {
      this.timeout(60_000);
      assert.equal(expectOk(await project(next).deploy({ environment: 'test' })).outcome, 'deployed');
      assert.deepEqual(await lastRecorded(), new Set(['done']));
      assert.deepEqual(expectOk(await project(next).compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.equal(expectOk(await project(next).deploy({ environment: 'test' })).outcome, 'nothing-to-do');
    });
  });
});
