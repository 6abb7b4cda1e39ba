/** Possible callers outside of stored programs: files of applications, and statements that clients have sent. */
import assert from 'node:assert/strict';
import type { Finding } from '../../engine/src/lifecycle/answers/finding';
import type { PlanAnswer } from '../../engine/src/lifecycle/answers/plan';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { createOwner } from '../support/owner-account';
import { emptiedSchema, freshSchema, onEachServer, type LiveServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

const applications = {
  'src/Orders.java': 'class Orders {\n  static final String SQL = "{call shop.place_order(?)}";\n}\n',
  'src/report.py': 'rows = db.query("SELECT * FROM open_orders")\ntotal = db.query("SELECT total(1)")\n',
  'src/readme.txt': 'place_orders\n',
};

const files = {
  'place_order.sql': 'CREATE PROCEDURE place_order(a INT) SELECT a;',
  'total.sql': 'CREATE FUNCTION total(a INT) RETURNS INT DETERMINISTIC RETURN a;',
  'open_orders.sql': 'CREATE VIEW open_orders AS SELECT id, extra FROM orders;',
};

const changed = {
  'place_order.sql': 'CREATE PROCEDURE place_order(a INT, b INT) SELECT a;',
  'total.sql': 'CREATE FUNCTION total(a INT, b INT) RETURNS INT DETERMINISTIC RETURN a;',
  'open_orders.sql': 'CREATE VIEW open_orders AS SELECT id FROM orders;',
};

describe('callers outside of stored programs', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const [apart, other] = [freshSchema(server), freshSchema(server)];
    after(() => server.run(`DROP DATABASE IF EXISTS ${apart.name}_ledger`));
    beforeEach(() => server.run(`CREATE TABLE ${schema.name}.orders (id INT, extra INT)`));

    const deployed = async (options: LiveProjectOptions = {}): Promise<LiveProject> => {
      const project = liveProject(server, schema.name, { files: { ...files, ...applications }, ...options });
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      return project;
    };
    const change = (project: LiveProject): void => {
      for (const [file, text] of Object.entries(changed)) project.files.set(file, text);
    };
    const hazards = (findings: readonly Finding[] | undefined): readonly string[] =>
      pick((findings ?? []).map(({ message }) => message.replace(/^.*?: /, '')));

    it('are named by file and line in plan, preflight, deployment and rollback', async () => {
      const project = await deployed({ settings: { applications: ['src/**'] } });
      assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
      change(project);
      const plan = expectOk(await project.plan(environment));
      const expected = {
        open_orders: ['Applications may read it: src/report.py:1.'],
        place_order: ['Applications may call it: src/Orders.java:2.'],
        total: ['Applications may call it: src/report.py:2.'],
      };
      assert.deepEqual(hazardsOf(plan), expected);
      assert.deepEqual(plan.steps.map(({ callers }) => callers?.files).sort(byFile), [
        [{ file: 'src/Orders.java', line: 2 }],
        [{ file: 'src/report.py', line: 1 }],
        [{ file: 'src/report.py', line: 2 }],
      ]);
      assert.equal(plan.notes, undefined);
      const all = Object.values(expected).flat().sort();
      assert.deepEqual([...hazards(expectOk(await project.preflight(environment)).findings)].sort(), all);
      const done = expectOk(await project.deploy(environment));
      assert.deepEqual([...hazards(done.findings)].sort(), all);
      assert.equal(done.notes, undefined);
      const back = { ...environment, deployment: done.deployment ?? '' };
      assert.deepEqual(hazardsOf(expectOk(await project.planRollback(back))), {
        place_order: expected.place_order,
        total: expected.total,
      });
      const returned = expectOk(await project.rollBack(back));
      assert.deepEqual([...hazards(returned.findings)].sort(), [...expected.place_order, ...expected.total].sort());
    });

    it('are named for what is dropped', async () => {
      const project = await deployed({ settings: { applications: ['src/**'] } });
      project.files.delete('place_order.sql');
      const plan = expectOk(await project.plan({ ...environment, prune: true }));
      assert.deepEqual(hazardsOf(plan), { place_order: ['Applications may call it: src/Orders.java:2.'] });
    });

    it('are the statements of clients, as the server counts them', async () => {
      const project = await deployed();
      const client = await server.connect({ database: schema.name, multipleStatements: false });
      for (let i = 0; i < 3; i++) await client.query('CALL place_order(?)', [i]);
      await client.query(`CALL ${schema.name}.Place_Order(1)`);
      await client.query('SELECT `total` (id) FROM orders');
      await client.query('SET @x = total(1)');
      await client.query('SELECT id FROM open_orders');
      // These name it, and do not run it.
      await client.query('SHOW CREATE PROCEDURE place_order');
      await client.query('CREATE PROCEDURE other() CALL place_order(1)');
      // This calls it from within a stored program, which the project and the server show as such.
      await client.query('CALL other()');
      await client.query('DROP PROCEDURE other');
      change(project);
      const plan = expectOk(await project.plan(environment));
      assert.deepEqual(hazardsOf(plan), {
        open_orders: ['Clients sent 1 statement that reads it, at TIME.'],
        place_order: ['Clients sent 4 statements that call it, the last at TIME.'],
        total: ['Clients sent 2 statements that call it, the last at TIME.'],
      });
      const calls = plan.steps.find(({ routine }) => routine.endsWith('.place_order'))?.callers;
      assert.deepEqual([calls?.files, calls?.statements?.calls], [[], 4]);
      const age = Date.now() - Date.parse(calls?.statements?.lastSeen ?? '');
      assert.ok(age > -2_000 && age < 10 * 60_000, `${age} ms`);
    });

    it('in another schema are those of another routine', async () => {
      await server.run(`CREATE PROCEDURE ${other.name}.place_order(a INT) SELECT a`);
      const client = await server.connect({ database: other.name });
      await client.query('CALL place_order(1)');
      const project = liveProject(server, apart.name, { files: { 'p.sql': files['place_order.sql'] } });
      expectOk(await project.deploy(environment));
      project.files.set('p.sql', changed['place_order.sql']);
      const plan = expectOk(await project.plan(environment));
      assert.deepEqual([plan.steps.length, hazardsOf(plan), plan.notes], [1, {}, undefined]);
    });

    it('are unknown to an account that cannot read the statistics, which is a note with the GRANT', async () => {
      const project = await deployed();
      change(project);
      const user = await createOwner(server, schema.name);
      try {
        const limited = liveProject({ ...server.address, user, password: '' }, schema.name, {
          files: { ...files, ...changed },
          registry: project.registry,
        });
        const { notes } = expectOk(await limited.plan(environment));
        assert.deepEqual(notes, [
          {
            message: `It is unknown whether clients call what this plan drops or changes on ${server.host}:${server.port}/${schema.name}: ${user}@% cannot read performance_schema.events_statements_summary_by_digest.`,
            remedy: `GRANT SELECT ON performance_schema.* TO '${user}'@'%';`,
          },
        ]);
        assert.deepEqual(expectOk(await limited.preflight(environment)).notes, notes);
        await server.run(`GRANT SELECT ON performance_schema.* TO ${user}@'%'`);
        assert.equal(expectOk(await limited.plan(environment)).notes, undefined);
      } finally {
        await server.run(`DROP USER ${user}@'%'`);
      }
    });
  });
});

describe('callers of which the server knows little', () => {
  onServersWith(['--performance-schema=OFF'], 'are unknown while performance_schema is off', () => ({
    message: 'It is unknown whether clients call what this plan drops or changes on PLACE: performance_schema is off.',
    remedy: 'Start the server with performance_schema = ON.',
  }));

  onServersWith(
    ['--performance-schema-consumer-statements-digest=OFF'],
    'are unknown while nobody counts statements',
    () => ({
      message:
        'It is unknown whether clients call what this plan drops or changes on PLACE: performance_schema counts no statements.',
      remedy:
        "UPDATE performance_schema.setup_consumers SET enabled = 'YES' WHERE name = 'statements_digest'; as an administrator.",
    }),
  );

  onServersWith(['--performance-schema-digests-size=5'], 'may be more where the table of digests is full', () => ({
    message: 'The list of callers on PLACE may be incomplete: the table of digests in performance_schema is full.',
    remedy: 'Raise performance_schema_digests_size.',
  }));
});

/** Plans a change of a procedure's parameters on a server with these options, and expects one note. */
function onServersWith(
  args: readonly string[],
  title: string,
  expected: () => { readonly message: string; readonly remedy: string },
): void {
  onEachServer(
    (server) => {
      const schema = emptiedSchema(server);
      it(title, async () => {
        const project = liveProject(server, schema.name, { files: { 'p.sql': files['place_order.sql'] } });
        expectOk(await project.deploy(environment));
        for (let i = 0; i < 10; i++) await server.run(`SELECT ${Array.from({ length: i + 1 }, () => '1').join(' + ')}`);
        project.files.set('p.sql', changed['place_order.sql']);
        const plan = expectOk(await project.plan(environment));
        assert.deepEqual(
          plan.notes?.map((note) => ({
            ...note,
            message: note.message.replace(placeOf(server, schema.name), 'PLACE'),
          })),
          [expected()],
        );
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      });
    },
    { own: { args } },
  );
}

function placeOf(server: LiveServer, schema: string): string {
  return `${server.host}:${server.port}/${schema}`;
}

function hazardsOf({ steps }: PlanAnswer): Readonly<Record<string, readonly string[]>> {
  const all = steps.map(({ routine, hazards }) => [routine.replace(/^.*\./, ''), pick(hazards)] as const);
  return Object.fromEntries(all.filter(([, some]) => some.length > 0));
}

function pick(hazards: readonly string[]): readonly string[] {
  return hazards
    .filter((one) => /^(?:Applications|Clients) /.test(one))
    .map((one) => one.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/, 'TIME'));
}

function byFile(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
