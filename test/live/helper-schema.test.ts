/** A schema is dropped only if its marker shows that Sproc created it; the name alone proves nothing. */
import assert from 'node:assert/strict';
import { helperSchema, renderHelper } from '../../engine/src/database/helper-schema';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';
import { adviceText } from '../../cli/src/report/print-action';

const older = { 'p.sql': 'CREATE PROCEDURE p() SELECT 1;' };
const newer = { 'p.sql': 'CREATE PROCEDURE p() SELECT 2;' };
const environment = { environment: 'test' };

describe('a schema that has the name of one that Sproc makes', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const ledgerSchema = `${schema.name}_ledger`;
    const scratch = helperSchema('scratch', { ledgerSchema });
    const callers = helperSchema('callers', { ledgerSchema });
    const makeForeign = (name: string): Promise<unknown> =>
      server.run(`CREATE DATABASE ${name}`, `CREATE TABLE ${name}.precious (id INT)`);
    const isThere = async (name: string): Promise<boolean> =>
      (await server.run(`SHOW DATABASES LIKE '${name}'`)).length > 0;
    const checkPrecious = async (name: string): Promise<void> => {
      const tables = await server.run(`SHOW TABLES IN ${name}`);
      assert.deepEqual(
        tables.map((row) => Object.values(row)),
        [['precious']],
      );
    };
    beforeEach(async () =>
      expectOk(await liveProject(server, schema.name, { files: older }).deploy({ ...environment, overwrite: true })),
    );
    afterEach(() => server.run(...[scratch.name, callers.name].map((name) => `DROP DATABASE IF EXISTS ${name}`)));
    after(() => server.run(`DROP DATABASE IF EXISTS ${ledgerSchema}`));

    it('stops a deployment before anything is touched, and is left as it is', async () => {
      await makeForeign(scratch.name);
      const before = await takeSnapshot(server, schema.name);
      const { message, remedy } = expectFailure(
        await liveProject(server, schema.name, { files: newer }).deploy(environment),
        'could-not',
      );
      assert.match(
        message,
        new RegExp(`^The schema ${scratch.name} is not marked as created by Sproc, .* neither used nor dropped\\.$`),
      );
      assert.match(adviceText(remedy ?? ''), new RegExp(`DROP DATABASE \`${scratch.name}\`;$`));
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
      await checkPrecious(scratch.name);
    });

    it('is told by preflight', async () => {
      await makeForeign(scratch.name);
      const project = liveProject(server, schema.name, { files: newer });
      const { ok, findings } = expectOk(await project.preflight(environment));
      assert.equal(ok, false);
      assert.deepEqual(
        // MariaDB does not report the holder of a lock, which is another finding.
        findings.map(({ code }) => code).filter((code) => code !== 'locks-unknown'),
        ['unmarked-schema'],
      );
    });

    it('is left as it is by recover and by asking for locks', async () => {
      await makeForeign(scratch.name);
      await makeForeign(callers.name);
      const project = liveProject(server, schema.name, { files: older });
      assert.equal(expectOk(await project.recover(environment)).outcome, 'nothing-to-do');
      // MariaDB reports its locks by a plugin, which this one does not have.
      if (server.flavor === 'mysql') {
        const answer = expectOk(await project.graph({ confirm: 'test' }));
        assert.match(JSON.stringify(answer), new RegExp(`${callers.name} is not marked`));
      }
      await checkPrecious(scratch.name);
      await checkPrecious(callers.name);
    });

    it('is used by nobody where a process died before it marked it', async () => {
      await server.run(`CREATE DATABASE ${scratch.name}`);
      expectFailure(await liveProject(server, schema.name, { files: newer }).deploy(environment), 'could-not');
      assert.ok(await isThere(scratch.name));
    });

    it('is none of this ledger’s where its marker names another', async () => {
      const [create = '', mark = ''] = renderHelper({ ...scratch, ledgerSchema: 'another' });
      await server.run(create, mark);
      expectFailure(await liveProject(server, schema.name, { files: newer }).deploy(environment), 'could-not');
      assert.ok(await isThere(scratch.name));
    });

    it('goes away with the next deployment or recovery where a dead one made and marked it', async () => {
      await server.run(...renderHelper(scratch));
      assert.equal(
        expectOk(await liveProject(server, schema.name, { files: newer }).deploy(environment)).outcome,
        'deployed',
      );
      assert.ok(!(await isThere(scratch.name)));
      await server.run(...renderHelper(scratch), ...renderHelper(callers));
      expectOk(await liveProject(server, schema.name, { files: newer }).recover(environment));
      assert.ok(!(await isThere(scratch.name)) && !(await isThere(callers.name)));
    });
  });
});

describe('a schema that is the server’s own or of such a name', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));
    const files = {
      'x.sql': 'CREATE PROCEDURE mysql.x() SELECT 1;',
      'y.sql': 'CREATE PROCEDURE sproc_scratch_z.y() SELECT 1;',
    };

    it('takes no routine, whoever names it', async () => {
      const { findings } = expectOk(await liveProject(server, schema.name, { files }).plan(environment));
      const reserved = findings.filter(({ code }) => code === 'reserved-schema').map(({ message }) => message);
      assert.equal(reserved.length, 2, JSON.stringify(findings));
      expectFailure(await liveProject(server, schema.name, { files }).deploy(environment), 'could-not');
    });

    it('is no target and no home of a ledger', () => {
      for (const settings of [
        { schema: `sproc_scratch_${schema.name}` },
        { schema: 'mysql' },
        { ledgerSchema: 'mysql' },
      ])
        assert.throws(() => liveProject(server, schema.name, { environment: settings }), /cannot be '/);
    });
  });
});
