/** Views whose names tables have, and triggers without their tables, are found before a deployment. */
import assert from 'node:assert/strict';
import type { Finding } from '#engine';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

describe('preflight, plan and check', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);

    const findErrors = async (text: string): Promise<readonly string[]> => {
      const project = liveProject(server, schema.name, { files: { 'a.sql': text } });
      expectOk(await project.register({}));
      const list = (findings: readonly Finding[]): readonly string[] =>
        findings.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
      const names = list(expectOk(await project.preflight(environment)).findings);
      assert.deepEqual(list(expectOk(await project.plan(environment)).findings), names);
      return names.map((message) => message.replaceAll(/on \S+\/\w+/g, 'on it').replaceAll(schema.name, 's'));
    };

    it('name the table that has the name of a view', async () => {
      await server.run(`CREATE TABLE ${schema.name}.vv (a TINYINT)`);
      assert.deepEqual(await findErrors('CREATE VIEW vv AS SELECT 1 AS a;'), [
        'view s.vv cannot be created on it: a table of that name exists.',
      ]);
      await server.run(`DROP TABLE ${schema.name}.vv`);
      assert.deepEqual(await findErrors('CREATE VIEW vv AS SELECT 1 AS a;'), []);
    });

    it('name the table that a trigger lacks', async () => {
      const trigger = 'CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET @a = 1;';
      assert.deepEqual(await findErrors(trigger), [
        'trigger s.one cannot be created on it: its table s.t does not exist.',
      ]);
      const project = liveProject(server, schema.name, { files: { 'a.sql': trigger } });
      await server.run(`CREATE TABLE ${schema.name}.u (a INT)`);
      const { diagnostics } = expectOk(await project.check({ environment: 'test' }));
      assert.deepEqual(
        diagnostics.filter(({ code }) => code === 'missing-table').map(({ message }) => message.split('. ')[1]),
        ['Creating this fails with error 1146'],
      );
      await server.run(`CREATE VIEW ${schema.name}.t AS SELECT a FROM ${schema.name}.u`);
      assert.deepEqual(await findErrors(trigger), [
        'trigger s.one cannot be created on it: s.t is a view, which can have no triggers.',
      ]);
      await server.run(`DROP VIEW ${schema.name}.t`, `CREATE TABLE ${schema.name}.t (a INT)`);
      assert.deepEqual(await findErrors(trigger), []);
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
    });
  });
});
