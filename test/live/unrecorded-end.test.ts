/**
 * A deployment whose end could not be written to its ledger: the answer reports it, and names the way to have it
 * recorded.
 */
import assert from 'node:assert/strict';
import type { FaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

describe('the end of a deployment', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const environment = { environment: 'test' };
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    /** Deploys `a` and `b` while another session locks the journal from that moment on; unlocked when it has answered. */
    const deployLocked = async (from: FaultPoint, step: number, version: number) => {
      const holder = await server.connect();
      const project = liveProject(server, schema.name, {
        files: {
          'a.sql': `CREATE PROCEDURE a() SELECT ${version};`,
          'b.sql': `CREATE PROCEDURE b() BEGIN CALL a(); SELECT ${version}; END`,
        },
        onFaultPoint: async (faultPoint, number) => {
          if (faultPoint === from && number === step)
            await holder.query(`LOCK TABLES ${schema.name}_ledger.journal WRITE`);
        },
      });
      const answer = expectOk(await project.deploy(environment));
      await holder.query('UNLOCK TABLES');
      return { project, answer };
    };
    const lastOutcome = async (project: LiveProject): Promise<unknown> => {
      const { deployments } = expectOk(await project.history(environment));
      return deployments.find(({ kind }) => kind === 'deploy')?.outcome;
    };
    const untold =
      /^The end of this deployment is missing from the ledger of .*, so it counts as interrupted\. Run `sproc recover test`\.$/;

    it('is known to be missing from the ledger, where everything was done', async () => {
      expectOk(await liveProject(server, schema.name).deploy(environment));
      const { project, answer } = await deployLocked('all-steps-done', 0, 1);
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      assert.match(adviceText(answer.warnings?.[0] ?? ''), untold);
      assert.equal(answer.warnings?.length, 1, JSON.stringify(answer.warnings));
      assert.equal(expectOk(await project.recover(environment)).outcome, 'deployed');
      assert.equal(await lastOutcome(project), 'deployed');
      await server.run(`CALL ${schema.name}.b()`);
    });

    it('is known to be missing from the ledger, where everything was undone', async () => {
      const { project, answer } = await deployLocked('read-back', 2, 2);
      assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer));
      assert.match(adviceText(answer.warnings?.[0] ?? ''), untold);
      const failed = adviceText(answer.steps.find(({ error }) => error !== null)?.error ?? '');
      assert.match(
        failed,
        /Could not write the ledger in schema \S+ in environment \S+: .* Another session locks the ledger\. Wait until it ends/,
      );
      assert.doesNotMatch(failed, /Nothing was changed|holds the routine/);
      expectOk(await project.recover(environment));
      assert.equal(await lastOutcome(project), 'rolled-back');
      const [row] = await server.run(`SHOW CREATE PROCEDURE ${schema.name}.a`);
      assert.match(String(row?.['Create Procedure']), /SELECT 1/);
    });

    it('is not doubted where it was recorded', async () => {
      const project = liveProject(server, schema.name, { files: { 'a.sql': 'CREATE PROCEDURE a() SELECT 3;' } });
      assert.equal(expectOk(await project.deploy(environment)).warnings, undefined);
    });
  });
});
