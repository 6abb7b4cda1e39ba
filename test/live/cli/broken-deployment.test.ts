/** A deployment that cannot succeed: the target stays as it was, to the byte, and the wrong line is named. */
import assert from 'node:assert/strict';
import type { DeployAnswer } from '#engine';
import { onEachServer } from '../../support/live-servers';
import { bankFiles, bankProject, bankTables } from './bank';
import { SprocFolder } from './sproc-folder';
import { freshTarget } from './target';

describe('a deployment of five routines, of which the third is wrong', () => {
  onEachServer((server) => {
    const target = freshTarget(server, bankTables);
    const folder = new SprocFolder();
    before(async () => {
      folder.write(bankFiles);
      folder.writeFile('sproc.json', bankProject({ dev: target.environment() }));
      folder.setVariables({ SPROC_PASSWORD_DEV: target.password });
      await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes');
      await server.run(
        `GRANT EXECUTE ON PROCEDURE ${target.schema}.post_entry TO ${target.user}@'%'`,
        `GRANT ALTER ROUTINE ON FUNCTION ${target.schema}.balance_of TO ${target.user}@'%' WITH GRANT OPTION`,
      );
      for (const [file, from, to] of edits) folder.edit(`procedures/${file}.sql`, from, to);
    });
    after(() => folder.remove());

    it('leaves the target as it was, grants included, and names the line', async () => {
      const before = await target.snapshot();
      const said = await folder.sproc('deploy', 'dev', '--yes');
      assert.equal(await target.snapshot(), before);
      assert.equal(said.exit, 2, said.all);
      const line =
        folder
          .read('procedures/transfers.sql')
          .split('\n')
          .findIndex((text) => text.includes('SELEC ')) + 1;
      assert.match(said.out + said.err, new RegExp(`transfers\\.sql[:, line]+${line}\\b`), said.all);
      assert.match(said.out + said.err, /transfer\b/, said.all);
    });

    it('deploys all five once it is corrected', async () => {
      folder.edit('procedures/transfers.sql', 'SELEC ', 'SELECT ');
      const { outcome, steps } = await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes');
      assert.deepEqual([outcome, steps.length], ['deployed', 5]);
    });
  });
});

describe('a routine of a definer that the account may not create for', () => {
  onEachServer(
    (server) => {
      const target = freshTarget(server, bankTables);
      const folder = new SprocFolder();
      after(() => folder.remove());

      it('stays as it was', async () => {
        // root has SYSTEM_USER, so that SET_ANY_DEFINER is not enough.
        await server.run(`CREATE PROCEDURE ${target.schema}.mine() SELECT 1`);
        folder.writeFile('sproc.json', bankProject({ dev: target.environment() }));
        folder.writeFile('procedures/mine.sql', 'CREATE DEFINER = root@127.0.0.1 PROCEDURE mine() SELECT 2;\n');
        folder.setVariables({ SPROC_PASSWORD_DEV: target.password });
        const before = await target.snapshot();
        const said = await folder.sproc('deploy', 'dev', '--yes', '--overwrite');
        assert.equal(await target.snapshot(), before, said.all);
        assert.ok(said.exit === 77 || said.exit === 2, said.all);
        assert.match(said.out + said.err, /SYSTEM_USER/, said.all);
      });
    },
    { flavors: ['mysql'] },
  );
});

/** One in each routine; the one in transfer leaves out a letter, in the middle of its body. */
const edits = [
  ['accounts', 'p_amount, NOW()', 'p_amount, UTC_TIMESTAMP()'],
  ['accounts', 'RETURN result', 'RETURN COALESCE(result, 0)'],
  ['transfers', '  CALL post_entry(p_to, p_amount);', '  SELEC 1;\n  CALL post_entry(p_to, p_amount);'],
  [
    'transfers',
    'CALL transfer(p_to, p_from, p_amount, v_left);',
    'CALL transfer(p_to, p_from, ABS(p_amount), v_left);',
  ],
  ['transfers', 'SUM(balance_of(id))', 'COALESCE(SUM(balance_of(id)), 0)'],
] as const;
