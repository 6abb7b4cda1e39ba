/** Dropping what the files no longer define: only what is known to be gone. */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('deploy --prune', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('drops nothing while a file may still define what seems to be gone', async () => {
      const files = { 'a.sql': 'CREATE PROCEDURE a() SELECT 1;', 'b.sql': 'CREATE PROCEDURE b() SELECT 1;' };
      const project = liveProject(server, schema.name, { files });
      expectOk(await project.deploy({ environment: 'test' }));
      project.files.set('b.sql', 'SELEC 1;\n');
      const refused = expectFailure(await project.deploy({ environment: 'test', prune: true }), 'could-not');
      assert.match(
        refused.message,
        /b\.sql has an error outside its routines \(line 1\), so it is unknown which routines are gone\. /,
      );
      assert.deepEqual(await listProcedures(), ['a', 'b']);
      project.files.delete('b.sql');
      expectOk(await project.deploy({ environment: 'test', prune: true }));
      assert.deepEqual(await listProcedures(), ['a']);
    });

    it('drops nothing where no file matches the sources', async () => {
      const project = liveProject(server, schema.name, { files: {} });
      const refused = expectFailure(await project.deploy({ environment: 'test', prune: true }), 'could-not');
      assert.match(refused.message, /No file matches "sources"/);
      assert.deepEqual(await listProcedures(), ['a']);
    });

    it('drops only what is named, and nothing else where names limit the deployment', async () => {
      const text = (name: string): string => `CREATE PROCEDURE ${name}() SELECT 1;`;
      const names = ['middle', 'leaf', 'top1', 'top2'];
      const files = Object.fromEntries(names.map((name) => [`${name}.sql`, text(name)]));
      const project = liveProject(server, schema.name, { files: { ...files, 'a.sql': text('a') } });
      expectOk(await project.deploy({ environment: 'test' }));
      for (const name of ['leaf', 'top1', 'top2']) project.files.delete(`${name}.sql`);
      project.files.set('middle.sql', 'CREATE PROCEDURE middle() SELECT 2;');
      const dropped = async (...routines: readonly string[]): Promise<readonly string[]> =>
        expectOk(await project.deploy({ environment: 'test', routines, prune: true })).steps.map(
          ({ routine, action }) => `${action} ${routine.slice(schema.name.length + 1)}`,
        );
      assert.deepEqual(await dropped('middle'), ['replace middle']);
      assert.deepEqual(await listProcedures(), ['a', 'leaf', 'middle', 'top1', 'top2']);
      assert.deepEqual(await dropped('leaf', 'a'), ['drop leaf']);
      const unknown = await project.deploy({ environment: 'test', routines: ['leaf'], prune: true });
      assert.match(expectFailure(unknown, 'not-found').message, /^No source file defines leaf\.$/);
      assert.deepEqual(await dropped('top*'), ['drop top2', 'drop top1']);
      assert.deepEqual(await listProcedures(), ['a', 'middle']);
    });

    describe('of two projects in one schema and ledger', () => {
      const a = { 'one.sql': 'CREATE PROCEDURE a_one() SELECT 1;', 'two.sql': 'CREATE PROCEDURE a_two() SELECT 1;' };
      const b = { 'b.sql': 'CREATE PROCEDURE b_one() SELECT 1;' };
      const open = (project: string | null, files: Readonly<Record<string, string>>): LiveProject =>
        liveProject(server, schema.name, { files, settings: project === null ? {} : { project } });
      beforeEach(async () => {
        await server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`);
        await server.run(`DROP DATABASE ${schema.name}`);
        await server.run(`CREATE DATABASE ${schema.name}`);
      });

      it('drops what its own project deployed, and names the other project', async () => {
        expectOk(await open('a-1', a).deploy({ environment: 'test' }));
        const other = open('b-2', b);
        const plan = expectOk(await other.plan({ environment: 'test', prune: true }));
        assert.deepEqual(
          plan.steps.map(({ action, routine }) => `${action} ${routine}`),
          [`create ${schema.name}.b_one`],
        );
        assert.match(
          plan.findings.map(({ code, message }) => `${code}: ${message}`).join(),
          /other-project: 2 routines on .* \(.*a_one, .*a_two\) were deployed by project a-1\. Nothing of another project is dropped\./,
        );
        expectOk(await other.deploy({ environment: 'test', prune: true }));
        assert.deepEqual(await listProcedures(), ['a_one', 'a_two', 'b_one']);
        const { routines } = expectOk(await other.status({ environments: ['test'] }));
        assert.deepEqual(
          routines.map(({ routine, environments }) => [routine, environments['test']?.state]),
          [
            [`${schema.name}.a_one`, 'unmanaged'],
            [`${schema.name}.a_two`, 'unmanaged'],
            [`${schema.name}.b_one`, 'in-sync'],
          ],
        );
        await server.run(`DROP PROCEDURE ${schema.name}.a_two`);
        assert.deepEqual(expectOk(await other.drift({ environment: 'test' })).drifted, []);
        other.files.set('b.sql', 'CREATE PROCEDURE b_two() SELECT 1;');
        expectOk(await other.deploy({ environment: 'test', prune: true }));
        assert.deepEqual(await listProcedures(), ['a_one', 'b_two']);
        const { deployments } = expectOk(await other.history({ environment: 'test' }));
        assert.deepEqual(
          deployments.map(({ project }) => project),
          ['b-2', 'b-2', 'a-1'],
        );
      });

      it('names the other project where both define a routine', async () => {
        expectOk(await open('a-1', a).deploy({ environment: 'test' }));
        const plan = expectOk(
          await open('b-2', { 'one.sql': 'CREATE PROCEDURE a_one() SELECT 2;' }).plan({ environment: 'test' }),
        );
        assert.match(
          plan.findings.map(({ code, message }) => `${code}: ${message}`).join(),
          /unmanaged: procedure .*a_one on .* already exists, and was deployed by project a-1\./,
        );
      });

      it('drops nothing of a project with an id where sproc.json has none', async () => {
        expectOk(await open('a-1', a).deploy({ environment: 'test' }));
        const plan = expectOk(await open(null, b).plan({ environment: 'test', prune: true }));
        assert.deepEqual(
          plan.steps.map(({ action }) => action),
          ['create'],
        );
        const [found] = plan.findings.filter(({ code }) => code === 'other-project');
        assert.equal(found?.remedy, 'If that is this project, write "project": "a-1" in sproc.json.');
      });

      for (const project of [null, 'b-2'])
        it(`reports who deployed what has no id, ${project === null ? 'without' : 'with'} an id of its own`, async () => {
          expectOk(await open(null, a).deploy({ environment: 'test' }));
          const plan = expectOk(await open(project, b).plan({ environment: 'test', prune: true }));
          assert.equal(expectOk(await open(project, b).history({ environment: 'test', verify: true })).chain, 'intact');
          const drops = plan.steps.filter(({ action }) => action === 'drop');
          assert.equal(drops.length, 2);
          for (const { hazards } of drops)
            assert.match(
              hazards[0] ?? '',
              /was deployed by Ada <ada@example\.com> on workbench.* The ledger does not name its project, which may be another one\.$/,
            );
        });
    });

    describe('after an environment was renamed', () => {
      const files = { 'p.sql': 'CREATE PROCEDURE p() SELECT 1;' };
      const renamed = (formerly?: readonly string[]): LiveProject =>
        liveProject(server, schema.name, {
          files,
          settings: {
            project: 'a-1',
            environments: {
              live: {
                ...{ host: server.host, port: server.port, user: server.user, schema: schema.name },
                ...{ stage: 'DEVELOPMENT', ledgerSchema: `${schema.name}_ledger` },
                ...(formerly === undefined ? {} : { formerly }),
              },
            },
          },
        });
      before(async () => {
        await server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`);
        await server.run(`DROP PROCEDURE IF EXISTS ${schema.name}.p`);
        const project = liveProject(server, schema.name, { files, settings: { project: 'a-1' } });
        expectOk(await project.deploy({ environment: 'test' }));
        project.files.set('p.sql', 'CREATE PROCEDURE p() SELECT 2;');
        expectOk(await project.deploy({ environment: 'test' }));
      });

      it('reports the deployments under the former name, and how to continue', async () => {
        const { deployments, notes } = expectOk(await renamed().history({ environment: 'live' }));
        assert.deepEqual(deployments, []);
        assert.match(
          notes.join(),
          /has deployments of this schema by environment test, which sproc\.json does not have\. .*add "formerly": \["test"\] to it/,
        );
        const { findings } = expectOk(await renamed().plan({ environment: 'live' }));
        assert.deepEqual(
          findings.filter(({ code }) => code === 'other-environment').map(({ severity }) => severity),
          ['warning'],
        );
      });

      it('continues with the history, the states and the rollback', async () => {
        const project = renamed(['test']);
        project.files.set('p.sql', 'CREATE PROCEDURE p() SELECT 2;');
        const { deployments, notes } = expectOk(await project.history({ environment: 'live' }));
        assert.equal(deployments.length, 2);
        assert.deepEqual(notes, []);
        assert.deepEqual(expectOk(await project.plan({ environment: 'live' })).findings, []);
        expectOk(await project.rollBack({ environment: 'live', routines: ['p'] }));
        const [row] = await server.run(`SHOW CREATE PROCEDURE ${schema.name}.p`);
        assert.match(String(row?.['Create Procedure']), /SELECT 1$/);
      });
    });

    async function listProcedures(): Promise<readonly string[]> {
      const rows = await server.run(
        `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema.name}' ORDER BY 1`,
      );
      return rows.map((row) => String(row['name']));
    }
  });
});
