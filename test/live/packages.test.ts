/** Packages of MariaDB's ORACLE mode, whose statements no other mode understands: deployed, undone, recovered, dropped. */
import assert from 'node:assert/strict';
import { deployAndDie } from '../support/dying-deployment';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const oracle = "SET sql_mode = 'ORACLE';\nDELIMITER //\n";
const spec = (more = ''): string => `${oracle}CREATE PACKAGE k1 AS PROCEDURE p();${more} END//\n`;

describe('a package', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      afterEach(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`, `DROP DATABASE ${schema.name}`));
      beforeEach(() => server.run(`CREATE DATABASE IF NOT EXISTS ${schema.name} CHARACTER SET utf8mb4`));

      const failing = '-- sproc:smoke CALL z()\nCREATE PROCEDURE z() SELECT * FROM nowhere.at_all;';

      it('that was created is dropped again when a later step fails', async () => {
        const project = liveProject(server, schema.name, { files: { 'k.sql': spec(), 'z.sql': failing } });
        assert.match(await deploy(project), /^rolled-back: restored/);
        assert.deepEqual(await listPackages(), []);
        assert.equal(expectOk(await project.recover({ environment: 'test' })).outcome, 'nothing-to-do');
      });

      it('that was replaced is back when a later step fails, with its grants', async () => {
        const project = liveProject(server, schema.name, { files: { 'k.sql': spec() } });
        assert.equal(await deploy(project), 'deployed: done');
        await grant();
        project.files.set('k.sql', spec(' PROCEDURE q();'));
        project.files.set('z.sql', failing);
        for (const strategy of ['or-replace', 'replace'] as const) {
          const answer = expectOk(await project.deploy({ environment: 'test', strategy }));
          assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer.steps));
          assert.deepEqual(await listPackages(), ['PACKAGE k1']);
          assert.equal(await countGrants(), 1);
        }
      });

      it('that a process left behind is dropped by recovery', async () => {
        await deployAndDie(server, { schema: schema.name, files: { 'k.sql': spec() } }, ['read-back', 1]);
        assert.deepEqual(await listPackages(), ['PACKAGE k1']);
        const answer = expectOk(await liveProject(server, schema.name).recover({ environment: 'test' }));
        assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer));
        assert.deepEqual(await listPackages(), []);
      });

      it('that no file defines any more is dropped by --prune, and the SQL says in which mode', async () => {
        const files = { 'k.sql': spec(), 'a.sql': 'CREATE PROCEDURE a() SELECT 1;' };
        const project = liveProject(server, schema.name, { files });
        assert.match(await deploy(project), /^deployed/);
        project.files.delete('k.sql');
        const [step] = expectOk(await project.plan({ environment: 'test', prune: true })).steps;
        assert.deepEqual(step?.sql, ["SET SESSION sql_mode = 'ORACLE'", `DROP PACKAGE \`${schema.name}\`.\`k1\``]);
        assert.equal(await deploy(project, { prune: true }), 'deployed: done');
        assert.deepEqual(await listPackages(), []);
        const back = expectOk(await project.rollBack({ environment: 'test', routines: ['k1'] }));
        assert.equal(back.outcome, 'deployed');
        assert.deepEqual(await listPackages(), ['PACKAGE k1']);
      });

      async function deploy(project: LiveProject, request: { readonly prune?: boolean } = {}): Promise<string> {
        const answer = expectOk(await project.deploy({ environment: 'test', ...request }));
        return `${answer.outcome}: ${answer.steps.map(({ outcome, error }) => `${outcome} ${error ?? ''}`.trim()).join(', ')}`;
      }

      async function listPackages(): Promise<readonly string[]> {
        const rows = await server.run(
          `SELECT CONCAT(ROUTINE_TYPE, ' ', ROUTINE_NAME) AS name FROM information_schema.ROUTINES
            WHERE ROUTINE_SCHEMA = '${schema.name}' AND ROUTINE_TYPE LIKE 'PACKAGE%' ORDER BY 1`,
        );
        return rows.map((row) => String(row['name']));
      }

      function grant(): Promise<unknown> {
        return server.run("SET sql_mode = 'ORACLE'", `GRANT EXECUTE ON PACKAGE ${schema.name}.k1 TO root@localhost`);
      }

      async function countGrants(): Promise<number> {
        const [row] = await server.run(
          `SELECT COUNT(*) AS n FROM mysql.procs_priv WHERE Db = '${schema.name}' AND Routine_type LIKE 'PACKAGE%'`,
        );
        return Number(row?.['n']);
      }
    },
    { flavors: ['mariadb'] },
  );
});
