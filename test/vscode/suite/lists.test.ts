/** The lists that a person picks from, in the workbench itself. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { vscodeDialogs } from '../../../client/src/workbench/dialogs';

const accept = 'workbench.action.acceptSelectedQuickOpenItem';

/** Runs a command on the open list, which takes a moment to open and to react. */
async function does(command: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500));
  await vscode.commands.executeCommand(command);
  await new Promise((resolve) => setTimeout(resolve, 500));
}

describe('a list', () => {
  it('does not give up an item that Enter alone must not choose', async () => {
    let picked: string | undefined;
    const picking = vscodeDialogs
      .pick([{ label: 'prod', value: 'prod', isDeliberate: true }], 'Deploy')
      .then((value) => (picked = value));
    await does(accept);
    assert.equal(picked, undefined);
    await does('workbench.action.quickOpenSelectNext');
    await does(accept);
    assert.equal(await picking, 'prod');
  });

  it('chooses any other first item by Enter', async () => {
    const picking = vscodeDialogs.pick([{ label: 'dev', value: 'dev' }], 'Deploy');
    await does(accept);
    assert.equal(await picking, 'dev');
  });

  it('stays open while nothing is ticked, and returns what was ticked in advance', async () => {
    let isOver = false;
    const picking = vscodeDialogs.pickMany([{ label: 'a', value: 'a' }], 'Deploy').finally(() => (isOver = true));
    await does(accept);
    assert.equal(isOver, false);
    await does('workbench.action.closeQuickOpen');
    assert.equal(await picking, undefined);
    const ticked = vscodeDialogs.pickMany([{ label: 'a', value: 'a', picked: true }], 'Deploy');
    await does(accept);
    assert.deepEqual(await ticked, ['a']);
  });
});
