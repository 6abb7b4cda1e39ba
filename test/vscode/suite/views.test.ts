/** The views: filtered, grouped and sorted in the workbench, and their rows as commands get them. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../../client/src/extension';
import { closeEditors, eventually, findRow, openSproc, personWho, rowsOf, uriOf } from './workbench';

describe('the Routines view', () => {
  let sproc: TestAccess;
  before(async () => {
    sproc = await openSproc();
    await eventually(
      async () => rowsOf(sproc.routines),
      (rows) => rows.some((row) => row.startsWith('shop')),
    );
  });
  afterEach(() => vscode.commands.executeCommand('sproc.clearRoutinesFilter'));
  after(closeEditors);

  const labels = async (...path: readonly string[]) =>
    (await rowsOf(sproc.routines, ...path)).map((row) => row.split(' · ')[0]);

  it('shows what the filter finds, and says how many it leaves out', async () => {
    const all = (await labels('shop')).length;
    await vscode.commands.executeCommand('sproc.filterRoutines', 'close');
    assert.deepEqual(await labels('shop'), ['close_day']);
    assert.equal(sproc.routines.message, `Filter: close · 1 of ${all}`);
    await vscode.commands.executeCommand('sproc.clearRoutinesFilter');
    assert.equal((await labels('shop')).length, all);
    assert.equal(sproc.routines.message, '');
  });

  it('finds routines by a table that they use', async () => {
    await vscode.commands.executeCommand('sproc.filterRoutines', 'daily_totals');
    assert.deepEqual(await labels('shop'), ['post_totals']);
  });

  it('says that nothing was found, and leads back', async () => {
    await vscode.commands.executeCommand('sproc.filterRoutines', 'nowhere');
    const row = await findRow(sproc.routines, 'No routine matches the filter');
    assert.equal(row.command, 'sproc.clearRoutinesFilter');
  });

  it('groups as was picked, and keeps it', async () => {
    for (const [pick, expected] of [
      ['Group by folder', 'procedures'],
      ['Group by kind', 'procedure'],
      ['Group by schema', 'shop'],
    ] as const) {
      sproc.answer(personWho({ picks: [pick] }));
      await vscode.commands.executeCommand('sproc.arrangeRoutines');
      assert.deepEqual(await labels(), [expected]);
    }
  });

  it('opens the source of a routine at its line, and tells where it is', async () => {
    const row = await findRow(sproc.routines, 'shop', 'post_totals');
    const { command } = sproc.routines.getTreeItem(row);
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as readonly unknown[]));
    assert.equal(
      vscode.window.activeTextEditor?.document.uri.toString(),
      uriOf('procedures/post_totals.sql').toString(),
    );
    assert.match((await row.explain?.()) ?? '', /^procedure shop\.post_totals\nprocedures\/post_totals\.sql:\d+\n/);
  });

  it('copies the names of all selected rows', async () => {
    const rows = await Promise.all(['close_day', 'post_totals'].map((name) => findRow(sproc.routines, 'shop', name)));
    await vscode.commands.executeCommand('sproc.copyName', rows[0], rows);
    assert.equal(await vscode.env.clipboard.readText(), 'shop.close_day\nshop.post_totals');
  });
});
