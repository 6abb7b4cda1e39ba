/** The findings of `check` against a live environment: missing tables, and features that its server lacks. */
import assert from 'node:assert/strict';
import type { CheckRequest } from '#engine';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('check against an environment', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    before(() => server.run(`USE ${schema.name}`, 'CREATE TABLE t (id INT)'));

    async function check(
      text: string,
      settings: Readonly<Record<string, unknown>> = {},
      request: CheckRequest = { environment: 'test' },
    ): Promise<readonly string[]> {
      const project = liveProject(server, schema.name, { files: { 'p.sql': text }, settings });
      const { diagnostics } = expectOk(await project.check(request));
      return diagnostics.map(({ line, severity, code }) => `${line} ${severity} ${code}`);
    }

    it('missing-table: fails with 1146', async () => {
      const text = 'CREATE PROCEDURE lost() SELECT id FROM gone';
      assert.deepEqual(await check(text), ['1 error missing-table']);
      await server.run(`USE ${schema.name}`, text);
      await assert.rejects(server.run(`CALL ${schema.name}.lost()`), { errno: 1146 });
    });

    it('missing-table: in a schema whose name has a dot', async () => {
      const dotted = `${schema.name}.x`;
      await server.run(`CREATE DATABASE \`${dotted}\``, `CREATE TABLE \`${dotted}\`.there (id INT)`);
      const files = { 'p.sql': 'CREATE PROCEDURE p() SELECT g.id FROM gone g JOIN there' };
      const answer = await liveProject(server, dotted, { files, environment: { ledgerSchema: schema.name } }).check({
        environment: 'test',
      });
      assert.deepEqual(
        expectOk(answer).diagnostics.map(({ message }) => /table or view `(\S+)`/.exec(message)?.[1]),
        [`${dotted}.gone`],
      );
      await server.run(`DROP DATABASE \`${dotted}\``);
    });

    it('missing-table: has the severity that the project gives it, and is silenced where a comment says so', async () => {
      const text = 'CREATE PROCEDURE p()\nSELECT id FROM gone';
      assert.deepEqual(await check(text, { rules: { 'missing-table': 'hint' } }), ['2 hint missing-table']);
      assert.deepEqual(await check(text, { rules: { 'missing-table': 'off' } }), []);
      const ignored = text.replace('\n', ' -- sproc:ignore missing-table the installer makes it\n');
      assert.deepEqual(await check(ignored), []);
    });

    it('server-lacks: judges by the version of the environment’s server, unless another is given', async () => {
      const [old, text] =
        server.flavor === 'mysql'
          ? (['5.7', "CREATE PROCEDURE p() SELECT REGEXP_REPLACE('a', 'a', 'b')"] as const)
          : (['10.2', 'CREATE PROCEDURE p() SELECT NVL(NULL, 1)'] as const);
      const settings = { serverVersion: old };
      assert.deepEqual(await check(text, settings, {}), ['1 error server-lacks']);
      assert.deepEqual(await check(text, settings), []);
      const given = { environment: 'test', serverVersion: server.flavor === 'mysql' ? 50700 : 100200 };
      assert.deepEqual(await check(text, {}, given), ['1 error server-lacks']);
    });
  });
});
