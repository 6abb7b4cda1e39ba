/** The answers of status, drift, plan and rollback about a history that is more than the last deployment of this project. */
import assert from 'node:assert/strict';
import { printState } from '../../engine/src/routine/states/state-words';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

describe('the history of a routine', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const open = (project: string, n: number): LiveProject =>
      liveProject(server, schema.name, {
        files: { 'p.sql': `CREATE PROCEDURE p() SELECT ${n};` },
        settings: { project },
      });
    const words = async (project: LiveProject): Promise<string> => {
      const { routines } = expectOk(await project.status({}));
      const cell = routines[0]?.environments['test'];
      return cell === undefined ? '' : printState(cell);
    };

    it('names the project that has overwritten a routine, alike everywhere', async () => {
      const own = open('team1', 1);
      expectOk(await own.register({}));
      expectOk(await own.deploy(environment));
      expectOk(await open('team2', 2).deploy({ ...environment, overwrite: true }));
      assert.equal(await words(own), 'unmanaged, deployed by project team2');
      const { drifted, compared, different } = expectOk(await own.drift(environment));
      assert.deepEqual([drifted, compared, different], [[], 0, [`${schema.name}.p`]]);
      const plan = expectOk(await own.plan(environment));
      const told = plan.findings.filter(({ severity }) => severity === 'error');
      assert.deepEqual(told.map(({ code }) => code), ['unmanaged']); // prettier-ignore
      for (const sentence of [told[0]?.message ?? '', plan.steps[0]?.hazards[0] ?? ''])
        assert.match(sentence, /was deployed by project team2\./);
      const { message } = expectFailure(await own.rollBack({ ...environment, routine: 'p' }), 'not-found');
      assert.match(message, /^Nothing to roll back: p was last deployed to test by project team2\.$/);
    });

    it('knows what Sproc has dropped from what was never deployed', async () => {
      const own = open('team1', 1);
      expectOk(await own.register({}));
      assert.equal(await words(own), 'not deployed');
      expectOk(await own.deploy(environment));
      own.files.set('p.sql', 'CREATE PROCEDURE q() SELECT 1;');
      expectOk(await own.deploy({ ...environment, prune: true }));
      assert.equal(await words(own), 'not deployed, dropped by Sproc');
    });

    it('is unknown where the ledger is lost, and drift does not pass over it', async () => {
      const own = open('team1', 1);
      expectOk(await own.register({}));
      expectOk(await own.deploy(environment));
      await server.run(
        `DROP PROCEDURE ${schema.name}.p`,
        `CREATE PROCEDURE ${schema.name}.p() SELECT 9`,
        `DROP DATABASE ${schema.name}_ledger`,
      );
      assert.equal(await words(own), 'different, never deployed by Sproc');
      const { drifted, compared, different } = expectOk(await own.drift(environment));
      assert.deepEqual([drifted, compared, different], [[], 0, [`${schema.name}.p`]]);
      const { findings } = expectOk(await own.plan(environment));
      assert.deepEqual(findings.filter(({ severity }) => severity === 'error').map(({ code }) => code), ['different']); // prettier-ignore
      const { differences } = expectOk(await own.compare({ left: 'workspace', right: 'test' }));
      assert.equal(differences.length, 1);
    });
  });
});
