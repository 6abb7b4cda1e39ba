/** The real command line keeps what a status has seen, and shows it once the environment cannot be read. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StatusAnswer } from '#engine';
import { onEachServer } from '../../support/live-servers';
import { SprocFolder } from './sproc-folder';
import { freshTarget } from './target';

describe('sproc status', () => {
  onEachServer((server) => {
    const folder = new SprocFolder();
    const target = freshTarget(server, []);
    before(() => {
      folder.writeFile(
        'sproc.json',
        JSON.stringify({ schema: 'shop', environments: { dev: target.environment(), spare: target.environment() } }),
      );
      folder.writeFile('a.sql', 'CREATE PROCEDURE a() SELECT 1;\n');
      folder.setVariables({ SPROC_PASSWORD_DEV: target.password, SPROC_PASSWORD_SPARE: target.password });
    });
    after(() => folder.remove());
    const files = (): readonly string[] =>
      readdirSync(path.join(folder.states, 'sproc')).map((name) => path.join(folder.states, 'sproc', name));

    it('shows the last seen state of an environment that denies the password now', async () => {
      const deployed = await folder.sproc('deploy', 'dev', '--yes');
      assert.equal(deployed.exit, 0, deployed.all);
      await folder.ask<StatusAnswer>(0, 'status');
      assert.equal(files().length, 2);
      for (const file of files()) assert.ok(!readFileSync(file, 'utf8').includes(target.user));
      folder.setVariables({ SPROC_PASSWORD_DEV: 'wrong' });
      const answer = await folder.ask<StatusAnswer>(1, 'status');
      assert.deepEqual(
        answer.lastSeen?.map(({ environment, routines }) => [environment, routines]),
        [['dev', [{ routine: 'shop.a', kind: 'procedure', version: null, state: 'in-sync' }]]],
      );
      const said = await folder.sproc('status');
      assert.match(said.out, /shop\.a .* unknown \(less than 1 min ago: in sync\)/);
      assert.match(
        said.out,
        /^note: dev was last seen less than 1 min ago: 1 in sync\. This may have changed since\.$/m,
      );
    });

    it('shows it before the failure where nothing else could be read, and ignores what is damaged', async () => {
      const said = await folder.sproc('status', 'dev');
      assert.equal(said.exit, 77, said.all);
      assert.equal(said.out, '');
      assert.match(said.err, /^note: dev was last seen less than 1 min ago: 1 in sync\.[^]*\nerror: /);
      for (const file of files()) writeFileSync(file, '{"format":1');
      const damaged = await folder.sproc('status');
      assert.equal(damaged.exit, 1, damaged.all);
      assert.match(damaged.out, /^note: The last seen state of dev is damaged and ignored\./m);
      assert.doesNotMatch(damaged.out, /was last seen/);
    });
  });
});
