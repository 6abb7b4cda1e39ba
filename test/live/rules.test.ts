/** What the rules foretell, on real servers: each text is accepted by CREATE, and then goes wrong as its rule says. */
import assert from 'node:assert/strict';
import { diagnoseAll } from '../../engine/src/analysis/diagnose';
import { indexFiles } from '../support/source-files';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('rules', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const { flavor: dialect } = server;

    /** The server takes what the rule, and no other, finds fault with. */
    async function create(code: string, text: string): Promise<void> {
      const codes = diagnoseAll(indexFiles(text, { dialect })).map((one) => one.code);
      assert.deepEqual(codes, [code]);
      await server.run(`USE ${schema.name}`, text);
    }

    const run = (...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> =>
      server.run(`USE ${schema.name}`, ...statements);

    before(() => run('CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL)'));
    beforeEach(() => run('DELETE FROM t', 'INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)'));

    it('shadowed-column: a DELETE of one row takes all', async () => {
      await create('shadowed-column', 'CREATE PROCEDURE shadowed(IN id INT) DELETE FROM t WHERE id = id');
      assert.deepEqual(await run('CALL shadowed(2)', 'SELECT id FROM t'), []);
    });

    it('several-rows-into: fails with 1172', async () => {
      await create('several-rows-into', 'CREATE PROCEDURE several(OUT a INT) SELECT n INTO a FROM t');
      await assert.rejects(run('CALL several(@a)'), { errno: 1172 });
    });

    it('transaction-around-ddl: ROLLBACK undoes nothing', async () => {
      await create(
        'transaction-around-ddl',
        `CREATE PROCEDURE around() BEGIN
           START TRANSACTION;
           INSERT INTO t VALUES (4, 4);
           CREATE TABLE made (a INT);
           ROLLBACK;
         END`,
      );
      const [row] = await run('CALL around()', 'SELECT COUNT(*) AS n FROM t');
      assert.deepEqual(row, { n: 4 });
    });

    it('transaction-around-ddl: nor does it behind an EXECUTE', async () => {
      await create(
        'transaction-around-ddl',
        `CREATE PROCEDURE around_execute() BEGIN
           START TRANSACTION;
           INSERT INTO t VALUES (4, 4);
           PREPARE s FROM 'ALTER TABLE t COMMENT ''changed''';
           EXECUTE s;
           ROLLBACK;
         END`,
      );
      const [row] = await run('CALL around_execute()', 'SELECT COUNT(*) AS n FROM t');
      assert.deepEqual(row, { n: 4 });
    });

    it('version-as-text: 10.11 is less than 9.0', async () => {
      await create(
        'version-as-text',
        "CREATE FUNCTION is_old(version VARCHAR(20)) RETURNS INT NO SQL DETERMINISTIC RETURN version < '9.0'",
      );
      const [row] = await run("SELECT is_old('10.11') AS ten, is_old('8.4') AS eight");
      assert.deepEqual(row, { ten: 1, eight: 1 });
    });

    it('schema-less-lookup: finds what another schema has', async () => {
      await create(
        'schema-less-lookup',
        "CREATE PROCEDURE lookup(OUT n INT) SELECT COUNT(*) INTO n FROM information_schema.tables WHERE table_name = 'user'",
      );
      const [row] = await run('CALL lookup(@n)', 'SELECT @n > 0 AS found');
      assert.deepEqual(row, { found: 1 });
    });

    it('unused-variable: the server says nothing', async () => {
      await create('unused-variable', 'CREATE PROCEDURE unused() BEGIN DECLARE a INT; SELECT 1; END');
      assert.deepEqual(await run('CALL unused()', 'SHOW WARNINGS'), []);
    });
  });
});
