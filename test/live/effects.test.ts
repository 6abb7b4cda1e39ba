/** A rollback reports calls, errors and times of its routines before and after, and the rows of the tables that they write. */
import assert from 'node:assert/strict';
import { countingLimits, countRows } from '../../engine/src/database/statistics/count-rows';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import type { DeployAnswer } from '../../engine/src/lifecycle/answers/deploy';
import type { RoutineEffect } from '../../engine/src/lifecycle/answers/routine-effect';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { createOwner } from '../support/owner-account';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

/** Takes an order; the second version also writes a log. */
const first =
  "CREATE PROCEDURE p(a INT)\n-- sproc:smoke CALL p(1)\nIF a < 0 THEN SIGNAL SQLSTATE '45000'; ELSE INSERT INTO orders VALUES (a); END IF;";
const second =
  "CREATE PROCEDURE p(a INT)\n-- sproc:smoke CALL p(1)\nIF a < 0 THEN SIGNAL SQLSTATE '45000'; ELSE INSERT INTO log VALUES (a); END IF;";

describe('what a rollback reports of its routines', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    beforeEach(() =>
      server.run(`CREATE TABLE ${schema.name}.orders (id INT)`, `CREATE TABLE ${schema.name}.log (id INT)`),
    );
    const deploy = async (project: LiveProject, text: string | null): Promise<DeployAnswer> => {
      if (text === null) project.files.delete('p.sql');
      else project.files.set('p.sql', text);
      const done = expectOk(await project.deploy({ ...environment, prune: true }));
      assert.equal(done.outcome, 'deployed');
      assert.equal(done.effects, undefined);
      return done;
    };
    const call = async (...values: readonly number[]): Promise<void> => {
      const client = await server.connect({ database: schema.name });
      for (const value of values) await client.query('CALL p(?)', [value]).catch(() => undefined);
    };
    /** MariaDB counts the errors of a program only while it keeps current statements, which is off by default. */
    const errors = (count: number): number | null => (server.flavor === 'mysql' ? count : null);

    it('are the figures of the text that ran, those of the one that runs now, and rows', async () => {
      const project = liveProject(server, schema.name);
      await deploy(project, first);
      await deploy(project, second);
      await call(1, 2, 3, -1);
      const back = expectOk(await project.rollBack({ ...environment, routine: 'p' }));
      assert.equal(back.outcome, 'deployed');
      assert.deepEqual(withoutTimes(back.effects, schema.name), [
        {
          routine: 's.p',
          kind: 'procedure',
          target: 'host/s',
          tables: [
            { table: 's.log', rows: 3 },
            { table: 's.orders', rows: 0 },
          ],
          // The smoke statement of the deployment and of the rollback is one call each, which is rolled back.
          before: { calls: 5, errors: errors(1), meanMs: 'measured' },
          after: { calls: 1, errors: errors(0), meanMs: 'measured' },
        },
      ]);
    });

    it('are without a time where nobody has called it, and without figures where nothing is left to run', async () => {
      const project = liveProject(server, schema.name);
      const created = await deploy(project, 'CREATE PROCEDURE p(a INT) INSERT INTO orders VALUES (a);');
      const back = expectOk(await project.rollBack({ ...environment, deployment: created.deployment ?? '' }));
      assert.deepEqual(withoutTimes(back.effects, schema.name), [
        {
          routine: 's.p',
          kind: 'procedure',
          target: 'host/s',
          tables: [{ table: 's.orders', rows: 0 }],
          before: { calls: 0, errors: 0, meanMs: null },
          after: null,
        },
      ]);
    });

    it('do not count again what ran before a rollback that only alters', async () => {
      const project = liveProject(server, schema.name);
      await deploy(project, "CREATE PROCEDURE p(a INT) COMMENT 'one' INSERT INTO orders VALUES (a);");
      await deploy(project, "CREATE PROCEDURE p(a INT) COMMENT 'two' INSERT INTO orders VALUES (a);");
      await call(1, 2);
      const plan = expectOk(await project.planRollback({ ...environment, routine: 'p' }));
      assert.deepEqual(
        plan.steps.map(({ strategy }) => strategy),
        ['alter'],
      );
      const back = expectOk(await project.rollBack({ ...environment, routine: 'p' }));
      const [effect] = withoutTimes(back.effects, schema.name);
      assert.deepEqual(
        [effect?.before, effect?.after],
        [
          { calls: 2, errors: server.flavor === 'mysql' ? 0 : null, meanMs: 'measured' },
          { calls: 0, errors: server.flavor === 'mysql' ? 0 : null, meanMs: null },
        ],
      );
    });

    it('are unknown to an account that may not read them, which stops nothing', async () => {
      const user = await createOwner(server, schema.name);
      try {
        const project = liveProject({ ...server.address, user, password: '' }, schema.name);
        await deploy(project, 'CREATE PROCEDURE p(a INT) INSERT INTO orders VALUES (a);');
        await deploy(project, 'CREATE PROCEDURE p(a INT) INSERT INTO orders VALUES (a + 1);');
        const back = expectOk(await project.rollBack({ ...environment, routine: 'p' }));
        assert.equal(back.outcome, 'deployed');
        const [effect] = withoutTimes(back.effects, schema.name);
        assert.deepEqual(
          [effect?.before, effect?.after, effect?.tables, effect?.unmeasured?.replace(schema.name, 's')],
          [
            null,
            null,
            [{ table: 's.orders', rows: 0 }],
            `Calls are not measured: s_u@% may not read performance_schema (GRANT SELECT ON performance_schema.* TO '${user}'@'%';).`,
          ],
        );
      } finally {
        await server.run(`DROP USER ${user}@'%'`);
      }
    });

    it('have rows as the server estimates them where counting takes too long', async () => {
      await server.run(
        `INSERT INTO ${schema.name}.orders VALUES (1), (2), (3)`,
        `ANALYZE TABLE ${schema.name}.orders`,
        `CREATE VIEW ${schema.name}.v AS SELECT id FROM ${schema.name}.orders`,
      );
      const options = { ...server.login, socket: null, schema: schema.name, tls: 'off', ca: null } as const;
      const session = expectOk(await connectMysql(options, server.password));
      const tables = ['orders', 'v', 'nothing'].map((name) => ({ schema: schema.name, name }));
      const [view, missing] = [
        { rows: null, isEstimate: false, why: 'it is a view' },
        { rows: null, isEstimate: false, why: 'it does not exist, or is not shown to the account' },
      ];
      assert.deepEqual(await countRows(session, tables), [{ rows: 3, isEstimate: false, why: null }, view, missing]);
      assert.deepEqual(await countRows(session, tables, { ...countingLimits, rows: 2 }), [
        { rows: 3, isEstimate: true, why: 'it is large' },
        view,
        missing,
      ]);
      const locker = await server.connect({ database: schema.name });
      await locker.query('LOCK TABLES orders WRITE');
      const [locked] = await countRows(session, tables.slice(0, 1), { ...countingLimits, seconds: 1 });
      assert.deepEqual(locked, { rows: 3, isEstimate: true, why: 'counting took more than 1 second' });
      await locker.query('UNLOCK TABLES');
      assert.deepEqual(await countRows(session, tables.slice(0, 1), { ...countingLimits, allSeconds: 0 }), [
        { rows: null, isEstimate: false, why: 'counting the other tables took too long' },
      ]);
      await session.close();
    });
  });
});

describe('what a rollback reports where the server measures nothing', () => {
  onEachServer(
    (server) => {
      const schema = emptiedSchema(server);
      it('is the rows, and why there is no more', async () => {
        await server.run(`CREATE TABLE ${schema.name}.orders (id INT)`);
        const project = liveProject(server, schema.name);
        for (const value of ['1', '2']) {
          project.files.set('p.sql', `CREATE PROCEDURE p() INSERT INTO orders VALUES (${value});`);
          expectOk(await project.deploy(environment));
        }
        const back = expectOk(await project.rollBack({ ...environment, routine: 'p' }));
        assert.deepEqual(withoutTimes(back.effects, schema.name), [
          {
            routine: 's.p',
            kind: 'procedure',
            target: 'host/s',
            tables: [{ table: 's.orders', rows: 0 }],
            before: null,
            after: null,
            unmeasured: 'Calls are not measured: performance_schema is off.',
          },
        ]);
      });
    },
    { own: { args: ['--performance-schema=OFF'] } },
  );
});

interface WithoutTimes extends Omit<RoutineEffect, 'before' | 'after'> {
  readonly before: unknown;
  readonly after: unknown;
}

/** Replaces what differs from run to run; a time that was measured is above zero and far below a minute. */
function withoutTimes(effects: DeployAnswer['effects'], schema: string): readonly WithoutTimes[] {
  const times = (figures: RoutineEffect['before']): unknown => {
    if (figures === null || figures.meanMs === null) return figures;
    assert.ok(figures.meanMs > 0 && figures.meanMs < 60_000, `${figures.meanMs} ms`);
    return { ...figures, meanMs: 'measured' };
  };
  return (effects ?? []).map((effect) => ({
    ...effect,
    routine: effect.routine.replace(schema, 's'),
    target: effect.target.replace(/^.*:\d+/, 'host').replace(schema, 's'),
    tables: [...effect.tables]
      .map((table) => ({ ...table, table: table.table.replace(schema, 's') }))
      .sort((a, b) => (a.table < b.table ? -1 : 1)),
    before: times(effect.before),
    after: times(effect.after),
  }));
}
