/** A person who has only the package of the extension checks, registers and deploys routines in a folder of their own. */
import assert from 'node:assert/strict';
import { bankFiles, bankProject, bankTables } from '../live/cli/bank';
import { SprocFolder } from '../live/cli/sproc-folder';
import { freshTarget } from '../live/cli/target';
import { onEachServer } from '../support/live-servers';
import { openWorkbench } from './support/open-workbench';

describe('the main job in an editor that was just installed', function () {
  this.timeout(300_000);
  onEachServer(
    (server) => {
      const target = freshTarget(server, bankTables);
      const folder = new SprocFolder();
      const workbench = openWorkbench(() => {
        folder.write(bankFiles);
        folder.writeFile('procedures/wrong.sql', 'CREATE PROCEDURE wrong() CALL nobody_wrote_this();\n');
        folder.writeFile('sproc.json', bankProject({ dev: target.environment() }));
        return Promise.resolve({ folder: folder.path, env: { SPROC_PASSWORD_DEV: target.password } });
      });
      after(() => folder.remove());

      it('marks the call of a procedure that nobody wrote', async () => {
        await workbench().openFile('wrong.sql');
        await workbench().squiggles('error').first().waitFor();
        folder.removeFile('procedures/wrong.sql');
        await workbench().openFile('transfers.sql');
      });

      it('registers every routine', async () => {
        await workbench().openViews('Sproc');
        await workbench().expand(workbench().row(/^bank/));
        await workbench().command('Sproc: Register Version');
        await workbench().pickAll('undo_transfer');
        await workbench().pick('Automatic');
        await workbench().answer(/Description/, 'First version');
        await workbench().scrollTo('Routines', /undo_transfer.*1\.0\.0/);
      });

      it('deploys them, and shows what runs there', async () => {
        await workbench().command('Sproc: Deploy');
        await workbench().pick('dev');
        await workbench().pickAll('undo_transfer');
        await workbench().dialog().filter({ hasText: 'undo_transfer' }).waitFor();
        assert.deepEqual(await liveRoutines(), [], 'it was deployed before anybody agreed');
        await workbench().press('Deploy', async () => (await liveRoutines()).length === 5);
        await workbench().expand(workbench().row(/^dev/));
        await workbench().expand(await workbench().scrollTo('Environments', /^in sync/));
        await workbench().scrollTo('Environments', /undo_transfer.*1\.0\.0/);
        await workbench().shot('60-main-job');
      });

      async function liveRoutines(): Promise<readonly unknown[]> {
        const where = `ROUTINE_SCHEMA = '${target.schema}'`;
        const rows = await server.run(`SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ${where}`);
        return rows.map(({ name }) => name).sort();
      }
    },
    { flavors: ['mysql'] },
  );
});
