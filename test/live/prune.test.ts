/** Dropping what the files no longer define: only what is known to be gone. */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
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

    async function listProcedures(): Promise<readonly string[]> {
      const rows = await server.run(
        `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema.name}' ORDER BY 1`,
      );
      return rows.map((row) => String(row['name']));
    }
  });
});
