/** A project whose sproc.json has no schema of its own imports from an environment that has one. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' };

describe('an import into a project without a schema', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const open = () => liveProject(server, schema.name, { settings: { schema: undefined, sources: ['db/**/*.sql'] } });
    const createAll = async (): Promise<void> => {
      const s = schema.name;
      await server.run(
        ...[`DROP DATABASE ${s}`, `DROP DATABASE IF EXISTS ${s}_ledger`, `CREATE DATABASE ${s}`],
        `CREATE TABLE ${s}.t (id INT)`,
        `CREATE FUNCTION ${s}.one() RETURNS INT DETERMINISTIC RETURN 1`,
        `CREATE PROCEDURE ${s}.callee() SELECT COUNT(*) FROM t`,
        `CREATE PROCEDURE ${s}.caller() BEGIN CALL callee(); CALL ${s}.callee(); SELECT ${s}.one(), ${s}.t.id FROM ${s}.t; END`,
        `CREATE TRIGGER ${s}.bi BEFORE INSERT ON ${s}.t FOR EACH ROW SET NEW.id = 1`,
        `CREATE VIEW ${s}.v AS SELECT id FROM ${s}.t`,
      );
    };
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('writes files without a USE, which have no problem and equal the environment', async () => {
      await createAll();
      const project = open();
      const { written } = expectOk(await project.importRoutines(environment));
      assert.deepEqual(
        written.map(({ routine, file }) => [routine, file]).sort(),
        ['bi', 'callee', 'caller', 'one', 'v'].map((name) => [name, `db/${name}.sql`]),
      );
      for (const [file, text] of project.files) assert.doesNotMatch(text, /\bUSE\b|``/, file);
      const { diagnostics } = expectOk(await project.check({}));
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity !== 'information'),
        [],
      );
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
    });

    it('keeps that through a baseline and an adoption', async () => {
      await createAll();
      const project = open();
      expectOk(await project.importRoutines(environment));
      expectOk(await project.baseline(environment));
      assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
      await server.run(`DROP PROCEDURE ${schema.name}.callee`, `CREATE PROCEDURE ${schema.name}.callee() SELECT 2`);
      expectOk(await project.drift({ ...environment, adopt: true }));
      for (const [file, text] of project.files) assert.doesNotMatch(text, /\bUSE\b|``/, file);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
    });

    it('finds the routines of sources that each name the schema', async () => {
      await createAll();
      const project = open();
      project.files.set('db/callee.sql', `CREATE PROCEDURE ${schema.name}.callee() SELECT COUNT(*) FROM t;\n`);
      const { written, skipped } = expectOk(
        await project.importRoutines({ ...environment, routines: ['*.callee', '*.one'] }),
      );
      assert.deepEqual(written, [{ routine: `${schema.name}.one`, file: `db/${schema.name}/one.sql` }]);
      assert.deepEqual(
        skipped.map(({ file }) => file),
        ['db/callee.sql'],
      );
      assert.match(project.files.get(`db/${schema.name}/one.sql`) ?? '', new RegExp(`^USE \`${schema.name}\`;`));
    });
  });
});
