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

    async function listProcedures(): Promise<readonly string[]> {
      const rows = await server.run(
        `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema.name}' ORDER BY 1`,
      );
      return rows.map((row) => String(row['name']));
    }
  });
});
