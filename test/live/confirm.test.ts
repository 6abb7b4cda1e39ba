/**
 * The command `graph --confirm`: the locks of a live server for each routine, compared with its live text; nothing
 * runs, nothing remains.
 */
import assert from 'node:assert/strict';
import { helperSchema, renderHelper } from '../../engine/src/database/helper-schema';
import type { Confirmation } from '#engine';
import { installLockPlugin } from '../../scripts/conformance/install-lock-plugin';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { explainFailure } from '#engine';
import { adviceText } from '../../cli/src/report/print-action';

const tables = [
  'CREATE TABLE orders (id INT PRIMARY KEY)',
  'CREATE TABLE items (id INT PRIMARY KEY, order_id INT, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE)',
  'CREATE TABLE audit (n INT)',
  'CREATE TABLE stock (n INT)',
  'CREATE VIEW open_orders AS SELECT o.id FROM orders o JOIN items i ON i.order_id = o.id',
];

/** The routines by name; each is created on the server and defined in the project's files. */
const routines = {
  note: 'CREATE PROCEDURE note(IN what INT, OUT done INT) BEGIN INSERT INTO audit VALUES (what); SET done = 1; END',
  total: 'CREATE FUNCTION total(a INT) RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM open_orders) + a',
  close_all: 'CREATE PROCEDURE close_all() BEGIN CALL note(total(1), @done); DELETE FROM orders; END',
  ping: 'CREATE PROCEDURE ping() BEGIN CALL pong(); INSERT INTO audit VALUES (1); END',
  pong: 'CREATE PROCEDURE pong() BEGIN CALL ping(); SELECT n FROM stock; END',
  refill: 'CREATE PROCEDURE refill() UPDATE stock SET n = n + 1',
  replenish: 'CREATE PROCEDURE replenish() INSERT INTO stock VALUES (1) ON DUPLICATE KEY UPDATE n = 2',
  stage: 'CREATE PROCEDURE stage() BEGIN CREATE TEMPORARY TABLE staged (a INT); CALL fill(); SELECT a FROM staged; END',
  fill: 'CREATE PROCEDURE fill() INSERT INTO staged SELECT n FROM stock',
  sweep: 'CREATE PROCEDURE sweep() BEGIN TRUNCATE TABLE audit; DROP TABLE IF EXISTS gone; END',
  look: 'CREATE PROCEDURE look() SELECT user FROM mysql.user',
};

describe('graph --confirm', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const other = freshSchema(server);
    const run = (...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> =>
      server.run(`USE ${schema.name}`, ...statements);

    before(async function () {
      this.timeout(300_000);
      if (server.flavor === 'mariadb') await installLockPlugin(await server.connect());
      await run(
        ...tables,
        ...Object.values(routines),
        'CREATE TRIGGER on_stock BEFORE UPDATE ON stock FOR EACH ROW CALL note(1, @done)',
      );
    });

    const project = (texts: Readonly<Record<string, string>>, options: LiveProjectOptions = {}): LiveProject =>
      liveProject(server, schema.name, {
        files: Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}.sql`, text])),
        ...options,
      });

    async function ask(texts: Readonly<Record<string, string>>, options?: LiveProjectOptions): Promise<Confirmation> {
      const { confirmed } = expectOk(await project(texts, options).graph({ confirm: 'test' }));
      assert.ok(confirmed);
      return confirmed;
    }

    const own = (name: string): string => `${schema.name}.${name}`;

    it('agrees through calls, functions, views, triggers, foreign keys, cycles and temporary tables', async () => {
      const confirmed = await ask(routines);
      assert.ok(confirmed.edges >= 18);
      assert.deepEqual(
        { ...confirmed, edges: null },
        {
          environment: 'test',
          routines: Object.keys(routines).length,
          edges: null,
          differences: [],
          missing: [],
          dynamic: [],
          unasked: [],
        },
      );
    });

    it('asks only for the routines that are named', async () => {
      const { confirmed } = expectOk(
        await project(routines).graph({ routines: ['close_all'], direction: 'callees', depth: 0, confirm: 'test' }),
      );
      assert.equal(confirmed?.routines, 1);
    });

    it('confirms nothing of a routine that the server does not have', async () => {
      const { routines: asked, unasked } = await ask({ absent: 'CREATE PROCEDURE absent() SELECT 1' });
      assert.deepEqual(
        [asked, unasked.map(({ routine, why }) => [routine, adviceText(why)])],
        [0, [[own('absent'), 'It does not exist in test.']]],
      );
    });

    it('tells of dynamic SQL, and finds no fault with it', async () => {
      const text = `CREATE PROCEDURE dynamic(IN what TEXT) BEGIN
        PREPARE s FROM 'SELECT n FROM audit'; EXECUTE s; SET @text = what; PREPARE s FROM @text; EXECUTE s; END`;
      await run(text);
      const { dynamic, differences } = await ask({ dynamic: text });
      const routine = own('dynamic');
      assert.deepEqual(dynamic, [
        { routine, kind: 'table', name: own('audit'), certainty: 'certain' },
        { routine, kind: null, name: null, certainty: 'unknown' },
      ]);
      assert.deepEqual(differences, []);
    });

    it('tells of what is not there, and makes none of it', async () => {
      const text = 'CREATE PROCEDURE lacks() BEGIN SELECT 1 FROM absent; CALL nobody(); END';
      await run(text);
      const { missing, differences } = await ask({ lacks: text });
      const routine = own('lacks');
      assert.deepEqual(missing, [
        { routine, kind: 'table', name: own('absent') },
        { routine, kind: 'procedure', name: own('nobody') },
      ]);
      assert.deepEqual(differences, []);
      await assert.rejects(run('SELECT 1 FROM absent'), { errno: 1146 });
    });

    it('tells what only the text says: DESCRIBE opens its table when it runs', async () => {
      const text = 'CREATE PROCEDURE describes() BEGIN DESCRIBE audit; END';
      const caller = 'CREATE PROCEDURE calls_describes() CALL describes()';
      await run(text, caller);
      const { differences } = await ask({ describes: text, calls_describes: caller });
      assert.deepEqual(differences, [{ routine: own('describes'), only: 'text', kind: 'table', name: own('audit') }]);
    });

    it('judges the text that lives there, not the one in the files', async () => {
      const { differences } = await ask({ refill: 'CREATE PROCEDURE refill() SELECT * FROM orders' });
      assert.deepEqual(differences, []);
    });

    it('reads quotes and dots, other schemas, prefixes and mapped schemas', async () => {
      const odd = 'CREATE PROCEDURE `odd.na``me`(IN `a.b` INT) SELECT x FROM there.`odd.t``b`';
      const live = odd.replace('`odd', '`dev_odd').replace('there', other.name);
      await server.run(`CREATE TABLE ${other.name}.\`odd.t\`\`b\` (x INT)`);
      await run(live);
      const confirmed = await ask(
        { odd, absent: 'CREATE PROCEDURE absent() SELECT x FROM there.`odd.t``b`' },
        { environment: { prefix: 'dev_', schemas: { there: other.name } } },
      );
      assert.deepEqual(
        [confirmed.routines, confirmed.edges, confirmed.differences, confirmed.missing, confirmed.unasked],
        [1, 1, [], [], [{ routine: own('absent'), why: 'It does not exist in test.' }]],
      );
    });

    it('executes nothing and leaves nothing', async () => {
      const text = `CREATE FUNCTION acts() RETURNS INT DETERMINISTIC NO SQL BEGIN INSERT INTO acted VALUES (1); RETURN 1; END`;
      const caller = 'CREATE PROCEDURE calls_acts() SELECT acts()';
      await run('CREATE TABLE acted (n INT) ENGINE = MyISAM', text, caller);
      const before = await server.run('SHOW DATABASES');
      assert.equal((await ask({ acts: text, calls_acts: caller })).routines, 2);
      assert.deepEqual(await run('SELECT n FROM acted'), []);
      assert.deepEqual(await server.run('SHOW DATABASES'), before);
    });

    it('makes nothing in a protected environment: functions are asked, procedures are not', async () => {
      const environment = { protected: true, ledgerSchema: `${schema.name}_p` };
      const { routines: asked, unasked } = await ask({ total: routines.total, note: routines.note }, { environment });
      assert.equal(asked, 1);
      assert.match(
        unasked.map(({ routine, why }) => `${routine}: ${adviceText(why)}`).join(),
        /note: .*protected.*creates a temporary function/,
      );
    });

    const helper = helperSchema('callers', { ledgerSchema: `${schema.name}_ledger` });
    const callers = helper.name;

    it('removes what a dead run left', async () => {
      await server.run(...renderHelper(helper));
      await ask({ note: routines.note });
      assert.deepEqual(await server.run(`SHOW DATABASES LIKE '${callers}'`), []);
    });

    it('leaves it to recover, too', async () => {
      await server.run(...renderHelper(helper));
      expectOk(await project(routines).recover({ environment: 'test' }));
      assert.deepEqual(await server.run(`SHOW DATABASES LIKE '${callers}'`), []);
      await server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`);
    });

    it('waits for nobody: another run is held', async () => {
      const connection = await server.connect();
      await connection.query('SELECT GET_LOCK(?, 0)', [callers]);
      const held = await project({ note: routines.note }).graph({ confirm: 'test' });
      await connection.query('SELECT RELEASE_LOCK(?)', [callers]);
      expectFailure(held, 'held');
    });

    describe('an account with few rights', () => {
      const user = schema.name.slice(0, 12);
      const limited = { environment: { user }, password: 'some' };
      const grants = (...rights: readonly string[]) => rights.map((right) => `GRANT ${right} TO '${user}'@'%'`);
      const toShow = server.flavor === 'mysql' ? 'SHOW_ROUTINE ON *.*' : 'SELECT ON mysql.proc';

      before(() =>
        server.run(
          `CREATE USER '${user}'@'%' IDENTIFIED BY 'some'`,
          ...grants(`SELECT, INSERT, UPDATE, DELETE, EXECUTE, SHOW VIEW ON ${schema.name}.*`),
        ),
      );
      after(() => server.run(`DROP USER '${user}'@'%'`));

      it('is told what it needs, right after right', async () => {
        const confirm = () =>
          project({ note: routines.note, total: routines.total }, limited).graph({ confirm: 'test' });
        if (server.flavor === 'mysql') {
          const refused = expectFailure(await confirm(), 'not-permitted');
          assert.equal(refused.remedy, `GRANT SELECT ON performance_schema.* TO '${user}'@'%';`);
          await server.run(...grants('SELECT ON performance_schema.*'));
        }
        const hidden = expectOk(await confirm()).confirmed;
        assert.deepEqual(hidden?.routines, 0);
        assert.match(hidden.unasked.map(({ why }) => adviceText(why)).join(), /^The text of .* is not visible to /);
        await server.run(...grants(toShow));
        const first = expectOk(await confirm()).confirmed;
        assert.equal(first?.routines, 1);
        assert.match(first.unasked.map(({ why }) => adviceText(why)).join(), /GRANT CREATE, DROP, CREATE ROUTINE/);
        await server.run(...grants(`CREATE, DROP, CREATE ROUTINE, ALTER ROUTINE, EXECUTE ON ${callers}.*`));
        const second = expectOk(await confirm()).confirmed;
        assert.deepEqual([second?.routines, second?.unasked], [2, []]);
      });

      it('may not see a trigger: the server knows more than the texts, told once', async () => {
        const caller = 'CREATE PROCEDURE refills() CALL refill()';
        await run(caller);
        const { differences, unasked } = await ask({ refill: routines.refill, refills: caller }, limited);
        const [refill, refills] = [own('refill'), own('refills')];
        if (server.flavor === 'mysql')
          assert.deepEqual(differences, [{ routine: refill, only: 'server', kind: 'procedure', name: own('note') }]);
        // MariaDB reports that there is one.
        else assert.deepEqual([differences, unasked.map(({ routine }) => routine)], [[], [refill, refills]]);
      });
    });

    it('asks for functions alone where the server takes no writes', async () => {
      const user = schema.name.slice(0, 10);
      await server.run(
        `CREATE USER '${user}'@'%' IDENTIFIED BY 'some'`,
        `GRANT SELECT, CREATE, DROP, EXECUTE, SHOW VIEW ON *.* TO '${user}'@'%'`,
        ...(server.flavor === 'mysql' ? [`GRANT SHOW_ROUTINE ON *.* TO '${user}'@'%'`] : []),
        'SET GLOBAL read_only = ON',
      );
      try {
        const limited = { environment: { user }, password: 'some' };
        const { routines: asked, unasked } = await ask({ total: routines.total, note: routines.note }, limited);
        assert.equal(asked, 1);
        assert.match(unasked.map(({ why }) => adviceText(why)).join(), /read-only/);
      } finally {
        await server.run('SET GLOBAL read_only = OFF', `DROP USER '${user}'@'%'`);
      }
    });

    if (server.flavor === 'mysql')
      it('names the instrument that is switched off', async () => {
        const set = (enabled: string): Promise<unknown> =>
          server.run(
            `UPDATE performance_schema.setup_instruments SET enabled = '${enabled}' WHERE name = 'wait/lock/metadata/sql/mdl'`,
          );
        await set('NO');
        try {
          const failure = expectFailure(await project(routines).graph({ confirm: 'test' }), 'could-not');
          assert.match(adviceText(failure.remedy ?? ''), /performance_schema = ON.*mdl/);
        } finally {
          await set('YES');
        }
      });

    if (server.flavor === 'mariadb') {
      it('names the plugin that is missing', async () => {
        await server.run("UNINSTALL SONAME 'metadata_lock_info'");
        try {
          const failure = expectFailure(await project(routines).graph({ confirm: 'test' }), 'could-not');
          assert.match(adviceText(failure.remedy ?? ''), /^INSTALL SONAME 'metadata_lock_info'/);
        } finally {
          await server.run("INSTALL SONAME 'metadata_lock_info'");
        }
      });

      it('asks for no routine that leads into a package', async () => {
        const mode = "SET sql_mode = 'ORACLE'";
        await run(
          mode,
          'CREATE PACKAGE pack AS PROCEDURE inner_one(); END',
          'CREATE PACKAGE BODY pack AS PROCEDURE inner_one() AS BEGIN INSERT INTO audit VALUES (1); END; END',
          'CREATE PROCEDURE uses_pack() AS BEGIN pack.inner_one(); END',
        );
        const { routines: asked, unasked } = await ask({
          uses_pack: 'CREATE PROCEDURE uses_pack() CALL pack.inner_one()',
        });
        assert.equal(asked, 0);
        assert.match(unasked.map(({ why }) => adviceText(why)).join(), /a routine of a package/);
      });
    }
  });

  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const files = { 'note.sql': routines.note };

      it('names the setting of a server without performance_schema', async () => {
        const failure = expectFailure(
          await liveProject(server, schema.name, { files }).graph({ confirm: 'test' }),
          'could-not',
        );
        assert.match(adviceText(explainFailure(failure)), /not enabled.*performance_schema = ON/i);
      });
    },
    { flavors: ['mysql'], own: { args: ['--performance-schema=OFF'] } },
  );
});
