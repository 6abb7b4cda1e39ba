/** Names: an environment's prefix and schemas, several schemas at once, and names with anything in them. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

const saysDynamic = (names: string): string =>
  `Its dynamic SQL names ${names}: strings are not renamed, so this fails or uses another object.`;

describe('names', () => {
  onEachServer((server) => {
    const shop = freshSchema(server);
    const audit = freshSchema(server);
    const odd = { name: `t_od d.\`quote'"${Date.now() % 1e6}` };
    const quoted = `\`${odd.name.replaceAll('`', '``')}\``;
    // What one test deployed is nothing to the next.
    const ledger = (of: string): string => `${shop.name}_${of}`;
    const drops = ['dev', 'columns', 'views', 'team', 'ann', 'packages', 'ledger'].map(
      (of) => `DROP DATABASE IF EXISTS ${ledger(of)}`,
    );
    before(() => server.run(`CREATE DATABASE ${quoted}`));
    after(() => server.run(...drops, `DROP DATABASE IF EXISTS ${quoted}`));

    it('become those of the environment, calls and all, and come back as the project says them', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { prefix: 'dev_', schemas: { audit: audit.name }, ledgerSchema: ledger('dev') },
        files: {
          'pay.sql':
            "CREATE PROCEDURE pay() BEGIN CALL audit.note('pay'); CALL shop.check_it(); SELECT tax(1), 'CALL pay()'; END",
          'check.sql': "CREATE PROCEDURE check_it() CALL `audit`.`note`('check');",
          'tax.sql': 'CREATE FUNCTION tax(a INT) RETURNS INT DETERMINISTIC RETURN a;',
          'audit.sql': 'CREATE PROCEDURE audit.note(what VARCHAR(20)) SELECT what;',
        },
      });
      const plan = expectOk(await project.plan({ environment: 'test' }));
      assert.deepEqual(plan.findings, []);
      assert.equal(plan.order.at(-1), 'shop.pay');
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      await server.run(`CALL ${shop.name}.dev_pay()`);
      const live = JSON.stringify(await takeSnapshot(server, shop.name));
      assert.match(live, new RegExp(`${audit.name}.*dev_note`));
      assert.match(live, /'CALL pay\(\)'/);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
      assert.equal(
        expectOk(await project.rollBack({ environment: 'test', routine: 'audit.note' })).outcome,
        'deployed',
      );
      assert.deepEqual(Object.keys(await takeSnapshot(server, audit.name)), ['order of triggers', 'grants']);
    });

    it('become those of the environment wherever a table is written before a column', async () => {
      await server.run(
        `CREATE TABLE ${shop.name}.t (id INT PRIMARY KEY, b INT)`,
        `CREATE TABLE ${shop.name}.u (id INT PRIMARY KEY)`,
        `INSERT INTO ${shop.name}.t VALUES (5, 2), (6, 3), (7, 7)`,
      );
      const bodies = [
        'UPDATE shop.t SET shop.t.id = 1 WHERE shop.t.b = 2 ORDER BY shop.t.b',
        'INSERT INTO shop.u (shop.u.id) SELECT shop.t.id FROM shop.t WHERE shop.t.b = 7 ON DUPLICATE KEY UPDATE shop.u.id = 7',
        'DELETE shop.t FROM shop.t WHERE shop.t.id = 6',
        'DELETE FROM shop.t USING shop.t JOIN shop.u ON shop.t.id = shop.u.id',
        'SELECT shop.t.*, MAX(shop . t . b) OVER (ORDER BY shop.t.id) FROM shop.t WHERE EXISTS (SELECT 1 FROM shop.u WHERE shop.u.id = shop.t.id)',
        'UPDATE shop.u, shop.t SET shop.t.b = 9 WHERE shop.u.id < 100',
        ...(server.flavor === 'mysql' ? ['SELECT shop.t.id FROM shop.t FOR UPDATE OF shop.t'] : []),
        'BEGIN CREATE TEMPORARY TABLE shop.n (id INT); INSERT INTO shop.n SELECT shop.t.id FROM shop.t; SELECT shop.n.id FROM shop.n; DROP TEMPORARY TABLE shop.n; END',
      ];
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { ledgerSchema: ledger('columns') },
        files: {
          ...Object.fromEntries(
            bodies.map((body, i) => [`${i}.sql`, `DELIMITER //\nCREATE PROCEDURE q${i}() ${body} //\n`]),
          ),
          'v.sql': 'CREATE VIEW qualified AS SELECT shop.t.id, t.b FROM shop.t WHERE shop.t.b > 0;',
        },
      });
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      for (const i of bodies.keys()) await server.run(`CALL ${shop.name}.q${i}()`);
      assert.deepEqual(await server.run(`SELECT id, b FROM ${shop.name}.qualified`), [{ id: 1, b: 9 }]);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
    });

    it('are those of the project in dynamic SQL, and the plan says so', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { prefix: 'jo_', ledgerSchema: ledger('dynamic') },
        files: {
          'a.sql': "CREATE PROCEDURE a() BEGIN PREPARE s FROM 'SELECT shop.t.id FROM shop.t'; EXECUTE s; END",
          'b.sql': "CREATE PROCEDURE b() BEGIN PREPARE s FROM 'CALL a()'; EXECUTE s; END",
          'c.sql': "CREATE PROCEDURE c() BEGIN PREPARE s FROM 'SELECT id FROM t'; EXECUTE s; END",
        },
      });
      const { steps } = expectOk(await project.plan({ environment: 'test' }));
      assert.deepEqual(
        steps.map(({ routine, hazards }) => [routine, hazards.filter((hazard) => /dynamic SQL/.test(hazard))]),
        [
          ['shop.a', [saysDynamic('shop.t')]],
          ['shop.b', [saysDynamic('a')]],
          ['shop.c', []],
        ],
      );
    });

    it('give views, triggers, events and their neighbours the prefix, and leave those of others', async () => {
      await server.run(
        `CREATE TABLE ${shop.name}.k (id INT, b INT)`,
        `CREATE VIEW ${shop.name}.base AS SELECT 1 AS foreign_column`,
        `CREATE TRIGGER ${shop.name}.first BEFORE INSERT ON ${shop.name}.k FOR EACH ROW SET NEW.b = 1`,
      );
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { prefix: 'jo_', ledgerSchema: ledger('views') },
        files: {
          'views.sql':
            'CREATE VIEW base AS SELECT k.id, k.b FROM k;\nCREATE VIEW top AS SELECT base.id, shop.base.b FROM base JOIN k ON k.id = base.id;',
          'lookup.sql':
            'CREATE PROCEDURE lookup() SELECT base.id, top.* FROM base JOIN top ON top.id = base.id WHERE top.b > 0;',
          'triggers.sql':
            'CREATE TRIGGER first BEFORE INSERT ON k FOR EACH ROW SET NEW.b = NEW.b + 1;\n' +
            'CREATE TRIGGER second BEFORE INSERT ON k FOR EACH ROW FOLLOWS first SET NEW.b = NEW.b * 10;',
          'nightly.sql': 'CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM base WHERE base.id = 0;',
        },
      });
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      await server.run(`INSERT INTO ${shop.name}.k VALUES (1, 4)`, `CALL ${shop.name}.jo_lookup()`);
      assert.deepEqual(await server.run(`SELECT * FROM ${shop.name}.jo_top`), [{ id: 1, b: 20 }]);
      assert.deepEqual(await server.run(`SELECT * FROM ${shop.name}.base`), [{ foreign_column: 1 }]);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
      expectOk(await project.register({}));
      const { routines } = expectOk(await project.status({}));
      assert.deepEqual(
        routines.filter((one) => one.environments['test']?.state === 'in-sync').map(({ routine }) => routine),
        ['shop.nightly', 'shop.lookup', 'shop.first', 'shop.second', 'shop.base', 'shop.top'],
      );
    });

    it('lead to the routine with the prefix, also where somebody has one without it', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { prefix: 'jo_', ledgerSchema: ledger('team') },
        files: { 'team.sql': 'CREATE PROCEDURE team() SELECT 2;' },
      });
      const state = async (): Promise<unknown> =>
        expectOk(await project.status({})).routines.find(({ routine }) => routine === 'shop.team')?.environments['test']
          ?.state;
      await server.run(`CREATE PROCEDURE ${shop.name}.team() SELECT 2`);
      expectOk(await project.register({}));
      assert.equal(await state(), 'missing');
      const compared = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
      assert.deepEqual(
        compared.differences.map(({ routine, kind }) => [routine, kind]),
        [['shop.team', 'missing-right']],
      );
      assert.ok(!(await project.show({ ref: 'team@test' })).ok);
      expectOk(await project.deploy({ environment: 'test' }));
      await server.run(`DROP PROCEDURE ${shop.name}.team`, `CREATE PROCEDURE ${shop.name}.team() SELECT 1`);
      assert.equal(await state(), 'in-sync');
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.match(expectOk(await project.show({ ref: 'team@test' })).text, /SELECT 2/);
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
      await server.run(`DROP PROCEDURE ${shop.name}.jo_team`);
      assert.equal(await state(), 'missing');
      assert.deepEqual(
        expectOk(await project.drift({ environment: 'test' })).drifted.map((one) => [one.routine, one.state]),
        [['shop.team', 'missing']],
      );
    });

    it('lose the prefix where they are imported, calls and all, and nothing differs afterwards', async () => {
      const place = {
        settings: { schema: 'shop' },
        environment: { prefix: 'ann_', schemas: { audit: audit.name }, ledgerSchema: ledger('ann') },
      };
      const all = {
        'pay.sql': 'CREATE PROCEDURE pay_all() BEGIN CALL audit.log_it(); SELECT rate(1), totals.a FROM totals; END',
        'rate.sql': 'CREATE FUNCTION rate(a INT) RETURNS INT DETERMINISTIC RETURN a;',
        'totals.sql': 'CREATE VIEW totals AS SELECT 1 AS a;',
        'audit.sql': 'CREATE PROCEDURE audit.log_it() SELECT 1;',
      };
      expectOk(await liveProject(server, shop.name, { ...place, files: all }).deploy({ environment: 'test' }));
      await server.run(`CREATE PROCEDURE ${shop.name}.rest_of_team() SELECT 1`);
      const project = liveProject(server, shop.name, place);
      const { written, skipped } = expectOk(await project.importRoutines({ environment: 'test' }));
      assert.deepEqual(written.map(({ routine }) => routine).sort(), [
        ...['audit.log_it', 'shop.pay_all', 'shop.rate', 'shop.totals'],
      ]);
      assert.match(
        adviceText(skipped.find(({ routine }) => routine === 'shop.rest_of_team')?.reason ?? ''),
        /lacks the prefix ann_/,
      );
      assert.match(
        project.files.get('pay_all.sql') ?? '',
        /CALL `?audit`?\.`?log_it`?\(\); SELECT rate\(1\), totals\.a FROM totals/,
      );
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.equal(expectOk(await project.plan({ environment: 'test' })).steps.length, 0);
      const one = liveProject(server, shop.name, place);
      assert.deepEqual(expectOk(await one.importRoutines({ environment: 'test', routines: ['ann_rate'] })).written, [
        { routine: 'shop.rate', file: 'rate.sql' },
      ]);
      const mapped = liveProject(server, shop.name, place);
      assert.deepEqual(
        expectOk(await mapped.importRoutines({ environment: 'test', routines: ['audit.log*'] })).written,
        [{ routine: 'audit.log_it', file: 'audit/log_it.sql' }],
      );
    });

    const itOfPackages = server.flavor === 'mariadb' ? it : () => undefined;
    itOfPackages('give a package the prefix, and with it all that is qualified by it', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop', sqlMode: 'ORACLE' },
        environment: { prefix: 'jo_', ledgerSchema: ledger('packages') },
        files: {
          'bank.sql':
            'DELIMITER //\nCREATE PACKAGE bank AS PROCEDURE put(a INT); FUNCTION twice(a INT) RETURN INT; END;\n//\n' +
            'CREATE PACKAGE BODY bank AS\n  PROCEDURE put(a INT) AS BEGIN SELECT bank.twice(a), twice(a) AS b; END;\n' +
            '  FUNCTION twice(a INT) RETURN INT AS BEGIN RETURN a * 2; END;\nEND;\n//\n',
          'caller.sql':
            'DELIMITER //\nCREATE PROCEDURE caller() AS BEGIN bank.put(1); shop.bank.put(bank.twice(2)); END;\n//\n',
        },
      });
      const deployed = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed));
      await server.run(`USE ${shop.name}`, `SET sql_mode = 'ORACLE'`, 'CALL jo_caller()');
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).steps, []);
      expectOk(await project.register({}));
      const marked = expectOk(await project.mark({ ref: 'bank@1.0.0', status: 'TESTING', reason: 'ok' }));
      assert.deepEqual([marked.routine, marked.body?.map(({ to }) => to)], ['shop.bank', ['TESTING']]);
      const back = expectOk(await project.rollBack({ environment: 'test', routine: 'package:bank' }));
      assert.equal(back.outcome, 'deployed', JSON.stringify(back));
    });

    it('are quoted and never run, whatever is in them', async () => {
      const names = [
        'a.b',
        'back``tick',
        "it's",
        'with "double"',
        'sp ace',
        '; DROP TABLE t; -- x',
        'ünïcödé',
        'SELECT',
      ];
      const files = Object.fromEntries(
        names.map((name, i) => [`${i}.sql`, `CREATE PROCEDURE \`${name}\`() SELECT ${i};`]),
      );
      const project = liveProject(server, odd.name, { files, environment: { ledgerSchema: `${shop.name}_ledger` } });
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      for (const name of names) {
        const file = `${names.indexOf(name)}.sql`;
        project.files.set(file, (project.files.get(file) ?? '').replace('SELECT ', 'SELECT 1 + '));
      }
      const changed = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(changed.outcome, 'deployed', JSON.stringify(changed));
      assert.equal(changed.steps.length, names.length);
      project.files.clear();
      project.files.set('rest.sql', '-- No routine is left.\n');
      assert.equal(expectOk(await project.deploy({ environment: 'test', prune: true })).outcome, 'deployed');
      assert.deepEqual(Object.keys(await takeSnapshot(server, odd.name.replaceAll("'", "''"))), [
        'order of triggers',
        'grants',
      ]);
    });
  });
});
