/**
 * Two words with nothing between them but a comment that no server stores. The server joins them, and then cannot read the
 * routine again; Sproc puts a space there.
 */
import assert from 'node:assert/strict';
import type { Flavor } from '../../scripts/servers/flavor';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const texts: Readonly<Record<Flavor, string>> = {
  mysql: 'CREATE PROCEDURE glued(a/*!99999 x */INT) SELECT/*!99999 x */a/*!50003 +*/1/*!99999 x */AS/*!50003 b*/',
  mariadb: 'CREATE PROCEDURE glued(IN/*!50003 a*/INT) SELECT/*!99999 x */a/*!50003 +*/1/*!99999 x */AS/*!50003 b*/',
};

describe('words without a space between them', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const text = texts[server.flavor];

    it('are garbled by the server, which is reported', async () => {
      const client = await server.connect({ database: schema.name });
      await client.query(text);
      const another = await server.connect({ database: schema.name });
      await assert.rejects(another.query('CALL glued(1)'), /Failed to load routine/);
      const project = liveProject(server, schema.name, { files: { 'glued.sql': `${text};` } });
      const compared = await project.compare({ left: 'workspace', right: 'test' });
      assert.ok(!compared.ok || !compared.value.same);
    });

    it('are deployed apart, so that the routine runs', async () => {
      const project = liveProject(server, schema.name, { files: { 'glued.sql': `${text};` } });
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
      const another = await server.connect({ database: schema.name });
      const [[rows]] = (await another.query('CALL glued(1)')) as unknown as [unknown[][]];
      assert.deepEqual(rows, [{ b: 2 }]);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
    });
  });
});
