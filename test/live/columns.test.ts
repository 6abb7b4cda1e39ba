/**
 * Columns of a live schema, and the rules that use them: CREATE is accepted, and running the routine fails as the rule
 * predicts.
 */
import assert from 'node:assert/strict';
import type { CheckAnswer } from '#engine';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('columns of a live schema', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const run = (...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> =>
      server.run(`USE ${schema.name}`, ...statements);

    before(() =>
      run(
        `CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, n INT NOT NULL, size ENUM('s', 'l') NOT NULL,
          twice INT AS (n * 2), note VARCHAR(20), at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP)`,
        'CREATE TABLE filled (id INT, n INT NOT NULL)',
        'CREATE TRIGGER fills BEFORE INSERT ON filled FOR EACH ROW SET NEW.n = 5',
        'CREATE VIEW w AS SELECT id, n AS number FROM t',
      ),
    );

    const project = (text: string): LiveProject => liveProject(server, schema.name, { files: { 'p.sql': text } });

    async function check(text: string): Promise<CheckAnswer['diagnostics']> {
      return expectOk(await project(text).check({ environment: 'test' })).diagnostics;
    }

    /** Creates a routine that the server accepts, and to which only this rule objects. */
    async function create(code: string, text: string): Promise<void> {
      assert.deepEqual(
        (await check(text)).map((one) => one.code),
        [code],
      );
      await run(text);
    }

    it('unknown-column: fails with 1054', async () => {
      await create('unknown-column', 'CREATE PROCEDURE unknown() SELECT x.nn FROM t AS x');
      await assert.rejects(run('CALL unknown()'), { errno: 1054 });
    });

    it('unknown-column: the alias of a new row has the columns of its list, or else those of the table', async () => {
      if (server.flavor === 'mariadb') {
        const text =
          'CREATE PROCEDURE row_alias() INSERT INTO t VALUES (1, 2) AS r (a, b) ON DUPLICATE KEY UPDATE n = r.b';
        await assert.rejects(run(text), { errno: 1064 });
        return;
      }
      const rows = ['VALUES (1, 2) AS r (a, b)', 'SET id = 1, n = 2 AS r (a, b)', 'VALUES (1, 2) AS r'];
      for (const [i, row] of rows.entries()) {
        const make = (column: string) =>
          `CREATE PROCEDURE row${i}${column}() INSERT INTO t ${row.startsWith('SET') ? '' : '(id, n) '}${row} ON DUPLICATE KEY UPDATE n = r.${column}`;
        const known = row.includes('(a, b)') ? 'b' : 'n';
        assert.deepEqual(await check(make(known)), []);
        await run(make(known), `CALL row${i}${known}()`, `CALL row${i}${known}()`);
        if (known === 'n') await create('unknown-column', make('b'));
        else await run(make('n'));
        await assert.rejects(run(`CALL row${i}${known === 'n' ? 'b' : 'n'}()`), { errno: 1054 });
      }
    });

    it('unknown-column: of a view, too', async () => {
      await create('unknown-column', 'CREATE PROCEDURE unknown_of_view() SELECT n FROM w');
      await assert.rejects(run('CALL unknown_of_view()'), { errno: 1054 });
    });

    it('missing-column-value: fails with 1364', async () => {
      await create('missing-column-value', "CREATE PROCEDURE missing() INSERT INTO t (note) VALUES ('a')");
      await assert.rejects(run('CALL missing()'), { errno: 1364 });
    });

    for (const [what, statement] of [
      ['an ENUM gets its first value', 'INSERT INTO t (n) VALUES (1)'],
      ['IGNORE gets a value of the type', "INSERT IGNORE INTO t (note) VALUES ('a')"],
      ['a trigger gives one', 'INSERT INTO filled (id) VALUES (1)'],
    ] as const)
      it(`missing-column-value: ${what}`, async () => {
        const name = `given_${what.replace(/\W/g, '_')}`;
        const text = `CREATE PROCEDURE ${name}() ${statement}`;
        assert.deepEqual(await check(text), []);
        await run(text, `CALL ${name}()`);
      });

    it('missing-column-value: outside of strict mode the server makes one up', async () => {
      const text = "CREATE PROCEDURE lax() INSERT INTO t (note) VALUES ('a')";
      assert.deepEqual(await check(`SET sql_mode = '';\n${text};`), []);
      await run("SET sql_mode = ''", text, "SET sql_mode = 'STRICT_ALL_TABLES'", 'CALL lax()');
    });

    it('shadowed-column: the variable is selected, not the column', async () => {
      await run('DELETE FROM t', 'INSERT INTO t (n) VALUES (3)');
      await create(
        'shadowed-column',
        'CREATE FUNCTION shadowed(n INT) RETURNS INT READS SQL DATA RETURN (SELECT n FROM t)',
      );
      assert.deepEqual(await run('SELECT shadowed(8) AS n'), [{ n: 8 }]);
    });

    it('tells whose an unqualified column is', async () => {
      const text = 'CREATE PROCEDURE p() SELECT number, note FROM t JOIN w ON w.id = t.id';
      const uses = async (environment?: string) => {
        const column = { column: 't.note', ...(environment === undefined ? {} : { environment }) };
        return expectOk(await project(text).graph(column)).uses?.map(({ access, certainty }) => [access, certainty]);
      };
      assert.deepEqual([await uses(), await uses('test')], [[['read', 'possible']], [['read', 'certain']]]);
    });

    it('fails for a column or a table that the environment does not have', async () => {
      const ask = (column: string) =>
        project('CREATE PROCEDURE p() SELECT number FROM t').graph({ column, environment: 'test' });
      assert.deepEqual(expectOk(await ask('t.note')).uses, []);
      assert.deepEqual(
        [
          expectFailure(await ask('t.noet'), 'not-found').message,
          expectFailure(await ask('tt.n'), 'not-found').message,
        ],
        [
          `The table ${schema.name}.t of test has no column noet. Did you mean \`note\`?`,
          `test has no table ${schema.name}.tt, or does not show it to the account. Did you mean \`${schema.name}.t\`?`,
        ],
      );
    });

    it('are not judged by an account that may see some of them only', async () => {
      const account = `'${schema.name.slice(0, 12)}'@'%'`;
      await run(
        `CREATE USER ${account} IDENTIFIED BY 'some'`,
        `GRANT SELECT (id) ON ${schema.name}.t TO ${account}`,
        `GRANT SELECT ON ${schema.name}.filled TO ${account}`,
      );
      try {
        const text = 'CREATE PROCEDURE p() SELECT note FROM t; CREATE PROCEDURE q() SELECT note FROM filled';
        const environment = { user: schema.name.slice(0, 12) };
        const limited = liveProject(server, schema.name, { files: { 'p.sql': text }, environment, password: 'some' });
        const { diagnostics } = expectOk(await limited.check({ environment: 'test' }));
        assert.deepEqual(
          diagnostics.map(({ message }) => message.slice(0, message.indexOf('.', message.indexOf(' of ')))),
          [`Unknown column \`note\` in \`${schema.name}.filled\` of test`],
        );
      } finally {
        await run(`DROP USER ${account}`);
      }
    });
  });
});
