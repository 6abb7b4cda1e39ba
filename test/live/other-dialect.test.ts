/** A project written for one kind of server, deployed to the other, which stores some types under another name. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const text = [
  'CREATE FUNCTION j1(a JSON) RETURNS INT DETERMINISTIC RETURN JSON_LENGTH(a);',
  'CREATE PROCEDURE j2(IN a JSON, OUT b JSON, c TINYINT(1), d BOOLEAN, e INT(11), f INTEGER UNSIGNED) SET b = a;',
  "CREATE FUNCTION j3(a VARCHAR(10), b TEXT, c NUMERIC(5)) RETURNS JSON DETERMINISTIC RETURN '{}';",
].join('\n');

describe('a project of the other dialect', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);

    it('is in sync once it is deployed, whatever the server calls its types', async () => {
      const dialect = server.flavor === 'mysql' ? 'mariadb' : 'mysql';
      const project = liveProject(server, schema.name, { files: { 'j.sql': text }, settings: { dialect } });
      expectOk(await project.register({}));
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.deepEqual(expectOk(await project.compare({ left: 'registry', right: 'test' })).differences, []);
      const { routines } = expectOk(await project.status({}));
      assert.deepEqual(
        routines.map(({ environments }) => environments['test']?.state),
        ['in-sync', 'in-sync', 'in-sync'],
      );
      assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).steps, []);
    });

    it('names the reason where the server has no packages', async () => {
      if (server.flavor === 'mariadb') return;
      const files = { 'k.sql': "SET sql_mode = 'ORACLE';\nDELIMITER //\nCREATE PACKAGE k AS PROCEDURE p(); END//\n" };
      const project = liveProject(server, schema.name, { files, settings: { dialect: 'mariadb' } });
      const { findings } = expectOk(await project.plan({ environment: 'test' }));
      assert.match(
        findings.map(({ message }) => message).join('\n'),
        /cannot be created on .*: MySQL has no packages\./,
      );
    });
  });
});
