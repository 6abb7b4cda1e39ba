/** The mark in front of each statement is seen in lists of processes and logs, and in nothing that a server keeps. */
import assert from 'node:assert/strict';
import type { OnFaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import type { PlanRequest } from '../../engine/src/lifecycle/answers/plan';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot, type Snapshot } from '../support/live-snapshot';

const environment = { environment: 'test' };

/** Returns a file of every kind, with bodies that are a block and others, several of which share a packet. */
const files = (number: number): Readonly<Record<string, string>> => ({
  'block.sql': `CREATE PROCEDURE block_body(a INT)\n/* kept */ BEGIN\n  -- sproc\n  SELECT a + ${number};\nEND;`,
  'single.sql': `CREATE PROCEDURE single_body() SELECT ${number};`,
  'function.sql': `CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN ${number};`,
  'event.sql': `CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DISABLE DO BEGIN SELECT ${number}; END;`,
  'trigger.sql': `CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + ${number};`,
  'view.sql': `CREATE VIEW v AS SELECT a + ${number} AS b FROM t;`,
  'labelled.sql': `CREATE PROCEDURE labelled() \`my label\` : /* why */ BEGIN SELECT ${number}; END /* of it */ \`my label\`;`,
  ...Object.fromEntries(
    Array.from({ length: 4 }, (_, i) => [
      `many${i}.sql`,
      `CREATE PROCEDURE many${i}() BEGIN SELECT ${i}, ${number}; END;`,
    ]),
  ),
});

const annotated = Object.fromEntries(
  Object.entries(files(3)).map(([name, text]) => [name, text.replace('RETURNS INT', "RETURNS INT COMMENT 'new'")]),
);

interface Phase {
  readonly files: Readonly<Record<string, string>>;
  readonly request?: Partial<PlanRequest>;
}

/** Created, replaced as each kind is by itself, replaced in one packet, altered, dropped. */
const phases: readonly Phase[] = [
  { files: files(1) },
  { files: files(2) },
  { files: files(3), request: { strategy: 'replace' } },
  { files: annotated },
  { files: { 'single.sql': files(3)['single.sql'] ?? '' }, request: { prune: true } },
];

describe('the mark of a deployment', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      before(() => server.run(`CREATE TABLE ${schema.name}.t (a INT)`));
      afterEach(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

      /** Returns the state of the server after each phase; `whole` is every text that it stores, in every view. */
      const takeBoth = async (): Promise<{ readonly snapshot: Snapshot; readonly whole: string }> => {
        const snapshot = await takeSnapshot(server, schema.name);
        const tables = ['ROUTINES', 'TRIGGERS', 'EVENTS', 'VIEWS', 'PARAMETERS'].map((table) =>
          server.run(`SELECT * FROM information_schema.${table}`),
        );
        const stored = server.flavor === 'mariadb' ? ['proc', 'event'] : [];
        const own = stored.map((table) => server.run(`SELECT * FROM mysql.${table}`));
        const ledger = ['journal', 'saved_definition'].map((table) =>
          server.run(`SELECT * FROM ${schema.name}_ledger.${table}`),
        );
        return { snapshot, whole: printAll([snapshot, await Promise.all([...tables, ...own, ...ledger])]) };
      };

      it('is kept nowhere: what the plan shows, run by hand, leaves the same to the byte', async () => {
        const project = liveProject(server, schema.name);
        const byPhase: { readonly sql: readonly string[]; readonly snapshot: Snapshot }[] = [];
        const strategies = new Set<string>();
        for (const { files, request } of phases) {
          project.files.clear();
          for (const [name, text] of Object.entries(files)) project.files.set(name, text);
          const plan = expectOk(await project.plan({ ...environment, ...request }));
          for (const { strategy } of plan.steps) strategies.add(strategy);
          const sql = plan.steps.flatMap((step) => step.sql);
          assert.doesNotMatch(sql.join('\n'), /\/\* sproc \d/);
          const answer = expectOk(await project.deploy({ ...environment, ...request, fingerprint: plan.fingerprint }));
          assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
          const { snapshot, whole } = await takeBoth();
          assert.doesNotMatch(whole, /\/\* sproc \d/);
          byPhase.push({ sql, snapshot });
        }
        assert.ok(
          strategies.has('replace') && strategies.has('alter') && strategies.has('drop'),
          [...strategies].join(),
        );

        await server.run(`DROP PROCEDURE ${schema.name}.single_body`);
        const person = await server.connect({ database: schema.name, multipleStatements: true });
        for (const { sql, snapshot } of byPhase) {
          for (const statement of sql) await person.query(statement);
          assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
        }
      });

      it('is in front of every statement that is sent from the lease on, and names the deployment', async () => {
        const deployer = `${schema.name}_d`;
        await server.run(
          `CREATE USER ${deployer}`,
          `GRANT ALL PRIVILEGES ON *.* TO ${deployer} WITH GRANT OPTION`,
          "SET GLOBAL log_output = 'TABLE'",
          'TRUNCATE mysql.general_log',
        );
        const onFaultPoint: OnFaultPoint = async (faultPoint) => {
          if (faultPoint === 'lease-taken') await server.run('SET GLOBAL general_log = ON');
        };
        const smoke = '-- sproc:smoke CALL single_body()\n';
        const project = liveProject(server, schema.name, {
          files: { ...files(5), 'single.sql': `${smoke}${files(5)['single.sql']}` },
          environment: { user: deployer },
          onFaultPoint,
        });
        const answer = expectOk(await project.deploy({ ...environment, overwrite: true }));
        await server.run('SET GLOBAL general_log = OFF');
        assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
        const rows = await server.run(
          `SELECT CONVERT(argument USING utf8mb4) AS statement FROM mysql.general_log
            WHERE command_type = 'Query' AND user_host LIKE '%${deployer}%'`,
        );
        const sent = rows.map(({ statement }) => String(statement));
        const mark = `/* sproc ${answer.deployment ?? ''} */ `;
        const unmarked = sent.filter((statement) => !statement.startsWith(mark));
        // These are the statements that open a session, before it has a deployment, and those of a called routine.
        const known = [/^SET SESSION sql_mode = CONCAT\('STRICT_TRANS_TABLES'/, /^SELECT VERSION\(\)/, /^SELECT 5$/];
        assert.deepEqual(
          unmarked.filter((statement) => !known.some((one) => one.test(statement))),
          [],
        );
        for (const verb of ['CREATE', 'DROP', 'INSERT', 'UPDATE', 'START', 'CALL'])
          assert.ok(
            sent.some((statement) => statement.startsWith(`${mark}${verb}`)),
            verb,
          );
        await server.run(`DROP USER ${deployer}`);
      });
    },
    { own: { binlog: true } },
  );
});

function printAll(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : bufferText(each)));
}

/** Returns the text of a buffer; MariaDB stores bodies as bytes. */
function bufferText(value: unknown): unknown {
  const isBuffer = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
  return isBuffer && 'data' in value ? Buffer.from(value.data as number[]).toString() : value;
}
