/** The server's own schema `sys`: read from where it is, taken over, and deployed into an empty schema from its files. */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

describe('the schema sys', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const grantee = `'mysql.sys'@'localhost'`;
    let project: LiveProject;
    let objects: readonly Record<string, unknown>[];

    before(async () => {
      const { login } = server;
      const base = { ...login, stage: 'DEVELOPMENT' };
      project = liveProject(server, schema.name, {
        settings: {
          environments: {
            live: { ...base, schema: 'sys', ledgerSchema: `${schema.name}_live` },
            again: { ...base, ledgerSchema: `${schema.name}_again` },
          },
        },
      });
      await server.run(
        `CREATE TABLE ${schema.name}.sys_config LIKE sys.sys_config`,
        `INSERT INTO ${schema.name}.sys_config SELECT * FROM sys.sys_config`,
      );
      objects = await server.run(`
        SELECT LOWER(routine_type) AS kind, routine_name AS name FROM information_schema.routines WHERE routine_schema = 'sys'
        UNION ALL SELECT 'view', table_name FROM information_schema.views WHERE table_schema = 'sys'
        UNION ALL SELECT 'trigger', trigger_name FROM information_schema.triggers WHERE trigger_schema = 'sys'`);
    });
    after(async () => {
      await project.close();
      await server.run(
        `DROP DATABASE IF EXISTS ${schema.name}_live`,
        `DROP DATABASE IF EXISTS ${schema.name}_again`,
        `DROP DATABASE IF EXISTS ${schema.name}_synonyms`,
        ...(server.flavor === 'mysql'
          ? [`REVOKE IF EXISTS SELECT, TRIGGER, UPDATE ON ${schema.name}.sys_config FROM ${grantee}`]
          : []),
      );
    });

    const expectSame = async (environment: string): Promise<void> => {
      const compared = expectOk(await project.compare({ left: 'workspace', right: environment }));
      assert.deepEqual([compared.same, compared.differences, compared.unmanaged], [true, [], []]);
      const plan = expectOk(await project.plan({ environment }));
      assert.deepEqual([plan.steps, plan.findings], [[], []]);
      assert.deepEqual(expectOk(await project.drift({ environment })).drifted, []);
      const { routines } = expectOk(await project.status({ environments: [environment] }));
      assert.deepEqual(
        routines.map(({ environments }) => environments[environment]?.state),
        objects.map(() => 'in-sync'),
      );
      console.log(
        `      ${server.flavor} ${environment}: ${routines.length} objects, 0 differences, ${plan.steps.length} to do`,
      );
    };

    it('is imported whole, under the name of the project’s schema', async () => {
      const { written, skipped } = expectOk(await project.importRoutines({ environment: 'live' }));
      assert.deepEqual(skipped, []);
      assert.ok(objects.length > 140, String(objects.length));
      assert.deepEqual(
        written.map(({ routine }) => routine).sort(),
        objects.map(({ name }) => `${schema.name}.${String(name)}`).sort(),
      );
      const text = project.files.get('statement_performance_analyzer.sql') ?? '';
      assert.match(text, new RegExp(`DROP TEMPORARY TABLE IF EXISTS ${schema.name}\\.tmp_digests;`));
    }).timeout(60_000);

    it('has no error in its files', async () => {
      const { diagnostics } = expectOk(await project.check({ environment: 'live' }));
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
    }).timeout(60_000);

    it('is registered, in sync, and leaves nothing to do', async () => {
      const { registered } = expectOk(await project.register({}));
      assert.equal(registered.length, objects.length);
      await expectSame('live');
    }).timeout(60_000);

    it('can be read, and is never changed', async () => {
      const file = 'quote_identifier.sql';
      const text = project.files.get(file) ?? '';
      const changed = text.replace(/RETURN CONCAT/, 'RETURN  CONCAT');
      assert.notEqual(changed, text);
      project.files.set(file, changed);
      const { findings } = expectOk(await project.plan({ environment: 'live' }));
      assert.deepEqual(
        findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
        ['reserved-schema'],
      );
      expectFailure(await project.deploy({ environment: 'live' }), 'could-not');
      project.files.set(file, text);
      await expectSame('live');
    }).timeout(60_000);

    it('is deployed into an empty schema from its files, and is the same there', async () => {
      // What the check of the texts finds is in preflight too.
      const findDangers = async () =>
        expectOk(await project.preflight({ environment: 'again' })).findings.filter(
          ({ severity, code }) => severity === 'error' || code === 'missing-dependency',
        );
      const lacking = await findDangers();
      // The definer of MySQL's triggers has rights on sys only; that of MariaDB's has no trigger.
      if (server.flavor === 'mysql') {
        assert.deepEqual(
          lacking.map(({ code }) => code),
          ['definer-privileges', 'definer-privileges'],
        );
        const remedy = adviceText(lacking[0]?.remedy ?? '');
        const grant = `GRANT SELECT, TRIGGER, UPDATE ON \`${schema.name}\`.\`sys_config\` TO ${grantee};`;
        assert.equal(remedy, grant);
        await server.run(remedy);
        assert.deepEqual(await findDangers(), []);
      } else assert.deepEqual(lacking, []);
      const { outcome, steps } = expectOk(await project.deploy({ environment: 'again' }));
      assert.equal(outcome, 'deployed');
      assert.equal(steps.length, objects.length);
      await expectSame('again');
    }).timeout(120_000);

    it('runs there', async () => {
      const s = schema.name;
      const [row] = await server.run(
        `SELECT ${s}.format_bytes(1048576) AS bytes, ${s}.quote_identifier('a\`b') AS quoted,
          ${s}.extract_schema_from_file_name('/data/shop/orders.ibd') AS file_schema,
          ${s}.sys_get_config('statement_truncate_len', '1') AS width`,
      );
      assert.deepEqual({ ...row }, { bytes: '1.00 MiB', quoted: '`a``b`', file_schema: 'shop', width: '64' });
      const connection = await server.connect();
      await connection.query(`CALL ${s}.table_exists('${s}', 'sys_config', @found)`);
      const [found] = await connection.query('SELECT @found AS found');
      assert.deepEqual(found, [{ found: 'BASE TABLE' }]);
      await connection.query(`CALL ${s}.create_synonym_db('${s}', '${s}_synonyms')`);
      const [views] = await connection.query(
        `SELECT value FROM ${s}_synonyms.sys_config WHERE variable = 'statement_truncate_len'`,
      );
      assert.deepEqual(views, [{ value: '64' }]);
      const [own] = await connection.query(`SELECT COUNT(*) AS n FROM ${s}.session WHERE conn_id = CONNECTION_ID()`);
      assert.deepEqual(own, [{ n: 1 }]);
      for (const { kind, name } of objects)
        if (kind === 'view') await connection.query(`SELECT * FROM ${s}.\`${String(name)}\` LIMIT 0`);
    }).timeout(60_000);
  });
});
