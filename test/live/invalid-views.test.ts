/** Views that no longer work: the servers show them otherwise, and still nobody has changed them. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;
const views = [
  'CREATE DEFINER=DEFINER VIEW w AS SELECT id FROM t WHERE a > 1;',
  "CREATE DEFINER=DEFINER VIEW w2 AS SELECT x.id, u.x, 'it''s `t`', (SELECT MAX(t.a) FROM t) AS m FROM t x JOIN u USING (id)",
  'WHERE x.c IN (SELECT c FROM t) ORDER BY 1, 2 DESC;',
  'CREATE DEFINER=DEFINER VIEW w3 (k) AS SELECT id FROM w WITH CHECK OPTION;',
  'CREATE DEFINER=DEFINER VIEW w4 AS SELECT t.id AS i FROM t UNION SELECT u.id FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.id = u.id);',
].join('\n');

describe('invalid views', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const owner = (): string => `'${schema.name.slice(0, 12)}'@'%'`;
    beforeEach(() =>
      server.run(
        `CREATE TABLE ${schema.name}.t (id INT PRIMARY KEY, a INT, c INT)`,
        `CREATE TABLE ${schema.name}.u (id INT PRIMARY KEY, x INT)`,
        `CREATE USER IF NOT EXISTS ${owner()}`,
        `GRANT ALL ON ${schema.name}.* TO ${owner()}`,
      ),
    );
    afterEach(() =>
      server.run(
        `DROP DATABASE ${schema.name}`,
        `CREATE DATABASE ${schema.name}`,
        `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
        `DROP USER IF EXISTS ${owner()}`,
      ),
    );

    async function statesOf(project: LiveProject): Promise<readonly (string | undefined)[]> {
      const { routines } = expectOk(await project.status({}));
      return routines.map(({ environments }) => environments['test']?.state);
    }

    const faults: readonly (readonly [string, () => readonly string[]])[] = [
      ['whose definer lost its rights', () => [`REVOKE ALL ON ${schema.name}.* FROM ${owner()}`]],
      ['whose definer was dropped', () => [`DROP USER ${owner()}`]],
      ['whose table was dropped', () => [`DROP TABLE ${schema.name}.t`]],
      ['whose column was dropped', () => [`ALTER TABLE ${schema.name}.t DROP COLUMN a`]],
    ];
    for (const [what, statements] of faults)
      it(`${what} have not drifted, and are replaced without more ado`, async () => {
        const files = { 'w.sql': views.replaceAll('DEFINER=DEFINER', `DEFINER=${owner()}`) };
        const project = liveProject(server, schema.name, { files });
        expectOk(await project.register({}));
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
        await server.run(...statements());
        assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
        assert.deepEqual(await statesOf(project), ['in-sync', 'in-sync', 'in-sync', 'in-sync']);
        assert.equal(expectOk(await project.compare({ left: 'workspace', right: 'test' })).same, true);
        assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
        const [account] = await server.run('SELECT CURRENT_USER() AS own');
        const [user = '', host = ''] = String(account?.['own']).split('@');
        project.files.set('w.sql', `CREATE DEFINER='${user}'@'${host}' VIEW w AS SELECT id FROM u;`);
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      });

    it('that somebody changed, too, have drifted', async () => {
      const project = liveProject(server, schema.name, { files: { 'w.sql': 'CREATE VIEW w AS SELECT id FROM t' } });
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      await server.run(
        `CREATE OR REPLACE VIEW ${schema.name}.w AS SELECT a AS id FROM ${schema.name}.t`,
        `DROP TABLE ${schema.name}.t`,
      );
      assert.equal(expectOk(await project.drift(environment)).drifted.length, 1);
    });
  });
});
