/** The last deployed routine has not drifted, however much the sources have changed since: status and drift agree. */
import assert from 'node:assert/strict';
import { SeenEnvironments } from '../../engine/src/use-cases/environments/seen-environments';
import { deployAndDie } from '../support/dying-deployment';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

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

    it('is unregistered, not drifted, where the source alone was edited', async () => {
      const edited = {
        ...older,
        'p.sql': 'CREATE PROCEDURE p() SELECT 2;',
        'v.sql': 'CREATE VIEW v AS SELECT 2 AS two;',
      };
      assert.deepEqual(await statesOf(open(edited)), { p: 'unregistered', q: 'in-sync', v: 'unregistered' });
      assert.deepEqual(await statesOf(open(edited, 'TESTING')), {
        p: 'unregistered',
        q: 'unregistered',
        v: 'unregistered',
      });
      assert.deepEqual(await driftOf(open(edited)), []);
    });

    it('is drifted where the server was changed since, whatever the source says', async () => {
      await server.run(`DROP PROCEDURE ${schema.name}.p`, `CREATE PROCEDURE ${schema.name}.p() SELECT 3`);
      const edited = { ...older, 'q.sql': 'CREATE PROCEDURE q() SELECT 2;' };
      assert.deepEqual(await statesOf(open(edited)), { p: 'drifted', q: 'unregistered', v: 'in-sync' });
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
          notes.map(adviceText).join('\n'),
          /^Changed outside Sproc since the last deployment to test: .*\.p\. Review with `sproc drift/,
        );
        assert.deepEqual(await driftOf(project), ['p']);
      }
      const project = open(edited);
      expectOk(await project.drift({ ...environment, adopt: true }));
      assert.equal(expectOk(await project.status({})).notes, undefined);
      assert.deepEqual(await statesOf(project), { p: 'in-sync', q: 'in-sync', v: 'in-sync' });
    });

    it('follows the sources without asking the server again, until it is asked', async () => {
      const [project, seen] = [open(older), new SeenEnvironments()];
      const stateOf = async (name: string, offline: boolean): Promise<string | undefined> => {
        const { routines } = expectOk(await project.status({ offline }, seen));
        return routines.find(({ routine }) => routine === `${schema.name}.${name}`)?.environments['test']?.state;
      };
      assert.equal(await stateOf('q', true), undefined);
      assert.equal(await stateOf('q', false), 'in-sync');
      project.files.set('q.sql', 'CREATE PROCEDURE q() SELECT 5;');
      project.files.set('n.sql', 'CREATE PROCEDURE n() SELECT 1;');
      await server.run(`DROP PROCEDURE ${schema.name}.q`);
      assert.deepEqual([await stateOf('q', true), await stateOf('n', true)], ['unregistered', 'missing']);
      assert.equal(await stateOf('q', false), 'missing');
    });

    it('tells what was dropped by hand, which is drift, from what was never deployed', async () => {
      const project = open({ ...older, 'n.sql': 'CREATE PROCEDURE n() SELECT 1;' });
      const { routines, notes = [] } = expectOk(await project.status({}));
      const cellOf = (name: string) =>
        routines.find(({ routine }) => routine === `${schema.name}.${name}`)?.environments['test'];
      assert.deepEqual(cellOf('q'), { version: null, state: 'missing', isChangedOutside: true });
      assert.deepEqual(cellOf('n'), { version: null, state: 'missing', isNeverDeployed: true });
      assert.match(
        notes.map(adviceText).join('\n'),
        /^Dropped outside Sproc since the last deployment to test: \S+\.q\. /m,
      );
      assert.deepEqual(await driftOf(project), ['q']);
      expectOk(await project.drift({ ...environment, revert: true }));
      assert.deepEqual(await driftOf(project), []);
    });

    it('says that a deployment was interrupted, until it is recovered', async () => {
      const files = { ...older, 'q.sql': 'CREATE PROCEDURE q() SELECT 4;' };
      await deployAndDie(server, { schema: schema.name, files }, ['statements-run', 1]);
      const { unfinished = [], notes = [] } = expectOk(await open(files).status({}));
      assert.deepEqual(
        unfinished.map(({ environment: name, target }) => [name, target.endsWith(`/${schema.name}`)]),
        [['test', true]],
      );
      assert.match(
        notes.map(adviceText).join('\n'),
        /^Deployment 2\S+ to .* was interrupted; .* Run `sproc recover test`\.$/m,
      );
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
        notes.map(adviceText).join('\n'),
        /^The ledger of .* could not be read, so it is unknown what was deployed there\. /,
      );
    });

    it('hides nothing where another environment does not answer, and is unknown there', async () => {
      const reached = { ...server.login, schema: schema.name };
      const environments = {
        gone: { ...reached, stage: 'PRODUCTION', port: 1 },
        test: { ...reached, stage: 'DEVELOPMENT', ledgerSchema: `${schema.name}_ledger` },
      };
      const project = liveProject(server, schema.name, { files: older, settings: { environments } });
      const { routines, unread = [], notes = [] } = expectOk(await project.status({}));
      const states = routines.map(({ environments: { gone, test } }) => [gone?.state, test?.state]);
      assert.ok(states.length >= 3 && states.every(([gone, test]) => gone === 'unknown' && test !== 'unknown'));
      assert.deepEqual(
        unread.map(({ environment: name, kind }) => [name, kind]),
        [['gone', 'unreachable']],
      );
      assert.match(
        notes.map(adviceText).join('\n'),
        /^The state of gone is unknown\. .*127\.0\.0\.1:1.* refuses connections/m,
      );
      expectFailure(await project.status({ environments: ['gone'] }), 'unreachable');
    });

    it('is unknown, and no difference to what is missing, where a text cannot be read', async () => {
      const user = `u_${schema.name.slice(2)}`;
      await server.run(
        `CREATE USER ${user}@'%' IDENTIFIED BY 'x'`,
        `GRANT EXECUTE, SELECT ON ${schema.name}.* TO ${user}@'%'`,
      );
      const project = liveProject(server, schema.name, { files: older, environment: { user }, password: 'x' });
      const { routines, notes = [] } = expectOk(await project.status({}));
      const compared = expectOk(await project.compare({ left: 'workspace', right: 'test', routines: ['p'] }));
      const shown = await project.show({ ref: 'p@test' });
      const imported = expectOk(await project.importRoutines({ environment: 'test', routines: ['p'] }));
      await server.run(`DROP USER ${user}@'%'`);
      const states = routines.map(({ routine, environments }) => `${routine} ${environments['test']?.state ?? ''}`);
      assert.ok(states.includes(`${schema.name}.p unreadable`), states.join());
      assert.match(notes.map(adviceText).join('\n'), /procedure \S+\.p .*GRANT/);
      assert.deepEqual(
        compared.differences.map(({ kind }) => kind),
        ['unreadable'],
      );
      assert.match(expectFailure(shown, 'not-permitted').message, /GRANT/);
      assert.match(adviceText(imported.skipped[0]?.reason ?? ''), /GRANT/);
    });

    it('names the version that was deployed where a later one has the same text', async () => {
      const project = open({ 'twice.sql': 'CREATE PROCEDURE twice() SELECT 1;' }, 'PRODUCTION');
      const register = async (text: string): Promise<void> => {
        project.files.set('twice.sql', `CREATE PROCEDURE twice() ${text};`);
        expectOk(await project.register({ routines: ['twice'], message: text }));
      };
      const cell = async (): Promise<unknown> =>
        expectOk(await project.status({})).routines.find(({ routine }) => routine.endsWith('twice'))?.environments[
          'test'
        ];
      await register('SELECT 1');
      for (const to of ['TESTING', 'PRODUCTION'] as const)
        expectOk(await project.mark({ ref: 'twice@1.0.0', status: to, reason: 'tested' }));
      expectOk(await project.deploy({ ...environment, routines: ['twice@1.0.0'] }));
      await register('SELECT 2');
      await register('SELECT 1');
      assert.deepEqual(await cell(), { version: '1.0.0', state: 'in-sync' });
      await server.run(`DROP DATABASE ${schema.name}_ledger`);
      assert.deepEqual(await cell(), { version: '1.0.0', state: 'in-sync', equals: ['1.0.0', '1.0.2'] });
      expectOk(await project.mark({ ref: 'twice@1.0.0', status: 'DEPRECATED', reason: 'old' }));
      assert.deepEqual(await cell(), { version: '1.0.2', state: 'ahead', equals: ['1.0.0', '1.0.2'] });
    });

    it('knows a text of the workspace by its version where only line ends differ, as compare does', async () => {
      const text = 'CREATE PROCEDURE ends()\nBEGIN\n  SELECT 1;\nEND';
      const project = open({ 'ends.sql': text });
      expectOk(await project.register({}));
      expectOk(await project.deploy({ ...environment, routines: ['ends'] }));
      project.files.set('ends.sql', text.replaceAll('\n', '\r\n'));
      const sides = { left: 'workspace', routines: ['ends'] };
      assert.equal((await statesOf(project))['ends'], 'in-sync');
      assert.deepEqual(expectOk(await project.compare({ ...sides, right: 'test' })).differences, []);
      assert.deepEqual(expectOk(await project.compare({ ...sides, right: 'registry' })).differences, []);
    });

    it('is different where there is no ledger to ask and the texts differ', async () => {
      const edited = { ...older, 'q.sql': 'CREATE PROCEDURE q() SELECT 2;' };
      const strange = liveProject(server, schema.name, {
        files: edited,
        environment: { ledgerSchema: `${schema.name}_none` },
      });
      assert.equal((await statesOf(strange))['q'], 'different');
    });
  });
});
