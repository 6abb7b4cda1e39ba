/** Servers that keep names of schemas, tables and views in lower case (lower_case_table_names 1), as on Windows. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { onEachServer } from '../support/live-servers';

describe('names on a server that keeps them in lower case', () => {
  onEachServer(
    (server) => {
      const environment = 'test';
      const files = {
        'views.sql':
          'CREATE VIEW V_Orders AS SELECT Orders.Id, Shop.Orders.Total FROM Shop.Orders;\n' +
          'CREATE VIEW V_Top AS SELECT v_orders.Id FROM v_orders;',
        'report.sql':
          'CREATE PROCEDURE Report() SELECT V_Orders.Id FROM V_Orders JOIN V_Top ON V_Top.Id = V_Orders.Id;',
        'trigger.sql': 'CREATE TRIGGER Keep_Total BEFORE INSERT ON Orders FOR EACH ROW SET NEW.Total = NEW.Id * 2;',
        'event.sql': 'CREATE EVENT Nightly ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM Orders WHERE Orders.Id = 0;',
      };
      const names = ['shop.Keep_Total', 'shop.Nightly', 'shop.Report', 'shop.V_Orders', 'shop.V_Top'];
      before(() =>
        server.run(
          'CREATE DATABASE Case_Dev',
          'CREATE TABLE Case_Dev.Orders (Id INT, Total INT)',
          'INSERT INTO Case_Dev.Orders VALUES (1, 2)',
        ),
      );

      for (const prefix of ['', 'Jo_'])
        it(`are the same in any case${prefix === '' ? '' : ', under a prefix too'}`, async () => {
          const project = liveProject(server, 'Case_Dev', {
            settings: { schema: 'shop' },
            environment: { prefix, ledgerSchema: `Case_${prefix}Ledger` },
            files,
          });
          const first = expectOk(await project.deploy({ environment }));
          assert.equal(first.outcome, 'deployed', JSON.stringify(first));
          await server.run(`CALL Case_Dev.${prefix}Report()`);
          expectOk(await project.register({}));
          const settled = async (): Promise<void> => {
            const { routines } = expectOk(await project.status({}));
            const own = routines.filter(({ workspace }) => workspace !== null);
            assert.deepEqual(own.map((one) => `${one.routine} ${one.environments[environment]?.state}`).sort(), [
              ...names.map((name) => `${name} in-sync`),
            ]);
            assert.deepEqual(
              expectOk(await project.compare({ left: 'workspace', right: environment })).differences,
              [],
            );
            assert.deepEqual(expectOk(await project.drift({ environment })).drifted, []);
            const { steps, findings } = expectOk(await project.plan({ environment }));
            assert.deepEqual([steps, findings.filter(({ severity }) => severity === 'error')], [[], []]);
          };
          await settled();
          project.files.set('views.sql', files['views.sql'].replace('Orders.Id,', 'Orders.Id, 1 AS one,'));
          const again = expectOk(await project.deploy({ environment }));
          assert.deepEqual([again.outcome, again.steps.map(({ routine }) => routine)], ['deployed', ['shop.V_Orders']]);
          expectOk(await project.register({}));
          await settled();
          assert.match(expectOk(await project.show({ ref: `v_orders@${environment}` })).text, /v_orders/i);
          const back = expectOk(await project.rollBack({ environment, routine: 'V_Orders' }));
          assert.deepEqual([back.outcome, back.steps.map(({ routine }) => routine)], ['deployed', ['shop.V_Orders']]);
          project.files.clear();
          project.files.set('rest.sql', '-- No routine is left.\n');
          const pruned = expectOk(await project.deploy({ environment, prune: true }));
          assert.equal(pruned.outcome, 'deployed', JSON.stringify(pruned));
          assert.deepEqual(
            await server.run(`SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'case_dev'`),
            [{ TABLE_NAME: 'orders' }],
          );
        });

      it('are rejected where two views would be one', async () => {
        const project = liveProject(server, 'Case_Dev', {
          settings: { schema: 'shop' },
          files: { 'twice.sql': 'CREATE VIEW twice AS SELECT 1 AS a;\nCREATE VIEW Twice AS SELECT 2 AS a;' },
        });
        const { findings } = expectOk(await project.plan({ environment }));
        assert.deepEqual(
          findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
          ['same-name'],
        );
        assert.ok(!(await project.deploy({ environment })).ok);
      });

      it('are imported as the server shows them, and nothing differs', async () => {
        const project = liveProject(server, 'Case_Dev', { settings: { schema: 'shop' }, files });
        expectOk(await project.deploy({ environment }));
        const empty = liveProject(server, 'Case_Dev', { settings: { schema: 'shop' } });
        assert.equal(expectOk(await empty.importRoutines({ environment })).written.length, names.length);
        assert.deepEqual(expectOk(await empty.compare({ left: 'workspace', right: environment })).differences, []);
        assert.deepEqual(expectOk(await empty.plan({ environment })).steps, []);
      });
    },
    { own: { lowersNames: true } },
  );
});
