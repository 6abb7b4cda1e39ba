/** What was deployed last has not drifted, however much the sources have changed since: status and drift tell the same. */
import assert from 'node:assert/strict';
import { deployAndDie } from '../support/dying-deployment';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const older = {
  'p.sql': 'CREATE PROCEDURE p() SELECT 1;',
  'q.sql': 'CREATE PROCEDURE q() SELECT 1;',
  'v.sql': 'CREATE VIEW v AS SELECT 1 AS one;',
};
const environment = { environment: 'test' };

describe('the status of an environment', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const open = (files: Readonly<Record<string, string>>, stage = 'DEVELOPMENT') =>
      liveProject(server, schema.name, { files, environment: { stage } });
    const statesOf = async (project: ReturnType<typeof open>): Promise<Readonly<Record<string, string | undefined>>> =>
      Object.fromEntries(
        expectOk(await project.status({})).routines.map(({ routine, environments }) => [
          routine.replace(`${schema.name}.`, ''),
          environments['test']?.state,
        ]),
      );
    const driftOf = async (project: ReturnType<typeof open>): Promise<readonly string[]> =>
      expectOk(await project.drift(environment)).drifted.map(({ routine }) => routine.replace(`${schema.name}.`, ''));

    before(async () => expectOk(await open(older).deploy(environment)));
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('is in sync right after a deployment', async () => {
      assert.deepEqual(await statesOf(open(older)), { p: 'in-sync', q: 'in-sync', v: 'in-sync' });
    });

    it('is behind, not drifted, where the source alone was edited', async () => {
      const edited = {
        ...older,
        'p.sql': 'CREATE PROCEDURE p() SELECT 2;',
        'v.sql': 'CREATE VIEW v AS SELECT 2 AS two;',
      };
      assert.deepEqual(await statesOf(open(edited)), { p: 'behind', q: 'in-sync', v: 'behind' });
      assert.deepEqual(await statesOf(open(edited, 'TESTING')), { p: 'behind', q: 'ahead', v: 'behind' });
      assert.deepEqual(await driftOf(open(edited)), []);
    });

    it('is drifted where the server was changed since, whatever the source says', async () => {
      await server.run(`DROP PROCEDURE ${schema.name}.p`, `CREATE PROCEDURE ${schema.name}.p() SELECT 3`);
      const edited = { ...older, 'q.sql': 'CREATE PROCEDURE q() SELECT 2;' };
      assert.deepEqual(await statesOf(open(edited)), { p: 'drifted', q: 'behind', v: 'in-sync' });
      assert.deepEqual(await driftOf(open(edited)), ['p']);
    });

    it('says of what was changed by hand that it was, although it equals the source', async () => {
      const edited = { ...older, 'p.sql': 'CREATE PROCEDURE p() SELECT 3;' };
      for (const stage of ['DEVELOPMENT', 'TESTING']) {
        const project = open(edited, stage);
        const { routines, notes = [] } = expectOk(await project.status({}));
        const cellOf = (name: string) =>
          routines.find(({ routine }) => routine === `${schema.name}.${name}`)?.environments['test'];
        assert.equal(cellOf('p')?.isChangedOutside, true);
        assert.equal(cellOf('q')?.isChangedOutside, undefined);
        assert.match(
          notes.join('\n'),
          /^Changed outside Sproc since the last deployment to test: .*\.p\. See `sproc drift/,
        );
        assert.deepEqual(await driftOf(project), ['p']);
      }
      const project = open(edited);
      expectOk(await project.drift({ ...environment, adopt: true }));
      assert.equal(expectOk(await project.status({})).notes, undefined);
      assert.deepEqual(await statesOf(project), { p: 'in-sync', q: 'in-sync', v: 'in-sync' });
    });

    it('says that a deployment was interrupted, until it is recovered', async () => {
      const files = { ...older, 'q.sql': 'CREATE PROCEDURE q() SELECT 4;' };
      await deployAndDie(server, { schema: schema.name, files }, ['statements-run', 1]);
      const { unfinished = [], notes = [] } = expectOk(await open(files).status({}));
      assert.deepEqual(
        unfinished.map(({ environment: name, target }) => [name, target.endsWith(`/${schema.name}`)]),
        [['test', true]],
      );
      assert.match(notes.join('\n'), /^Deployment 2\S+ to .* was interrupted; .* Run `sproc recover test`\.$/m);
      expectOk(await open(files).recover(environment));
      assert.equal(expectOk(await open(files).status({})).unfinished, undefined);
    });

    it('says that it does not know what was deployed where the ledger cannot be read', async () => {
      await server.run(`RENAME TABLE ${schema.name}_ledger.journal TO ${schema.name}_ledger.gone`);
      await server.run(`CREATE TABLE ${schema.name}_ledger.journal (sequence INT)`);
      const { notes = [] } = expectOk(await open(older).status({}));
      await server.run(`DROP TABLE ${schema.name}_ledger.journal`);
      await server.run(`RENAME TABLE ${schema.name}_ledger.gone TO ${schema.name}_ledger.journal`);
      assert.match(
        notes.join('\n'),
        /^The ledger of .* could not be read, so it is not known what was deployed there\. /,
      );
    });

    it('is drifted where there is no ledger to ask and the texts differ', async () => {
      const edited = { ...older, 'q.sql': 'CREATE PROCEDURE q() SELECT 2;' };
      const strange = liveProject(server, schema.name, {
        files: edited,
        environment: { ledgerSchema: `${schema.name}_none` },
      });
      assert.equal((await statesOf(strange))['q'], 'drifted');
    });
  });
});
