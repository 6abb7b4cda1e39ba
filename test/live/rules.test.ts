/** The predictions of the rules, on real servers: each text is accepted by CREATE, and then fails as its rule says. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { diagnoseAll } from '../../engine/src/analysis/diagnose';
import { indexFiles } from '../support/source-files';
import { freshSchema, onEachServer } from '../support/live-servers';

const fetching = (name: string, handler: string): string => `
CREATE PROCEDURE ${name}() BEGIN
  DECLARE v INT;
  DECLARE c CURSOR FOR SELECT id FROM t;
  ${handler}
  OPEN c;
  LOOP FETCH c INTO v; END LOOP;
END`;

describe('rules', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const { flavor: dialect } = server;

    /** Creates a routine that the server accepts, and to which only this rule objects. */
    async function create(code: string, text: string): Promise<void> {
      const codes = diagnoseAll(indexFiles(text, { dialect }), { settings: { 'missing-delimiter': 'off' } }).map(
        (one) => one.code,
      );
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

    it('view-schema: the table is that of the schema in use, the function that of the view', async () => {
      const view = 'CREATE VIEW elsewhere.v AS SELECT from_where, f() AS f FROM place';
      const found = diagnoseAll(indexFiles(`USE here;\n${view};`, { dialect }));
      assert.ok(found.some(({ code }) => code === 'view-schema'));
      await run(
        'CREATE SCHEMA here',
        'CREATE SCHEMA elsewhere',
        "CREATE TABLE here.place AS SELECT 'here' AS from_where",
        "CREATE TABLE elsewhere.place AS SELECT 'elsewhere' AS from_where",
        "CREATE FUNCTION here.f() RETURNS CHAR(9) DETERMINISTIC RETURN 'here'",
        "CREATE FUNCTION elsewhere.f() RETURNS CHAR(9) DETERMINISTIC RETURN 'elsewhere'",
        'USE here',
        view,
      );
      const [row] = await run('SELECT * FROM elsewhere.v');
      await run('DROP SCHEMA here', 'DROP SCHEMA elsewhere', `USE ${schema.name}`);
      assert.deepEqual(row, { from_where: 'here', f: 'elsewhere' });
    });

    it('unquoted-parameter: a value becomes a condition', async () => {
      await create(
        'unquoted-parameter',
        `CREATE PROCEDURE unquoted(IN p_name TEXT) BEGIN
           SET @s = CONCAT('DELETE FROM t WHERE CONCAT(''row '', id) = ''', p_name, '''');
           PREPARE s FROM @s;
           EXECUTE s;
         END`,
      );
      assert.equal((await run("CALL unquoted('row 1')", 'SELECT id FROM t')).length, 2);
      assert.equal((await run(`CALL unquoted("' OR '1' = '1")`, 'SELECT id FROM t')).length, 0);
    });

    it('insert-column-count: fails with 1136', async () => {
      await create('insert-column-count', 'CREATE PROCEDURE short_row() INSERT INTO t (id, n) VALUES (4)');
      await assert.rejects(run('CALL short_row()'), { errno: 1136 });
    });

    it('endless-cursor-loop: fails with 1329 behind the last row', async () => {
      await create('endless-cursor-loop', fetching('no_handler', ''));
      await assert.rejects(run('CALL no_handler()'), { errno: 1329 });
    });

    it('endless-cursor-loop: with a handler it does not end', async () => {
      const handler = 'DECLARE CONTINUE HANDLER FOR NOT FOUND SET v = (SELECT n FROM t WHERE id >= 3);';
      await create('endless-cursor-loop', fetching('endless', handler));
      const caller = await server.connect({ database: schema.name });
      const call = caller.query('CALL endless()').then(
        () => 'ended',
        (problem: unknown) => (problem as { readonly errno?: number }).errno,
      );
      assert.equal(await Promise.race([call, pause(500, 'still runs')]), 'still runs');
      // A KILL may be lost on it, and MariaDB then takes all memory there is: a second row ends it from inside.
      await run('INSERT INTO t VALUES (4, 4)');
      assert.equal(await call, 1242);
    });

    it('missing-handler: FETCH fails with 1329 behind the last row', async () => {
      await create(
        'missing-handler',
        `CREATE PROCEDURE unhandled() BEGIN
           DECLARE v, done INT DEFAULT 0;
           DECLARE c CURSOR FOR SELECT id FROM t;
           OPEN c;
           WHILE NOT done DO FETCH c INTO v; END WHILE;
         END`,
      );
      await assert.rejects(run('CALL unhandled()'), { errno: 1329 });
    });

    it('missing-handler: SELECT … INTO keeps the value of the round before', async () => {
      await create(
        'missing-handler',
        `CREATE PROCEDURE stale(OUT total INT) BEGIN
           DECLARE i, v INT DEFAULT 0;
           SET total = 0;
           WHILE i < 5 DO
             SET i = i + 1;
             SELECT n INTO v FROM t WHERE id = i;
             SET total = total + v;
           END WHILE;
         END`,
      );
      const [row] = await run('CALL stale(@total)', 'SELECT @total AS total');
      assert.equal(Number(row?.['total']), 1 + 2 + 3 + 3 + 3);
    });

    it('shared-handler: the loop ends early', async () => {
      await create(
        'shared-handler',
        `CREATE PROCEDURE early(OUT seen INT) BEGIN
           DECLARE v, w, done INT DEFAULT 0;
           DECLARE c CURSOR FOR SELECT id FROM t;
           DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
           SET seen = 0;
           OPEN c;
           l: LOOP
             FETCH c INTO v;
             IF done THEN LEAVE l; END IF;
             SET seen = seen + 1;
             SELECT n INTO w FROM t WHERE id = v + 100;
             SET @w = w;
           END LOOP;
         END`,
      );
      const [row] = await run('CALL early(@seen)', 'SELECT @seen AS seen');
      assert.equal(Number(row?.['seen']), 1);
    });

    it('undeclared-name: SET and INTO are refused, what is read fails with 1054 or is refused', async () => {
      const told = (text: string): readonly string[] =>
        diagnoseAll(indexFiles(text, { dialect })).map(({ code }) => code);
      for (const [text, errno] of [
        ['CREATE PROCEDURE undeclared() SET nowhere = 1', 1193],
        ['CREATE PROCEDURE undeclared() SELECT 1 INTO nowhere', 1327],
      ] as const) {
        assert.deepEqual(told(text), ['undeclared-name']);
        await assert.rejects(run(text), { errno });
      }
      const reading = 'CREATE PROCEDURE undeclared(IN p INT) IF nowhere > p THEN SELECT 1; END IF';
      assert.deepEqual(
        diagnoseAll(indexFiles(reading, { dialect }))
          .map(({ code }) => code)
          .sort(),
        ['missing-delimiter', 'undeclared-name'],
      );
      if (dialect === 'mysql') {
        await run(reading);
        await assert.rejects(run('CALL undeclared(1)'), { errno: 1054 });
      } else await assert.rejects(run(reading), { errno: 1327 });
    });

    it('server-lacks and removed-feature: CREATE takes a function that is not there, and CALL fails with 1305', async () => {
      const [code, call] =
        dialect === 'mysql'
          ? (['removed-feature', "ENCRYPT('a')"] as const)
          : (['server-lacks', "REGEXP_LIKE('a', 'b')"] as const);
      await create(code, `CREATE PROCEDURE no_function() SELECT ${call}`);
      await assert.rejects(run('CALL no_function()'), { errno: 1305 });
      if (dialect !== 'mysql') return;
      await create('removed-feature', "CREATE PROCEDURE old_mode() SET sql_mode = 'NO_AUTO_CREATE_USER'");
      await assert.rejects(run('CALL old_mode()'), { errno: 1231 });
    });

    it('declaration-order: the server refuses what the parser marks', async () => {
      for (const [declarations, errno] of [
        ['DECLARE c CURSOR FOR SELECT 1; DECLARE v INT;', 1337],
        ['DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END; DECLARE c CURSOR FOR SELECT 1;', 1338],
        ['DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END; DECLARE v INT;', 1337],
      ] as const) {
        const text = `CREATE PROCEDURE misordered() BEGIN ${declarations} END`;
        const codes = diagnoseAll(indexFiles(text, { dialect })).map(({ code }) => code);
        assert.ok(codes.includes('declaration-order'), text);
        await assert.rejects(run(text), { errno });
      }
    });

    it('unused-variable: the server says nothing', async () => {
      await create('unused-variable', 'CREATE PROCEDURE unused() BEGIN DECLARE a INT; SELECT 1; END');
      assert.deepEqual(await run('CALL unused()', 'SHOW WARNINGS'), []);
    });
  });

  onEachServer(
    (server) => {
      const schema = freshSchema(server);

      it('unpreparable-statement: fails with 1295', async () => {
        const text = 'CREATE PROCEDURE install() PREPARE s FROM "CREATE PROCEDURE q() SELECT 1"';
        const codes = diagnoseAll(indexFiles(text)).map(({ code }) => code);
        assert.deepEqual(codes, ['unpreparable-statement']);
        await server.run(`USE ${schema.name}`, text);
        await assert.rejects(server.run(`CALL ${schema.name}.install()`), { errno: 1295 });
      });

      it('prepare-from-expression: CREATE itself is refused', async () => {
        const text = 'CREATE PROCEDURE local() BEGIN DECLARE v TEXT DEFAULT "SELECT 1"; PREPARE s FROM v; END';
        const codes = diagnoseAll(indexFiles(text)).map(({ code }) => code);
        assert.ok(codes.includes('prepare-from-expression'));
        await assert.rejects(server.run(`USE ${schema.name}`, text), { errno: 1064 });
      });
    },
    { flavors: ['mysql'] },
  );
});
