/** A deployment whose connections are all ended by the server: its process reports it, and ends. */
import assert from 'node:assert/strict';
import { onEachServer } from '../../support/live-servers';
import { SprocFolder } from './sproc-folder';
import { freshTarget } from './target';

/** The driver's own patience with a lost connection is two minutes; what is undone first takes some seconds. */
const patienceMs = 40_000;

describe('a deployment whose connections are ended', () => {
  onEachServer((server) => {
    const target = freshTarget(server, []);

    it('ends soon after it has said so', async () => {
      const folder = new SprocFolder();
      folder.setVariables({ SPROC_PASSWORD_DEV: target.password });
      const dev = target.environment({ stage: 'DEVELOPMENT' });
      folder.writeFile('sproc.json', JSON.stringify({ environments: { dev } }));
      folder.writeFile('p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
      const first = await folder.sproc('deploy', 'dev', '--yes');
      assert.equal(first.exit, 0, first.all);

      const holder = await server.connect();
      await holder.query('START TRANSACTION');
      await holder.query(`SELECT * FROM ${target.ledger}.chain_head FOR UPDATE`);
      folder.writeFile('p.sql', 'CREATE PROCEDURE p() SELECT 2;\n');
      const running = folder.sproc('deploy', 'dev', '--yes');
      const waiting = `SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = '${target.user}'`;
      while ((await server.run(`${waiting} AND INFO LIKE '%FOR UPDATE%'`)).length === 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
      for (const { id } of await server.run(waiting)) await server.run(`KILL ${String(id)}`).catch(() => undefined);
      await holder.query('ROLLBACK');

      const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), patienceMs).unref());
      const said = await Promise.race([running, late]);
      assert.ok(said !== 'late', 'It did not end.');
      assert.notEqual(said.exit, 0, said.all);
      assert.match(said.out + said.err, /connection|lost|killed/i);
      folder.remove();
    });
  });
});
