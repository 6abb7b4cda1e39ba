/** A plan is compiled as a whole: what it creates first is there for what it creates afterwards. */
import assert from 'node:assert/strict';
import type { DeployAnswer } from '../../engine/src/lifecycle/answers/deploy';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

function printErrors({ outcome, steps }: DeployAnswer): readonly string[] {
  return [
    outcome,
    ...steps.flatMap(({ error }) =>
      error === null ? [] : [typeof error === 'string' ? error : JSON.stringify(error)],
    ),
  ];
}

describe('layered plans', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);

    /** Views of 16 levels, each with a function of its own, in the order in which no server could create them. */
    const levels = (): Record<string, string> => {
      const files: Record<string, string> = {};
      for (let level = 16; level > 0; level--) {
        const below = level === 1 ? 't' : `v${level - 1}`;
        const qualified = level % 3 === 0 ? `${schema.name}.${below}` : below;
        files[`v${level}.sql`] =
          `CREATE VIEW v${level} AS SELECT ${below}.a, f${level}(${qualified}.b) AS b FROM ${qualified};`;
        files[`f${level}.sql`] = `CREATE FUNCTION f${level}(n INT) RETURNS INT DETERMINISTIC RETURN n + 1;`;
      }
      files['trg.sql'] =
        'CREATE TRIGGER trg BEFORE INSERT ON t FOR EACH ROW SET NEW.b = (SELECT COUNT(*) FROM v16) + f1(NEW.b);';
      return files;
    };

    it('deploy into an empty schema, run, and need nothing more', async () => {
      await server.run(`CREATE TABLE ${schema.name}.t (a INT, b INT)`);
      const project = liveProject(server, schema.name, { files: levels() });
      assert.equal(expectOk(await project.preflight(environment)).ok, true);
      assert.deepEqual(printErrors(expectOk(await project.deploy(environment))), ['deployed']);
      await server.run(`INSERT INTO ${schema.name}.t VALUES (1, 0)`);
      assert.deepEqual(await server.run(`SELECT b FROM ${schema.name}.v16`), [{ b: 17 }]);
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'nothing-to-do');
    });

    it('name the one text that is wrong, in an upper level too, before anything is changed', async () => {
      await server.run(`CREATE TABLE ${schema.name}.t (a INT, b INT)`);
      const files = levels();
      files['v9.sql'] = 'CREATE VIEW v9 AS SELECT a, nosuch AS b FROM v8;';
      const project = liveProject(server, schema.name, { files });
      const answer = expectOk(await project.deploy(environment));
      assert.equal(answer.deployment, null);
      const [outcome, first, ...others] = printErrors(answer);
      assert.equal(outcome, 'failed');
      assert.deepEqual(others, []);
      assert.match(
        first ?? '',
        /^The server rejects view t_\w+\.v9 \(v9\.sql, line 1\): Unknown column 'nosuch'.*\(error 1054\)\./,
      );
      assert.deepEqual(
        await server.run(`SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = '${schema.name}'`),
        [],
      );
    });

    it('compile a view upon the new text of a view that is replaced', async () => {
      await server.run(`CREATE TABLE ${schema.name}.t (a INT, b INT)`);
      const project = liveProject(server, schema.name, { files: { 'a.sql': 'CREATE VIEW base AS SELECT a FROM t;' } });
      expectOk(await project.deploy(environment));
      project.files.set('a.sql', 'CREATE VIEW base AS SELECT a, b FROM t;');
      project.files.set(
        'b.sql',
        `CREATE VIEW top AS SELECT base.b, ${schema.name}.t.a FROM base JOIN ${schema.name}.t;`,
      );
      assert.deepEqual(printErrors(expectOk(await project.deploy(environment))), ['deployed']);
      project.files.set('a.sql', 'CREATE VIEW base AS SELECT a FROM t;');
      project.files.set('b.sql', `CREATE VIEW top AS SELECT base.b FROM base;`);
      const [outcome, error] = printErrors(expectOk(await project.deploy(environment)));
      assert.equal(outcome, 'failed');
      assert.match(error ?? '', /The server rejects view t_\w+\.top .*Unknown column/);
      assert.equal((await server.run(`SELECT a FROM ${schema.name}.top`)).length, 0);
    });
  });
});
