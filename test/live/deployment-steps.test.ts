/** The statements of past deployments and the texts before and after them, as the ledger has them. */
import assert from 'node:assert/strict';
import type { DeploymentStepAnswer, LedgerText } from '#engine';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('the steps of a deployment', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    afterEach(() =>
      server.run(
        `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
        ...['p', 'q'].map((name) => `DROP PROCEDURE IF EXISTS ${schema.name}.${name}`),
      ),
    );

    const deploy = async (project: LiveProject, files: Readonly<Record<string, string>>): Promise<string> => {
      for (const [name, body] of Object.entries(files))
        project.files.set(`${name}.sql`, `CREATE PROCEDURE ${name}() ${body}`);
      const { deployment } = expectOk(await project.deploy({ environment: 'test' }));
      return deployment ?? '';
    };
    const read = async (project: LiveProject, deployment: string): Promise<readonly DeploymentStepAnswer[]> =>
      expectOk(await project.deploymentSteps({ environment: 'test', deployment })).steps;
    const print = (text: LedgerText): string =>
      text.kind === 'text' ? text.text : text.kind === 'absent' ? 'absent' : text.reason;

    it('have the text that was replaced and the one that replaced it', async () => {
      const project = liveProject(server, schema.name);
      const first = await deploy(project, { p: 'SELECT 1' });
      const second = await deploy(project, { p: 'SELECT 2' });
      const [created] = await read(project, first);
      assert.equal(created?.before.kind, 'absent');
      assert.match(print(created.after), /SELECT 1$/);
      assert.match(created.sql.join('\n'), /CREATE .*PROCEDURE .*SELECT 1/s);
      const [replaced] = await read(project, second);
      assert.match(print(replaced?.before ?? { kind: 'absent' }), /SELECT 1$/);
      assert.match(print(replaced?.after ?? { kind: 'absent' }), /SELECT 2$/);
      assert.equal(replaced?.routine, `${schema.name}.p`);
    });

    it('are numbered as in the history, so that one can be asked for', async () => {
      const project = liveProject(server, schema.name);
      const deployment = await deploy(project, { p: 'SELECT 1', q: 'SELECT 2' });
      const [entry] = expectOk(await project.history({ environment: 'test' })).deployments;
      const q = entry?.steps.find(({ routine }) => routine.endsWith('.q'));
      assert.ok(q);
      const { steps } = expectOk(await project.deploymentSteps({ environment: 'test', deployment, step: q.step }));
      assert.deepEqual(
        steps.map(({ routine, kind }) => [routine, kind]),
        [[q.routine, q.kind]],
      );
    });

    it('say so where a text was removed or changed, and hide no other because of it', async () => {
      const project = liveProject(server, schema.name);
      const first = await deploy(project, { p: 'SELECT 1', q: 'SELECT 1' });
      const second = await deploy(project, { p: 'SELECT 2', q: 'SELECT 2' });
      const table = `${schema.name}_ledger.saved_definition`;
      await server.run(`UPDATE ${table} SET definition = CONCAT(definition, ' ') WHERE routine_name = 'p'`);
      const [p, q] = (await read(project, second)).toSorted((a, b) => (a.routine < b.routine ? -1 : 1));
      assert.match(print(p?.before ?? { kind: 'absent' }), /was changed after it was written/);
      assert.match(print(q?.before ?? { kind: 'absent' }), /SELECT 1$/);
      await server.run(`DELETE FROM ${table} WHERE routine_name = 'q'`);
      const gone = (await read(project, first)).find(({ routine }) => routine.endsWith('.q'));
      assert.equal(gone?.before.kind, 'absent');
      assert.match(print(gone.after), /does not have this text any more/);
    });

    it('of a failed deployment have the text that was there for a time', async () => {
      const project = liveProject(server, schema.name);
      project.files.set('p.sql', '-- sproc:smoke CALL p()\nCREATE PROCEDURE p() SELECT 1 FROM no_such_table');
      project.files.set('q.sql', 'CREATE PROCEDURE q() SELECT 2');
      const failed = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(failed.outcome, 'rolled-back', JSON.stringify(failed));
      const steps = await read(project, failed.deployment ?? '');
      const q = steps.find(({ routine }) => routine.endsWith('.q'));
      assert.equal(q?.outcome, 'restored', JSON.stringify(steps));
      assert.match(print(q.after), /SELECT 2$/);
    });

    it('of an unknown deployment are a failure', async () => {
      const project = liveProject(server, schema.name);
      await deploy(project, { p: 'SELECT 1' });
      const error = expectFailure(
        await project.deploymentSteps({ environment: 'test', deployment: 'd0' }),
        'not-found',
      );
      assert.match(error.message, /has no deployment d0/);
    });
  });
});
