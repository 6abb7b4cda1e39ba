/** The reasons why a deployment does not start: another one, missing privileges, a server that accepts no writes. */
import assert from 'node:assert/strict';
import type { Finding } from '#engine';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

describe('a deployment is kept from starting', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const files = {
        'p.sql': 'CREATE PROCEDURE p() SELECT 1;',
        'f.sql': 'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;',
      };
      const account = "'deployer'@'%'";
      const asDeployer = { files, environment: { user: 'deployer' }, password: 'secret' };
      const problems = (findings: readonly Finding[]): readonly string[] =>
        findings
          .filter(({ severity }) => severity === 'error')
          .map(({ code, remedy }) => `${code}: ${adviceText(remedy)}`);
      before(() => server.run(`CREATE USER ${account} IDENTIFIED BY 'secret'`));

      it('by another deployment, which is named', async () => {
        let second: Promise<void> | null = null;
        const project = liveProject(server, schema.name, {
          files,
          onFaultPoint: async (faultPoint) => {
            if (faultPoint !== 'lease-taken' || second !== null) return;
            second = liveProject(server, schema.name, { files })
              .deploy({ environment: 'test' })
              .then((answer) => {
                assert.match(expectFailure(answer, 'held').message, /Ada <ada@example\.com> on workbench/);
              });
            await second;
          },
        });
        assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
        assert.notEqual(second, null);
      });

      it('by a lease of a date that cannot be, with the way out that works', async () => {
        const project = liveProject(server, schema.name, { files });
        expectOk(await project.deploy({ environment: 'test' }));
        const next = liveProject(server, schema.name, { files: { 'p.sql': 'CREATE PROCEDURE p() SELECT 99;' } });
        const table = `${schema.name}_ledger.lease`;
        await server.run(
          `REPLACE INTO ${table} VALUES ('deployment', 'x', 'Eve on nowhere', 'nowhere', '2025-01-01', '9999-12-31')`,
        );
        const [found] = expectOk(await next.preflight({ environment: 'test' })).findings.filter(
          ({ code }) => code === 'held',
        );
        assert.match(
          found?.message ?? '',
          /is held by Eve on nowhere until 9999-12-31, a date that no deployment writes\.$/,
        );
        assert.match(adviceText(found?.remedy ?? ''), /`sproc recover test`\. It shortens the lease to 30 s/);
        assert.match(expectFailure(await next.recover({ environment: 'test' }), 'held').message, /until 9999-12-31/);
        await server.run(`UPDATE ${table} SET expires_at = expires_at - INTERVAL 31 SECOND`);
        assert.equal(expectOk(await next.deploy({ environment: 'test' })).outcome, 'deployed');
        expectOk(await project.deploy({ environment: 'test' }));
      });

      it('by another deployment, whom preflight names before', async () => {
        const changed = { 'p.sql': 'CREATE PROCEDURE p() SELECT 3;' };
        const seen: Finding[][] = [];
        const look = async (): Promise<void> => {
          const answer = expectOk(
            await liveProject(server, schema.name, { files: changed }).preflight({ environment: 'test' }),
          );
          seen.push(answer.findings.filter(({ code }) => code === 'held'));
        };
        const project = liveProject(server, schema.name, {
          files: { 'p.sql': 'CREATE PROCEDURE p() SELECT 4;' },
          onFaultPoint: (faultPoint) => (faultPoint === 'lease-taken' ? look() : Promise.resolve()),
        });
        expectOk(await project.deploy({ environment: 'test', overwrite: true }));
        await look();
        assert.match(
          seen[0]?.[0]?.message ?? '',
          /Ada <ada@example\.com> on workbench has been deploying to \S+ for \d+ s\.$/,
        );
        assert.deepEqual(seen[1], []);
      });

      it('by a ledger that is full, which preflight tells before', async () => {
        const files = { 'p.sql': 'CREATE PROCEDURE p() SELECT 5;' };
        const look = async (): Promise<readonly string[]> =>
          expectOk(
            await liveProject(server, schema.name, { files }).preflight({ environment: 'test', overwrite: true }),
          )
            .findings.filter(({ severity }) => severity === 'error')
            .map(({ code, message }) => `${code}: ${message}`);
        assert.deepEqual(await look(), []);
        await server.run(
          `CREATE TRIGGER ${schema.name}_ledger.full BEFORE INSERT ON ${schema.name}_ledger.saved_definition FOR EACH ROW
            SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'`,
        );
        const told = await look();
        await server.run(`DROP TRIGGER ${schema.name}_ledger.full`);
        assert.match(told.join(), /^ledger-full: .* cannot store the \d+ KB .* The table is full \(error 1114\)/);
        const [left] = await server.run(
          `SELECT COUNT(*) AS n FROM ${schema.name}_ledger.saved_definition WHERE digest LIKE 'probe%'`,
        );
        assert.equal(Number(left?.['n']), 0);
      });

      it('by privileges, each told with its GRANT; granting what is told is enough', async () => {
        const project = liveProject(server, schema.name, {
          ...asDeployer,
          files: { ...files, 'p.sql': 'CREATE PROCEDURE p() SELECT 2;' },
        });
        const granted: string[] = [];
        for (let round = 0; round < 12; round++) {
          const answer = await project.deploy({ environment: 'test' });
          if (answer.ok && answer.value.outcome === 'deployed') break;
          const remedy = adviceText(
            answer.ok
              ? (answer.value.steps.find(({ error }) => error !== null)?.error ?? '')
              : (answer.error.remedy ?? ''),
          );
          const statements: string[] = remedy.match(/(?:GRANT|CREATE DATABASE|SET GLOBAL) [^;]+(?=;|,|\.)/g) ?? [];
          assert.ok(statements.length > 0 || /privilege on that schema/.test(remedy), JSON.stringify(answer));
          if (statements.length === 0) statements.push(`GRANT SELECT ON \`${schema.name}\`.* TO ${account}`);
          for (const statement of statements) {
            assert.ok(!granted.includes(statement), `told twice: ${statement}`);
            granted.push(statement);
            await server.run(statement);
          }
        }
        assert.equal(
          expectOk(await project.deploy({ environment: 'test' })).outcome,
          'nothing-to-do',
          granted.join('\n'),
        );
        assert.ok(!granted.some((statement) => /ALL PRIVILEGES|SUPER/.test(statement)));
      });

      it('by a definer that does not exist, which CREATE would let pass', async () => {
        const project = liveProject(server, schema.name, {
          files: { 'g.sql': "CREATE DEFINER = 'ghost'@'%' PROCEDURE g() SELECT 1;" },
        });
        const { findings } = expectOk(await project.plan({ environment: 'test' }));
        assert.deepEqual(
          findings.map(({ code }) => code),
          ['missing-definer'],
        );
        const mapped = liveProject(server, schema.name, {
          files: Object.fromEntries(project.files),
          environment: { definers: { 'ghost@%': 'root@localhost' } },
        });
        assert.deepEqual(problems(expectOk(await mapped.plan({ environment: 'test' })).findings), []);
        assert.equal(expectOk(await mapped.deploy({ environment: 'test' })).outcome, 'deployed');
        assert.deepEqual(
          expectOk(await mapped.compare({ left: 'workspace', right: 'test', routines: ['g'] })).differences,
          [],
        );
      });

      // MariaDB has no SYSTEM_USER.
      if (server.flavor === 'mysql')
        it('by a definer that only accounts of the system may name', async () => {
          const namer = "'namer'@'%'";
          await server.run(
            `CREATE USER ${namer} IDENTIFIED BY 'secret'`,
            `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ROUTINE, ALTER ROUTINE, SET_ANY_DEFINER ON *.* TO ${namer}`,
          );
          const project = liveProject(server, schema.name, {
            files: { 'h.sql': "CREATE DEFINER = 'root'@'localhost' PROCEDURE h() SELECT 1;" },
            environment: { user: 'namer' },
            password: 'secret',
          });
          const remedies = problems(expectOk(await project.plan({ environment: 'test' })).findings);
          assert.match(remedies[0] ?? '', /^missing-privilege: GRANT SYSTEM_USER ON \*\.\* TO 'namer'@'%';/);
          await server.run(`GRANT SYSTEM_USER ON *.* TO ${namer}`);
          assert.deepEqual(problems(expectOk(await project.plan({ environment: 'test' })).findings), []);
        });

      it('by the git branch and by the status of a version', async () => {
        const project = liveProject(server, schema.name, {
          files: { 's.sql': 'CREATE PROCEDURE s() SELECT 1;' },
          environment: { stage: 'PRODUCTION', branches: ['release'] },
          branch: 'feature',
        });
        const codes = async (): Promise<readonly string[]> =>
          expectOk(await project.plan({ environment: 'test' })).findings.map(({ code }) => code);
        assert.deepEqual(await codes(), ['branch', 'unregistered']);
        expectOk(await project.register({}));
        assert.deepEqual(await codes(), ['branch', 'status']);
        expectFailure(await project.deploy({ environment: 'test' }), 'not-permitted');
      });

      it('by what is missing on the server, as a warning', async () => {
        const project = liveProject(server, schema.name, {
          files: {
            'm.sql': 'CREATE PROCEDURE m() BEGIN CALL nobody(); SELECT * FROM nowhere; CALL m2(); END',
            'm2.sql': 'CREATE PROCEDURE m2() SELECT 1;',
          },
        });
        const { findings } = expectOk(await project.plan({ environment: 'test' }));
        assert.deepEqual(
          findings.map(({ severity, code }) => [severity, code]),
          [['warning', 'missing-dependency']],
        );
        assert.match(
          findings[0]?.message ?? '',
          new RegExp(`procedure ${schema.name}\\.nobody, table ${schema.name}\\.nowhere`),
        );
      });

      it('by a server that takes no writes', async () => {
        const project = liveProject(server, schema.name, { files: { 'r.sql': 'CREATE PROCEDURE r() SELECT 1;' } });
        await server.run('SET GLOBAL read_only = ON');
        try {
          const { findings } = expectOk(await project.plan({ environment: 'test' }));
          assert.deepEqual(
            findings.map(({ severity, code }) => [severity, code]),
            [['error', 'replica']],
          );
          expectFailure(await project.deploy({ environment: 'test' }), 'could-not');
        } finally {
          await server.run('SET GLOBAL read_only = OFF');
        }
      });
    },
    { own: { binlog: true } },
  );
});
