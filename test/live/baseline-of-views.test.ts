/** Views that a client has created are taken over by their own texts: the server says what it makes of each text. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { helperSchema } from '../../engine/src/database/helper-schema';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' };

/** The texts by name, as a client runs them in the schema of the views. */
const views = {
  v_base: 'CREATE VIEW v_base AS SELECT a AS id, b FROM t WHERE a > 0',
  v_top: "create view v_top as select v_base.id, twice(b) as n, 'x' label from v_base",
  v_star: 'CREATE OR REPLACE VIEW v_star AS SELECT * FROM t JOIN u USING (a)',
  v_named: 'CREATE VIEW v_named (x, y) AS SELECT a, b FROM t',
  v_checked:
    'CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v_checked AS SELECT a FROM t WHERE a > 1 WITH LOCAL CHECK OPTION',
  v_text: "CREATE VIEW v_text AS SELECT _latin1'x' AS one, 'y' AS two",
  v_sum:
    'CREATE VIEW v_sum AS SELECT COUNT(*) AS n, (SELECT MAX(u.a) FROM u) AS top FROM t GROUP BY b HAVING n > 1 ORDER BY b',
  'All of them': 'CREATE VIEW `All of them` AS SELECT a FROM t UNION ALL SELECT a FROM u',
};

/** The texts that mean another view: the name, the part of its text that is replaced, and the replacement. */
const others: readonly (readonly [keyof typeof views, string, string])[] = [
  ['v_base', 'a > 0', 'a > 1'],
  ['v_top', "'x'", "_latin1'x'"],
  ['v_named', '(x, y)', '(x, z)'],
  ['v_checked', 'LOCAL CHECK', 'CASCADED CHECK'],
  ['v_checked', 'MERGE', 'UNDEFINED'],
  ['v_text', "_latin1'x'", "'x'"],
  ['All of them', 'UNION ALL', 'UNION'],
];

describe('a baseline of views that a client has created', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const helper = (): string => helperSchema('views', { ledgerSchema: `${schema.name}_ledger` }).name;
    const filesOf = (texts: Readonly<Record<string, string>>): Record<string, string> => ({
      'twice.sql': 'CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2',
      ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}.sql`, `${text};\n`])),
    });
    const open = (texts: Readonly<Record<string, string>> = views, options: LiveProjectOptions = {}): LiveProject =>
      liveProject(server, schema.name, { ...options, files: filesOf(texts) });
    const skippedBy = async (project: LiveProject): Promise<readonly (readonly [string, string])[]> =>
      expectOk(await project.baseline(environment)).skipped.map(({ routine, reason }) => [
        routine.replace(`${schema.name}.`, ''),
        adviceText(reason),
      ]);

    beforeEach(() =>
      server.run(
        `USE ${schema.name}`,
        'CREATE TABLE t (a INT PRIMARY KEY, b INT)',
        'CREATE TABLE u (a INT PRIMARY KEY, c VARCHAR(10))',
        'CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2',
        ...Object.values(views),
      ),
    );

    it('takes over all of them; then nothing differs, and nothing is to be done', async () => {
      const project = open();
      const before = expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences;
      assert.deepEqual(
        before.map(({ kind }) => kind),
        Object.keys(views).map(() => 'unknown'),
      );
      const foreseen = expectOk(await project.baseline({ ...environment, dryRun: true }));
      const answer = expectOk(await project.baseline(environment));
      assert.deepEqual([answer.skipped, foreseen.skipped], [[], []]);
      assert.equal(answer.adopted.length, Object.keys(views).length + 1);
      assert.deepEqual(foreseen.adopted, answer.adopted);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
      assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
      const { routines } = expectOk(await project.status({ environments: ['test'] }));
      assert.deepEqual(
        routines.map(({ environments }) => environments['test']?.state),
        routines.map(() => 'in-sync'),
      );
      assert.deepEqual(await server.run(`SHOW DATABASES LIKE '${helper()}'`), []);
    });

    it('takes them over under the names of the environment', async () => {
      const texts = { v_base: 'CREATE VIEW shop.v_base AS SELECT shop.t.a AS id, shop.t.b FROM shop.t WHERE a > 0' };
      const project = open(texts, { settings: { schema: 'shop' } });
      const { adopted } = expectOk(await project.baseline({ ...environment, routines: ['v_base'] }));
      assert.deepEqual(
        adopted.map(({ routine, isImported }) => [routine, isImported]),
        [['shop.v_base', false]],
      );
    });

    for (const [name, part, other] of others)
      it(`leaves out a text that means another view: ${name} with ${other}`, async () => {
        const text = views[name].replace(part, other);
        assert.notEqual(text, views[name]);
        const skipped = await skippedBy(open({ ...views, [name]: text }));
        assert.deepEqual(
          skipped.map(([view]) => view),
          [name],
        );
        const reason = /^.*\.sql defines it otherwise than .*; see the differences with `sproc compare`$/;
        assert.match(skipped.map(([, why]) => why).join(), reason);
      });

    it('does not know what the server would make of a text that it rejects, and says so', async () => {
      const skipped = await skippedBy(open({ ...views, v_base: 'CREATE VIEW v_base AS SELECT nosuch FROM t' }));
      assert.equal(skipped.length, 1);
      assert.match(
        skipped[0]?.[1] ?? '',
        /^cannot tell whether v_base\.sql defines it as .*: Unknown column 'nosuch' in .* \(error 1054\)$/,
      );
    });

    it('neither uses nor drops a schema of somebody else’s', async () => {
      await server.run(`CREATE DATABASE ${helper()}`, `CREATE TABLE ${helper()}.precious (id INT)`);
      try {
        const skipped = await skippedBy(open());
        assert.equal(skipped.length, Object.keys(views).length);
        assert.match(skipped[0]?.[1] ?? '', /^cannot tell whether .*: The schema .* is not marked as created by Sproc/);
        assert.equal((await server.run(`SHOW TABLES IN ${helper()}`)).length, 1);
      } finally {
        await server.run(`DROP DATABASE ${helper()}`);
      }
    });
  });
});
