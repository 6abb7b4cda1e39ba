/** Deploying to real servers: what is deployed is what reads back, and comparing afterwards finds nothing. */
import assert from 'node:assert/strict';
import type { PlanWarnings } from '#engine';
import { freshSchema, onEachServer } from '../support/live-servers';
import { liveProject } from '../support/live-project';
import { expectOk } from '../support/expect';

describe('deploying', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('creates, then finds nothing to do', async () => {
      const project = liveProject(server, schema.name, {
        files: { 'pay.sql': 'CREATE PROCEDURE pay(IN amount INT) SELECT amount;' },
      });
      const first = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(first.outcome, 'deployed');
      assert.deepEqual(
        first.steps.map(({ routine, outcome }) => [routine, outcome]),
        [[`${schema.name}.pay`, 'done']],
      );
      const compared = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
      assert.deepEqual(compared.differences, []);
      const again = expectOk(await project.deploy({ environment: 'test' }));
      assert.deepEqual(again, { deployment: null, outcome: 'nothing-to-do', steps: [] });
    });

    it('tells the hazards of its plan once, before the first step, and those of a dry run', async () => {
      const files = { 'risk.sql': 'CREATE PROCEDURE risk(IN amount INT) SELECT amount;' };
      const project = liveProject(server, schema.name, { files });
      expectOk(await project.deploy({ environment: 'test', routines: ['risk'] }));
      project.files.set('risk.sql', 'CREATE PROCEDURE risk(IN amount BIGINT, IN more INT) SELECT amount;');
      const request = { environment: 'test', routines: ['risk'] };
      const [step] = expectOk(await project.plan(request)).steps;
      assert.match(step?.hazards.join() ?? '', /Its parameters change from /);
      for (const dryRun of [true, false]) {
        const told: string[] = [];
        const onPlan = ({ findings, hazards }: PlanWarnings): void => {
          told.push(...findings.map(({ message }) => message), ...hazards.map(({ message }) => message));
        };
        const run = { dryRun, onPlan, onProgress: () => told.push('a step') };
        const { outcome } = expectOk(await project.deploy({ ...request, ...run }));
        assert.equal(outcome, dryRun ? 'would-deploy' : 'deployed');
        const expected = [...(step?.hazards ?? []), ...(dryRun ? [] : ['a step'])];
        assert.deepEqual([...new Set(told)], expected);
        assert.equal(told.filter((each) => each === step?.hazards[0]).length, 1);
      }
      assert.equal(expectOk(await project.deploy({ ...request, dryRun: true })).outcome, 'nothing-to-do');
    });
  });
});
