/** Plans, preflights and deployments report what the check finds in the sources, as the target has the names. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import type { Finding } from '../../engine/src/lifecycle/answers/finding';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const print = (findings: readonly Finding[] | undefined): readonly string[] =>
  (findings ?? []).map(({ severity, code, message }) => `${severity} ${code}: ${message}`);

describe('the check of the sources that are deployed', () => {
  onEachServer((server) => {
    const shop = freshSchema(server);
    const audit = freshSchema(server);
    const ledgerSchema = (): string => `${shop.name}_ledger`;
    before(() => server.run(`CREATE TABLE ${audit.name}.entries (id INT PRIMARY KEY, what VARCHAR(20) NOT NULL)`));
    after(() => server.run(`DROP DATABASE IF EXISTS ${ledgerSchema()}`));

    it('is among the findings, errors first, of plan, preflight and deploy, and refuses nothing', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { ledgerSchema: ledgerSchema() },
        files: {
          'a.sql': 'CREATE PROCEDURE a()\nBEGIN\n  DECLARE unused INT;\n  SELECT 1;\nEND;',
          'b.sql': 'CREATE PROCEDURE b(x INT)\n  SELECT x;',
          'c.sql': 'CREATE PROCEDURE c()\nBEGIN\n  CALL b(1, 2);\nEND;',
        },
      });
      const expected = [
        'warning argument-count: c.sql:3: Wrong number of arguments for `shop.b`: expected 1, found 2.',
        'warning unused-variable: a.sql:3: Unused variable `unused`.',
      ];
      const plan = expectOk(await project.plan({ environment: 'test' }));
      assert.deepEqual(print(plan.findings), expected);
      assert.match(adviceText(plan.findings[0]?.remedy ?? ''), /^Correct the source first/);
      assert.deepEqual(
        plan.findings.map(({ checked, place }) => [checked, place]),
        [
          ['error', { file: 'c.sql', line: 3 }],
          ['warning', { file: 'a.sql', line: 3 }],
        ],
      );
      const preflight = expectOk(await project.preflight({ environment: 'test' }));
      assert.deepEqual([preflight.ok, print(preflight.findings)], [true, expected]);
      const deployed = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(deployed.outcome, 'deployed');
      assert.deepEqual(print(deployed.findings), expected);
      // What is not deployed is not checked.
      project.files.set('d.sql', 'CREATE PROCEDURE d() SELECT 1;');
      assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).findings, []);
    });

    it('knows tables, columns and routines by the names that they have there', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { prefix: 'jo_', schemas: { audit: audit.name }, ledgerSchema: ledgerSchema() },
        files: {
          'good.sql':
            "CREATE PROCEDURE good() BEGIN CALL helper(1); INSERT INTO audit.entries (id, what) VALUES (1, 'a'); SELECT e.id, v.what FROM audit.entries e JOIN v ON v.id = e.id; END;",
          'helper.sql': 'CREATE PROCEDURE helper(a INT) SELECT a;',
          'v.sql': 'CREATE VIEW v AS SELECT id, what FROM audit.entries;',
          'bad.sql': 'CREATE PROCEDURE bad()\n  SELECT e.price FROM audit.entries e;',
          'worse.sql': 'CREATE PROCEDURE worse()\n  INSERT INTO audit.entries (id) VALUES (2);',
        },
      });
      assert.deepEqual(print(expectOk(await project.plan({ environment: 'test' })).findings), [
        'warning unknown-column: bad.sql:2: Unknown column `price` in `audit.entries` of test. Running this fails with error 1054. Correct the name, or add the column first.',
        'warning missing-column-value: worse.sql:2: Missing value for `what`, which is NOT NULL without a default in test. Running this fails with error 1364. Add a value, or a default for the column.',
      ]);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      // A routine that the target has already is not missing, and one that only the target has, neither.
      await server.run(`CREATE PROCEDURE ${shop.name}.jo_elsewhere() SELECT 1`);
      project.files.set('late.sql', 'CREATE PROCEDURE late() BEGIN CALL helper(2); CALL jo_elsewhere(); END;');
      const late = expectOk(await project.plan({ environment: 'test', routines: ['late'] }));
      assert.deepEqual(print(late.findings), []);
    });

    it('says nothing twice: the server’s rejection, a missing routine and a missing table', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { prefix: 'ed_', ledgerSchema: ledgerSchema() },
        files: {
          'broken.sql': 'CREATE PROCEDURE broken()\nBEGIN\n  SELECT FROM WHERE;\nEND;',
          'lost.sql': 'CREATE PROCEDURE lost() BEGIN CALL nowhere(); SELECT id FROM no_table; END;',
        },
      });
      const { findings } = expectOk(await project.plan({ environment: 'test' }));
      assert.deepEqual(
        findings.map(({ severity, code }) => `${severity} ${code}`),
        ['warning missing-dependency', 'error refused-by-server'],
      );
      assert.deepEqual(findings[1]?.place, { file: 'broken.sql', line: 3 });
    });

    it('compares a call with the callee of the target, where the project’s is not deployed', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { prefix: 'al_', ledgerSchema: ledgerSchema() },
        files: { 'callee.sql': 'CREATE PROCEDURE callee(a INT) SELECT a;' },
      });
      expectOk(await project.deploy({ environment: 'test' }));
      project.files.set('callee.sql', 'CREATE PROCEDURE callee(a INT, b INT) SELECT a, b;');
      project.files.set('caller.sql', 'CREATE PROCEDURE caller() CALL callee(1);');
      const findings = async (routines: readonly string[]): Promise<readonly string[]> =>
        print(expectOk(await project.plan({ environment: 'test', routines })).findings);
      assert.deepEqual(await findings(['caller']), []);
      assert.match((await findings(['caller', 'callee'])).join('\n'), /argument-count: caller\.sql:1:/);
    });
  });
});
