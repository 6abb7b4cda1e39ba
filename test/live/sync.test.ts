/** Sync: one environment's versions deployed to another, with prefixes, schemas and definers of both. */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('a sync', () => {
  onEachServer((server) => {
    const dev = freshSchema(server);
    const prod = freshSchema(server);
    const audit = freshSchema(server);
    const accounts = [`${dev.name}_a`, `${dev.name}_b`];
    before(() =>
      server.run(
        ...accounts.map((name) => `CREATE USER ${name}@localhost`),
        ...accounts.flatMap((name) =>
          [dev, prod, audit].map((schema) => `GRANT EXECUTE ON ${schema.name}.* TO ${name}@localhost`),
        ),
      ),
    );
    after(() =>
      server.run(
        ...accounts.map((name) => `DROP USER ${name}@localhost`),
        ...[dev, prod].map(({ name }) => `DROP DATABASE IF EXISTS ${name}_ledger`),
      ),
    );
    const open = (stage = 'PRODUCTION'): LiveProject => {
      const at = (name: string, more: object): object => ({
        ...{ ...server.login, schema: name },
        ...{ ledgerSchema: `${name}_ledger`, ...more },
      });
      const [a = '', b = ''] = accounts.map((name) => `${name}@localhost`);
      return liveProject(server, dev.name, {
        files: {
          'pay.sql': 'CREATE DEFINER=`owner`@`%` PROCEDURE pay(IN a INT) BEGIN CALL audit.note(a); END;\n',
          'note.sql': 'CREATE PROCEDURE audit.note(a INT) SELECT a;\n',
        },
        settings: {
          schema: 'shop',
          environments: {
            dev: at(dev.name, {
              ...{ stage: 'DEVELOPMENT', prefix: 'dev_', definers: { 'owner@%': a } },
              schemas: { audit: audit.name },
            }),
            prod: at(prod.name, { stage, definers: { 'owner@%': b }, schemas: { audit: prod.name } }),
          },
        },
      });
    };

    it('brings registered versions, mapped both ways, as far as their status lets them', async () => {
      const project = open();
      expectOk(await project.deploy({ environment: 'dev' }));
      const wanted = { from: 'dev', to: 'prod' };
      assert.match(
        expectFailure(await project.sync(wanted), 'not-permitted').message,
        /^The version of \S+ running in dev is not registered, and prod \(PRODUCTION\) accepts registered versions only\.$/,
      );
      expectOk(await project.register({}));
      assert.match(expectFailure(await project.sync(wanted), 'not-permitted').message, /1\.0\.0 is DEVELOPMENT/);
      for (const ref of ['pay', 'note'])
        for (const status of ['TESTING', 'PRODUCTION'] as const)
          expectOk(await project.mark({ ref, status, reason: 'ready' }));
      // The files now differ from the routine in dev.
      project.files.set('pay.sql', 'CREATE PROCEDURE pay(IN a INT) SELECT 99;\n');
      const plan = expectOk(await project.planSync(wanted));
      assert.deepEqual(plan.steps.map(({ routine, to }) => `${routine} ${String(to)}`).sort(), [
        'audit.note 1.0.0',
        'shop.pay 1.0.0',
      ]);
      const synced = expectOk(await project.sync({ ...wanted, fingerprint: plan.fingerprint }));
      assert.equal(synced.outcome, 'deployed', JSON.stringify(synced));
      const [row] = await server.run(`SHOW CREATE PROCEDURE ${prod.name}.pay`);
      assert.match(
        String(row?.['Create Procedure']),
        new RegExp(`DEFINER=\`${accounts[1] ?? ''}\`@\`localhost\`.*CALL \`?${prod.name}\`?\\.\`?note\`?\\(a\\)`, 's'),
      );
      assert.equal(expectOk(await project.sync(wanted)).outcome, 'nothing-to-do');
    });

    it('brings what is no version to a development environment only', async () => {
      const project = open('DEVELOPMENT');
      expectOk(await project.deploy({ environment: 'dev' }));
      await server.run(
        `DROP PROCEDURE ${dev.name}.dev_pay`,
        `CREATE DEFINER=${accounts[0] ?? ''}@localhost PROCEDURE ${dev.name}.dev_pay(a INT) BEGIN CALL ${audit.name}.dev_note(a + 1); END`,
      );
      const answer = expectOk(await project.sync({ from: 'dev', to: 'prod', routines: ['pay'], overwrite: true }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      const [row] = await server.run(`SHOW CREATE PROCEDURE ${prod.name}.pay`);
      assert.match(
        String(row?.['Create Procedure']),
        new RegExp(`DEFINER=\`${accounts[1] ?? ''}\`@\`localhost\`.*\`?${prod.name}\`?\\.\`?note\`?\\(a \\+ 1\\)`, 's'),
      );
      expectFailure(await project.sync({ from: 'dev', to: 'dev' }), 'usage');
      expectFailure(await project.sync({ from: 'dev', to: 'prod', routines: ['nothing'] }), 'not-found');
    });

    it('writes the project’s definer into files that are imported', async () => {
      const project = open();
      project.files.clear();
      project.files.set('rest.sql', '-- No routine is left.\n');
      expectOk(await project.importRoutines({ environment: 'prod', routines: ['pay'] }));
      assert.match([...project.files.values()].join(''), /DEFINER=`owner`@`%`/);
    });
  });
});
