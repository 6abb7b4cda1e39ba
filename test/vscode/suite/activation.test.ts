/** The extension comes up in a real VS Code, with every command it contributes. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  const extension = vscode.extensions.getExtension<unknown>('sproc.sproc')!;

  it('succeeds in a folder with a project file', async () => {
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers each command of the manifest', async () => {
    const { contributes } = extension.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
