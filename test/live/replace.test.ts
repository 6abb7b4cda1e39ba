/** A routine is replaced while it is called: no call fails, and no grant is lost. */
import assert from 'node:assert/strict';
import { createConnection } from 'mysql2/promise';
import type { DeployAnswer } from '#engine';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer, type LiveServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';
import { adviceText } from '../../cli/src/report/print-action';

describe('replacing', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const caller = `caller_${server.flavor}`;
    before(() =>
      server.run(
        `CREATE USER IF NOT EXISTS '${caller}'@'%'`,
        `CREATE TABLE ${schema.name}.t (id INT PRIMARY KEY, v INT)`,
      ),
    );
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`, `DROP USER IF EXISTS '${caller}'@'%'`));

    it('fails no call, not even of those who have nothing but a grant on the routine', async function () {
      this.timeout(60_000);
      const project = liveProject(server, schema.name, { files: routines(0) });
      expectOk(await project.deploy({ environment: 'test' }));
      await server.run(`GRANT EXECUTE ON PROCEDURE ${schema.name}.p TO '${caller}'@'%'`);
      await server.run(`GRANT EXECUTE ON FUNCTION ${schema.name}.f TO '${caller}'@'%'`);
      const callers = [1, 2, 3].map((i) =>
        callUntilStopped(server, i === 1 ? server.user : caller, [
          `CALL ${schema.name}.p(1)`,
          `SELECT ${schema.name}.f(1)`,
        ]),
      );
      for (let version = 1; version <= 15; version++) {
        project.files.set('p.sql', routines(version)['p.sql'] ?? '');
        project.files.set('f.sql', routines(version)['f.sql'] ?? '');
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      }
      const done = await Promise.all(callers.map((one) => one.stop()));
      assert.deepEqual(
        done.flatMap(({ errors }) => errors),
        [],
      );
      for (const { calls } of done) assert.ok(calls > 20, `${calls} calls`);
    });

    it('plans the gentlest strategy of the server', async () => {
      const project = liveProject(server, schema.name, { files: routines(99) });
      const { steps } = expectOk(await project.plan({ environment: 'test' }));
      const expected = server.flavor === 'mysql' ? 'queued' : 'or-replace';
      assert.deepEqual(
        steps.map(({ strategy, action }) => [strategy, action]),
        [
          [expected, 'replace'],
          [expected, 'replace'],
        ],
      );
    });

    for (const [what, text] of [
      ['a comment', "CREATE PROCEDURE c() COMMENT 'it''s new \\\\ and in ünïcödé' SELECT 1;"],
      ['its security', 'CREATE PROCEDURE c() SQL SECURITY INVOKER SELECT 1;'],
      ['its data access', 'CREATE PROCEDURE c() READS SQL DATA SELECT 1;'],
    ] as const)
      it(`alters ${what} where it stands, and changes it back`, async function () {
        const project = liveProject(server, schema.name, { files: { 'c.sql': 'CREATE PROCEDURE c() SELECT 1;' } });
        expectOk(await project.deploy({ environment: 'test' }));
        const before = await takeSnapshot(server, schema.name);
        project.files.set('c.sql', text);
        const { steps } = expectOk(await project.plan({ environment: 'test' }));
        assert.deepEqual(
          steps.map(({ strategy }) => strategy),
          ['alter'],
        );
        assertDeployed(expectOk(await project.deploy({ environment: 'test' })));
        assert.deepEqual(
          expectOk(await project.compare({ left: 'workspace', right: 'test', routines: ['c'] })).differences,
          [],
        );
        assertDeployed(expectOk(await project.rollBack({ environment: 'test', routine: 'c' })));
        assert.deepEqual(await takeSnapshot(server, schema.name), before);
      });

    it('lets no row pass without its trigger, and keeps the order of triggers', async function () {
      this.timeout(30_000);
      const trigger = (name: string, value: string): string =>
        `CREATE TRIGGER ${name} BEFORE INSERT ON t FOR EACH ROW SET NEW.v = ${value};`;
      const project = liveProject(server, schema.name, {
        files: {
          '1.sql': trigger('first', '1'),
          '2.sql': trigger('second', 'NEW.v + 1'),
          '3.sql': trigger('third', 'NEW.v * 10'),
        },
      });
      expectOk(await project.deploy({ environment: 'test' }));
      const order = (await takeSnapshot(server, schema.name))['order of triggers'];
      const writer = insertUntilStopped(server, `${schema.name}.t`);
      for (let i = 0; i < 8; i++) {
        project.files.set('2.sql', trigger('second', `NEW.v + 1 + 0 * ${i + 1}`));
        assertDeployed(expectOk(await project.deploy({ environment: 'test' })));
      }
      assert.deepEqual(await writer.stop(), []);
      assert.deepEqual((await takeSnapshot(server, schema.name))['order of triggers'], order);
      const [row] = await server.run(`SELECT COUNT(*) AS all_rows, SUM(v = 20) AS right_rows FROM ${schema.name}.t`);
      assert.ok(Number(row?.['all_rows']) > 20);
      assert.equal(Number(row?.['right_rows']), Number(row?.['all_rows']));
    });

    // MariaDB's calls hold no lock: there they cannot block it.
    if (server.flavor === 'mysql')
      it('tells who blocks it, and changes nothing', async () => {
        const project = liveProject(server, schema.name, { files: { 'b.sql': 'CREATE PROCEDURE b() SELECT 1;' } });
        expectOk(await project.deploy({ environment: 'test' }));
        const before = await takeSnapshot(server, schema.name);
        const blocker = await server.connect();
        await blocker.query('START TRANSACTION');
        await blocker.query(`CALL ${schema.name}.b()`);
        project.files.set('b.sql', 'CREATE PROCEDURE b() SELECT 2;');
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(answer.outcome, 'rolled-back');
        assert.match(
          adviceText(answer.steps[0]?.error ?? ''),
          new RegExp(`held by connection ${blocker.threadId} of ${server.user}`),
        );
        assert.deepEqual(await takeSnapshot(server, schema.name), before);
        await blocker.query('ROLLBACK');
      });

    it('needs to be asked before it overwrites what is not its own', async () => {
      await server.run(`CREATE PROCEDURE ${schema.name}.foreign_one() SELECT 'theirs'`);
      const project = liveProject(server, schema.name, {
        files: { 'x.sql': "CREATE PROCEDURE foreign_one() SELECT 'ours';" },
      });
      const plan = expectOk(await project.plan({ environment: 'test' }));
      assert.match(plan.steps[0]?.before ?? '', /theirs/);
      assert.match(plan.steps[0]?.after ?? '', /ours/);
      assert.deepEqual(
        plan.findings.map(({ severity, code }) => [severity, code]),
        [['error', 'unmanaged']],
      );
      expectFailure(await project.deploy({ environment: 'test' }), 'could-not');
      assert.equal(expectOk(await project.deploy({ environment: 'test', overwrite: true })).outcome, 'deployed');
      assert.equal(
        expectOk(await project.rollBack({ environment: 'test', routine: 'foreign_one' })).outcome,
        'deployed',
      );
      assert.match(JSON.stringify(await takeSnapshot(server, schema.name)), /theirs/);
    });
  });
});

function assertDeployed(answer: DeployAnswer): void {
  assert.equal(answer.outcome, 'deployed', JSON.stringify(answer.steps));
}

function routines(version: number): Record<string, string> {
  return {
    'p.sql': `CREATE PROCEDURE p(a INT) SELECT 'version ${version}', a;`,
    'f.sql': `CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN a + ${version};`,
  };
}

interface Caller {
  stop(): Promise<{ readonly calls: number; readonly errors: readonly string[] }>;
}

function callUntilStopped(server: LiveServer, user: string, statements: readonly string[]): Caller {
  const state = { isStopped: false };
  const run = (async () => {
    const connection = await createConnection(server.connection({ user }));
    const errors: string[] = [];
    let calls = 0;
    while (!state.isStopped) {
      for (const statement of statements)
        await connection.query(statement).catch((error: unknown) => errors.push(String(error)));
      calls++;
    }
    connection.destroy();
    return { calls, errors };
  })();
  return {
    stop: () => {
      state.isStopped = true;
      return run;
    },
  };
}

function insertUntilStopped(server: LiveServer, table: string): { stop(): Promise<readonly string[]> } {
  const state = { isStopped: false };
  const run = (async () => {
    const connection = await createConnection(server.connection());
    const errors: string[] = [];
    for (let id = 0; !state.isStopped; id++)
      await connection
        .query(`INSERT INTO ${table} (id, v) VALUES (${id}, 0)`)
        .catch((error: unknown) => errors.push(String(error)));
    connection.destroy();
    return errors;
  })();
  return {
    stop: () => {
      state.isStopped = true;
      return run;
    },
  };
}
