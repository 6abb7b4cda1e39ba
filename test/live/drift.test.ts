/** Drift: changes on a server are found and dated, adopted into the files, or reverted. */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

describe('drift', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const deployed = async (
      files: Readonly<Record<string, string>>,
      more: Omit<LiveProjectOptions, 'files'> = {},
    ): Promise<LiveProject> => {
      const project = liveProject(server, schema.name, { files, ...more, settings: { schema: 'shop' } });
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      return project;
    };
    const change = (name: string, text: string): Promise<unknown> =>
      server.run(`DROP PROCEDURE IF EXISTS ${schema.name}.${name}`, text.replace(name, `${schema.name}.${name}`));
    const two =
      "-- Both about money.\nDELIMITER //\nCREATE PROCEDURE pay(IN a INT)\n  COMMENT 'Pays'\nBEGIN\n  SELECT a; -- all\nEND//\nCREATE PROCEDURE refund() CALL pay(-1)//\nDELIMITER ;\n";

    it('is not seen where nothing was changed, and told with its diff and date where something was', async () => {
      const project = await deployed({ 'money.sql': two }, { environment: { prefix: 'x_' } });
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
      await change('x_pay', "CREATE PROCEDURE x_pay(IN a INT)\n  COMMENT 'Pays'\nBEGIN\n  SELECT a + 1; -- all\nEND");
      await server.run(`DROP PROCEDURE ${schema.name}.x_refund`);
      const { drifted } = expectOk(await project.drift({ environment: 'test' }));
      assert.deepEqual(
        drifted.map(({ routine, state, version, differences }) => [routine, state, version, differences[0]?.kind]),
        [
          ['shop.pay', 'changed', '-', 'body'],
          ['shop.refund', 'missing', '-', undefined],
        ],
      );
      const [pay, refund] = drifted;
      assert.match(pay?.patch ?? '', /^- {2}SELECT a; -- all\n\+ {2}SELECT a \+ 1; -- all$/m);
      assert.match(pay?.definer ?? '', new RegExp(`^${server.user}@`));
      const age = Date.now() - Date.parse(pay?.alteredAt ?? '');
      assert.ok(age > -60_000 && age < 600_000, `changed at ${String(pay?.alteredAt)}`);
      assert.match(pay?.deployedAt ?? '', /^\d{4}-\d\d-\d\dT.+Z$/);
      assert.deepEqual([refund?.patch, refund?.alteredAt, refund?.definer], [null, null, null]);
      assert.deepEqual(expectOk(await project.drift({ environment: 'test', routines: ['refund'] })).drifted.length, 1);
    });

    it('is not told with the moment at which a failed deployment restored it', async () => {
      const project = await deployed({ 'one.sql': 'CREATE PROCEDURE one() SELECT 1;\n' });
      await change('one', 'CREATE PROCEDURE one() SELECT 2');
      project.files.set('one.sql', '-- sproc:smoke CALL one()\nCREATE PROCEDURE one() SELECT * FROM lost;\n');
      const failed = expectOk(await project.deploy({ environment: 'test', overwrite: true }));
      assert.equal(failed.outcome, 'rolled-back', JSON.stringify(failed));
      const { drifted } = expectOk(await project.drift({ environment: 'test' }));
      assert.deepEqual(
        drifted.map(({ routine, state, alteredAt }) => [routine, state, alteredAt]),
        [['shop.one', 'changed', null]],
      );
    });

    it('is put back to the byte, and what was there is kept in the ledger', async () => {
      const project = await deployed({ 'money.sql': two });
      const before = await takeSnapshot(server, schema.name);
      await change('pay', 'CREATE PROCEDURE pay() SELECT 7');
      await server.run(`DROP PROCEDURE ${schema.name}.refund`);
      const { reverted } = expectOk(await project.drift({ environment: 'test', revert: true, reason: 'not ours' }));
      assert.equal(reverted?.outcome, 'deployed');
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
      const kept = await server.run(
        `SELECT COUNT(*) AS kept FROM ${schema.name}_ledger.saved_definition WHERE definition LIKE '%SELECT 7%'`,
      );
      assert.equal(Number(kept[0]?.['kept']), 1);
      assert.equal(expectOk(await project.history({ environment: 'test', verify: true })).chain, 'intact');
    });

    it('is taken over into the file with the rest of it left alone, and is no drift any more', async () => {
      const project = await deployed({ 'money.sql': two });
      await change('pay', "CREATE PROCEDURE pay(IN a INT)\n  COMMENT 'Pays'\nBEGIN\n  SELECT a * 2;\nEND");
      const answer = expectOk(await project.drift({ environment: 'test', adopt: true, register: true }));
      assert.deepEqual(
        answer.adopted.map(({ routine, file }) => [routine, file]),
        [['shop.pay', 'money.sql']],
      );
      assert.match(answer.adopted[0]?.patch ?? '', /^- {2}SELECT a; -- all\n\+ {2}SELECT a \* 2;$/m);
      assert.deepEqual(
        answer.registered.map(({ routine, version }) => `${routine} ${version}`),
        ['shop.pay 1.0.0'],
      );
      assert.equal(project.files.get('money.sql'), two.replace('SELECT a; -- all', 'SELECT a * 2;'));
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
      const { deployments, chain } = expectOk(await project.history({ environment: 'test', verify: true }));
      assert.deepEqual([chain, deployments.map(({ kind }) => kind).sort()], ['intact', ['adopt', 'deploy']]);
      assert.equal(expectOk(await project.rollBack({ environment: 'test', routine: 'pay' })).outcome, 'deployed');
      assert.match(JSON.stringify(await takeSnapshot(server, schema.name)), /SELECT a; -- all/);
    });

    it('is taken over with its parameters, characteristics and modes, whatever the file looked like', async () => {
      const project = await deployed({
        'money.sql': two,
        'one.sql': 'CREATE PROCEDURE one() SELECT 1;\n',
      });
      await change('pay', 'CREATE PROCEDURE pay(IN a INT, IN b INT) DETERMINISTIC SELECT a, b');
      await server.run(`DROP PROCEDURE ${schema.name}.one`);
      const connection = await server.connect({ database: schema.name });
      await connection.query(`SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'`);
      await connection.query(`CREATE PROCEDURE one() SELECT 'a' || 'b' AS "c;d"`);
      const answer = expectOk(await project.drift({ environment: 'test', adopt: true }));
      assert.deepEqual(answer.adopted.map(({ file }) => file).sort(), ['money.sql', 'one.sql']);
      assert.match(
        project.files.get('money.sql') ?? '',
        /^-- Both about money\.\nDELIMITER \/\/\nCREATE PROCEDURE `pay`\(IN a INT, IN b INT\)\s+DETERMINISTIC\nSELECT a, b\/\/\nCREATE PROCEDURE refund\(\) CALL pay\(-1\)\/\/\n/,
      );
      assert.match(project.files.get('one.sql') ?? '', /^SET sql_mode = '[A-Z_,]*ANSI_QUOTES[A-Z_,]*';\nDELIMITER/);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
    });

    it('of a name that nothing bears is a mistake, not health', async () => {
      const project = await deployed({ 'money.sql': two });
      for (const way of [{}, { adopt: true }, { revert: true }]) {
        const failed = expectFailure(
          await project.drift({ environment: 'test', routines: ['pya'], ...way }),
          'not-found',
        );
        assert.match(failed.message, /^Unknown routine pya/);
      }
    });

    it('changes nothing without the name of a protected environment, nor both ways at once', async () => {
      const open = { environment: { protected: true } };
      const project = liveProject(server, schema.name, {
        files: { 'money.sql': two },
        settings: { schema: 'shop' },
        ...open,
      });
      expectOk(await project.deploy({ environment: 'test', confirm: 'test' }));
      await change('pay', 'CREATE PROCEDURE pay(IN a INT) SELECT 7');
      for (const wanted of [{ adopt: true }, { revert: true }])
        expectFailure(await project.drift({ environment: 'test', ...wanted }), 'not-permitted');
      expectFailure(await project.drift({ environment: 'test', adopt: true, revert: true }), 'usage');
      assert.equal(project.files.get('money.sql'), two);
      assert.equal(expectOk(await project.drift({ environment: 'test' })).drifted.length, 1);
    });
  });
});
