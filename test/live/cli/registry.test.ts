/** The registry on a server, and registries copied, by the real command line. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { CopyRegistryAnswer, MarkAnswer, RegisterAnswer, VersionsAnswer } from '#engine';
import { onEachServer } from '../../support/live-servers';
import { SprocFolder } from './sproc-folder';

describe('a registry', () => {
  onEachServer((server) => {
    const folder = new SprocFolder();
    const schema = `t_${randomBytes(5).toString('hex')}`;
    const use = (registry: object, environment: object = {}): void =>
      folder.writeFile(
        'sproc.json',
        JSON.stringify({
          schema: 'shop',
          registry,
          environments: {
            team: {
              ...server.login,
              schema: 'shop',
              stage: 'PRODUCTION',
              ...environment,
            },
          },
        }),
      );
    before(() => folder.setVariables({ SPROC_PASSWORD_TEAM: server.password }));
    const onServer = { environment: 'team', schema };
    const versionsOf = async (): Promise<VersionsAnswer> => folder.ask<VersionsAnswer>(0, 'versions');
    after(async () => {
      folder.remove();
      await server.run(`DROP DATABASE IF EXISTS ${schema}`);
    });

    it('moves from the folder to the server and back, with all that happened to it', async () => {
      use({ folder: '.sproc' });
      folder.writeFile('a.sql', 'CREATE PROCEDURE greet() SELECT 1;\n');
      folder.writeFile('b.sql', 'CREATE FUNCTION tax(a INT) RETURNS INT DETERMINISTIC RETURN a;\n');
      await folder.ask<RegisterAnswer>(0, 'register', '--message', 'Größe "x"');
      await folder.ask<MarkAnswer>(0, 'mark', 'greet', 'TESTING', '--reason', 'it’s done');
      const before = await versionsOf();
      const copied = await folder.ask<CopyRegistryAnswer>(
        0,
        'registry',
        'copy',
        'folder',
        'team',
        '--yes',
        '--schema',
        schema,
      );
      assert.deepEqual(copied, {
        from: 'folder .sproc',
        to: `schema ${schema} of team`,
        copied: [
          { routine: 'shop.tax', version: '1.0.0' },
          { routine: 'shop.greet', version: '1.0.0' },
        ],
        statusChanges: 0,
        unchanged: 0,
      });
      use(onServer);
      assert.deepEqual(await versionsOf(), before);
      folder.writeFile('a.sql', 'CREATE PROCEDURE greet() SELECT 2;\n');
      await folder.ask<RegisterAnswer>(0, 'register');
      await folder.ask<MarkAnswer>(0, 'mark', 'greet@1.0.0', 'PRODUCTION', '--reason', 'approved');
      const back = await folder.ask<CopyRegistryAnswer>(0, 'registry', 'copy', 'team', 'folder');
      assert.deepEqual(
        [back.copied, back.statusChanges, back.unchanged],
        [[{ routine: 'shop.greet', version: '1.0.1' }], 1, 2],
      );
      const after = await versionsOf();
      use({ folder: '.sproc' });
      assert.deepEqual(await versionsOf(), after);
      const again = await folder.ask<CopyRegistryAnswer>(
        0,
        'registry',
        'copy',
        'folder',
        'team',
        '--yes',
        '--schema',
        schema,
      );
      assert.deepEqual([again.copied, again.statusChanges, again.unchanged], [[], 0, 3]);
    }).timeout(60_000);

    it('is not overwritten where the other one differs; both sides are told', async () => {
      folder.writeFile('a.sql', 'CREATE PROCEDURE greet() SELECT 3;\n');
      await folder.ask<RegisterAnswer>(0, 'register', 'greet');
      use(onServer);
      folder.writeFile('a.sql', 'CREATE PROCEDURE greet() SELECT 4;\n');
      await folder.ask<RegisterAnswer>(0, 'register', 'greet');
      const before = await versionsOf();
      const refused = await folder.sproc('registry', 'copy', 'folder', 'team', '--yes');
      assert.equal(refused.exit, 2, refused.all);
      assert.match(
        refused.err,
        /procedure shop\.greet 1\.0\.2 in the folder \.sproc \(registered by .+ at .+\) differs from the one in the schema \w+ of team \(registered by .+\)\. Nothing was copied/,
      );
      assert.deepEqual(await versionsOf(), before);
    }).timeout(60_000);

    it('is refused with one sentence and its exit code where it cannot be had', async () => {
      use(onServer, { port: 1 });
      const unreachable = await folder.sproc('versions');
      assert.equal(unreachable.exit, 69, unreachable.all);
      use(onServer, { user: 'nobody_here' });
      const denied = await folder.sproc('register');
      assert.equal(denied.exit, 77, denied.all);
      use({ environment: 'nowhere' });
      const wrong = await folder.sproc('versions');
      assert.equal(wrong.exit, 78, wrong.all);
      assert.match(
        wrong.err,
        /'registry\.environment' is not an environment of this file\. Known environments: team\./,
      );
      use(onServer);
      assert.equal((await folder.sproc('registry', 'move', 'folder', 'team')).exit, 64);
      assert.equal((await folder.sproc('registry', 'copy', 'team', 'team')).exit, 64);
    }).timeout(60_000);
  });
});
