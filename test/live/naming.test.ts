/** Names: an environment's prefix and schemas, several schemas at once, and names with anything in them. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

describe('names', () => {
  onEachServer((server) => {
    const shop = freshSchema(server);
    const audit = freshSchema(server);
    const odd = { name: `t_od d.\`quote'"${Date.now() % 1e6}` };
    const quoted = `\`${odd.name.replaceAll('`', '``')}\``;
    before(() => server.run(`CREATE DATABASE ${quoted}`));
    after(() => server.run(`DROP DATABASE IF EXISTS ${shop.name}_ledger`, `DROP DATABASE IF EXISTS ${quoted}`));

    it('become those of the environment, calls and all, and come back as the project says them', async () => {
      const project = liveProject(server, shop.name, {
        settings: { schema: 'shop' },
        environment: { prefix: 'dev_', schemas: { audit: audit.name } },
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
