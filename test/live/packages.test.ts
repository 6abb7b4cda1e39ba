/** Packages of MariaDB's ORACLE mode, whose statements no other mode understands: deployed, undone, recovered, dropped. */
import assert from 'node:assert/strict';
import { deployAndDie } from '../support/dying-deployment';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const oracle = "SET sql_mode = 'ORACLE';\nDELIMITER //\n";
const body = (value: number, more = ''): string =>
  `${oracle}CREATE PACKAGE BODY k1 AS\n  PROCEDURE p() AS BEGIN SELECT ${value} AS n; END;${more} END//\n`;
const spec = (more = ''): string => `${oracle}CREATE PACKAGE k1 AS PROCEDURE p();${more} END//\n`;

describe('a package', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      afterEach(() =>
        server.run(
          `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
          `DROP DATABASE ${schema.name}`,
          `DELETE FROM mysql.procs_priv WHERE Db = '${schema.name}'`,
          'FLUSH PRIVILEGES',
        ),
      );
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

      it('and its body deploy from one file or two, and there is nothing to do then', async () => {
        const one = `${body(1)}DELIMITER ;\n${spec()}`;
        for (const files of [{ 'k.sql': one }, { 'a.sql': body(1), 'b.sql': spec() }]) {
          const project = liveProject(server, schema.name, { files });
          assert.equal(await deploy(project), 'deployed: done, done');
          assert.equal(await call(), 1);
          await findNothing(project);
          await server.run("SET sql_mode = 'ORACLE'", `DROP PACKAGE ${schema.name}.k1`);
        }
      });

      it('and its body change alone and together, and are rolled back', async () => {
        const project = liveProject(server, schema.name, { files: { 'a.sql': body(1), 'b.sql': spec() } });
        assert.equal(await deploy(project), 'deployed: done, done');
        await grant('PACKAGE');
        await grant('PACKAGE BODY');
        project.files.set('a.sql', body(2));
        assert.equal(await deploy(project), 'deployed: done');
        assert.equal(await call(), 2);
        project.files.set('b.sql', spec(' -- more\n'));
        assert.equal(await deploy(project), 'deployed: done, done, done');
        assert.equal(await call(), 2);
        await findNothing(project);
        project.files.set('a.sql', body(3, ' PROCEDURE q() AS BEGIN SELECT 3; END;'));
        project.files.set('b.sql', spec(' PROCEDURE q();'));
        assert.equal(await deploy(project), 'deployed: done, done, done');
        assert.equal(await call(), 3);
        await findNothing(project);
        const [last] = expectOk(await project.history({ environment: 'test' })).deployments;
        const back = expectOk(await project.rollBack({ environment: 'test', deployment: last?.deployment ?? '' }));
        assert.equal(back.outcome, 'deployed', JSON.stringify(back));
        assert.equal(await call(), 2);
        assert.equal(await countGrants(), 2);
        const further = expectOk(await project.rollBack({ environment: 'test', routines: ['k1'] }));
        assert.equal(further.outcome, 'deployed', JSON.stringify(further));
        assert.equal(await call(), 1);
        assert.equal(await countGrants(), 2);
      });

      it('that is replaced keeps a body that no file defines, and has it back when a later step fails', async () => {
        const project = liveProject(server, schema.name, { files: { 'a.sql': body(1), 'b.sql': spec() } });
        assert.equal(await deploy(project), 'deployed: done, done');
        await grant('PACKAGE BODY');
        project.files.delete('a.sql');
        project.files.set('b.sql', spec(' -- more\n'));
        project.files.set('z.sql', failing);
        assert.match(await deploy(project), /^rolled-back: restored, restored, restored, failed/);
        assert.equal(await call(), 1);
        assert.equal(await countGrants(), 1);
        project.files.delete('z.sql');
        assert.equal(await deploy(project), 'deployed: done, done, done');
        assert.equal(await call(), 1);
        assert.equal(await countGrants(), 1);
        project.files.set('b.sql', spec(' PROCEDURE q();'));
        assert.match(
          await deploy(project),
          /^failed: .*q' is declared in the package specification but is not defined/,
        );
        assert.equal(await call(), 1);
        project.files.set('b.sql', 'CREATE PROCEDURE a() SELECT 1;');
        assert.equal(await deploy(project, { prune: true }), 'deployed: done, done, done');
        assert.deepEqual(await listPackages(), []);
      });

      it('is not dropped while its body is somebody else’s', async () => {
        const project = liveProject(server, schema.name, { files: { 'b.sql': spec(), 'x.sql': 'DO 1;' } });
        assert.equal(await deploy(project), 'deployed: done');
        await server.run(
          "SET sql_mode = 'ORACLE'",
          `CREATE PACKAGE BODY ${schema.name}.k1 AS PROCEDURE p() AS BEGIN SELECT 7 AS n; END; END`,
        );
        project.files.delete('b.sql');
        const refused = expectFailure(await project.deploy({ environment: 'test', prune: true }), 'could-not');
        assert.match(refused.message, /^The body of .* is not to be dropped/);
        assert.equal(await call(), 7);
      });

      for (const step of [1, 2, 3])
        it(`and its body are whole again after a death in step ${step}`, async () => {
          const files = { 'a.sql': body(1), 'b.sql': spec() };
          assert.match(await deploy(liveProject(server, schema.name, { files })), /^deployed/);
          const next = { 'a.sql': body(2), 'b.sql': spec(' -- more\n') };
          await deployAndDie(server, { schema: schema.name, files: next }, ['statements-run', step]);
          const project = liveProject(server, schema.name, { files });
          assert.equal(expectOk(await project.recover({ environment: 'test' })).outcome, 'rolled-back');
          assert.equal(await call(), 1);
          await findNothing(project);
        });

      it('may repeat its name behind END, as may all that ORACLE mode has, under other names too', async () => {
        const files = {
          'k.sql': `${oracle}CREATE OR REPLACE PACKAGE k1 AS PROCEDURE p(); END k1//\n`,
          'b.sql': `${oracle}CREATE PACKAGE BODY k1 AS PROCEDURE p() AS BEGIN SELECT 1 AS n; END p; END "K1"//\n`,
          's.sql': `${oracle}CREATE PACKAGE ${schema.name}.k2 AS PROCEDURE p(); END ${schema.name}.k2//\n`,
          'p.sql': `${oracle}CREATE PROCEDURE pp AS BEGIN SELECT 1; END pp//\n`,
          'q.sql': `${oracle}CREATE PROCEDURE ${schema.name}.qq AS BEGIN SELECT 1; END ${schema.name}.qq//\n`,
          'f.sql': `${oracle}CREATE FUNCTION ff RETURN INT AS BEGIN RETURN 1; END ff//\n`,
          'g.sql': `${oracle}CREATE FUNCTION ${schema.name}.gg RETURN INT AS BEGIN RETURN 1; END ${schema.name}.gg//\n`,
        };
        for (const environment of [{}, { prefix: 'dev_' }]) {
          const project = liveProject(server, schema.name, { files, environment });
          assert.match(await deploy(project), /^deployed: (done(, )?){7}$/);
          await findNothing(project);
        }
        await server.run(`CALL ${schema.name}.dev_qq()`, `CALL ${schema.name}.dev_pp()`);
      });

      it('is known by its routines: a call of one that it does not have is a finding of the plan', async () => {
        const caller = `${oracle}CREATE PROCEDURE c AS BEGIN k1.p(); k1.gone(); END//\n`;
        const project = liveProject(server, schema.name, {
          files: { 'a.sql': body(1), 'b.sql': spec(), 'c.sql': caller },
        });
        const { findings } = expectOk(await project.plan({ environment: 'test' }));
        const messages = findings.filter(({ code }) => code === 'missing-dependency').map(({ message }) => message);
        assert.equal(messages.length, 1, JSON.stringify(findings));
        assert.match(messages[0] ?? '', / uses procedure k1\.gone, which does not exist /);
      });

      it('finds its own routines, however a body names them', async () => {
        const names = ['b1', 'k1.b1', `${schema.name}.k1.b1`];
        const calls = names.map((name) => `${name}();`).join(' ');
        const whole = (value: number): string =>
          `${oracle}CREATE PACKAGE BODY k1 AS PROCEDURE b1() AS BEGIN SELECT ${value}; END; PROCEDURE b2() AS BEGIN ${calls} END; END//\n`;
        const files = {
          'b.sql': `${oracle}CREATE PACKAGE k1 AS PROCEDURE b1(); PROCEDURE b2(); END//\n`,
          'a.sql': whole(1),
        };
        const project = liveProject(server, schema.name, { files });
        const missing = (
          findings: readonly { readonly code: string; readonly message: string }[] = [],
        ): readonly string[] =>
          findings.filter(({ code }) => code === 'missing-dependency').map(({ message }) => message);
        for (const value of [1, 2]) {
          project.files.set('a.sql', whole(value));
          assert.deepEqual(missing(expectOk(await project.plan({ environment: 'test' })).findings), []);
          assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
        }
        const back = { environment: 'test', routines: ['package:k1'] };
        const plan = expectOk(await project.planRollback(back));
        assert.deepEqual(missing(plan.findings), []);
        assert.equal(plan.steps.length, 1);
        assert.match(plan.steps[0]?.sql.join('\n') ?? '', /PACKAGE BODY/);
        assert.equal(expectOk(await project.rollBack(back)).outcome, 'deployed');
        project.files.set('a.sql', whole(1).replace('k1.b1()', 'k1.b9()'));
        assert.match(
          missing(expectOk(await project.plan({ environment: 'test' })).findings).join(),
          /procedure \S*k1\.b9/,
        );
      });

      async function findNothing(project: LiveProject): Promise<void> {
        const compared = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
        assert.deepEqual(
          compared.differences.filter(({ kind }) => kind !== 'missing-left'),
          [],
        );
        assert.equal(await deploy(project), 'nothing-to-do: ');
      }

      async function call(): Promise<number> {
        const [rows] = (await server.run(`CALL ${schema.name}.k1.p()`)) as unknown as [readonly { n: number }[]];
        return Number(rows[0]?.n);
      }

      async function deploy(project: LiveProject, request: { readonly prune?: boolean } = {}): Promise<string> {
        const answer = expectOk(await project.deploy({ environment: 'test', ...request }));
        return `${answer.outcome}: ${answer.steps.map(({ outcome, error }) => `${outcome} ${adviceText(error ?? '')}`.trim()).join(', ')}`;
      }

      async function listPackages(): Promise<readonly string[]> {
        const rows = await server.run(
          `SELECT CONCAT(ROUTINE_TYPE, ' ', ROUTINE_NAME) AS name FROM information_schema.ROUTINES
            WHERE ROUTINE_SCHEMA = '${schema.name}' AND ROUTINE_TYPE LIKE 'PACKAGE%' ORDER BY 1`,
        );
        return rows.map((row) => String(row['name']));
      }

      function grant(kind = 'PACKAGE'): Promise<unknown> {
        return server.run("SET sql_mode = 'ORACLE'", `GRANT EXECUTE ON ${kind} ${schema.name}.k1 TO root@localhost`);
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
