/** The keys of routines take none that VS Code has, and the formatter comes and goes with its setting. */
import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import { closeEditors, eventually, openSproc, uriOf } from './workbench';

interface KeyBinding {
  readonly key: string;
  readonly command: string;
}

interface Manifest {
  readonly contributes: { readonly keybindings: readonly (KeyBinding & { readonly when: string })[] };
}

describe('key bindings', () => {
  before(openSproc);
  after(closeEditors);

  it('are chords that no command of VS Code has, or begins with', async () => {
    const { contributes } = vscode.extensions.getExtension('sproc.sproc')!.packageJSON as Manifest;
    const own = contributes.keybindings.filter(({ when }) => when.includes('mysql-routine'));
    assert.deepEqual(
      own.map(({ command }) => command),
      ['sproc.deploy', 'sproc.compare', 'sproc.showCallGraph'],
    );
    await vscode.commands.executeCommand('workbench.action.openDefaultKeybindingsFile');
    const text = await eventually(
      () => vscode.window.activeTextEditor?.document.getText() ?? '',
      (shown) => shown.includes('editor.action.addCommentLine'),
    );
    const defaults = (parse(text) as readonly KeyBinding[]).filter(({ command }) => !command.startsWith('sproc.'));
    assert.ok(
      defaults.some(({ key }) => key === 'ctrl+k ctrl+c'),
      'the defaults were not read',
    );
    for (const { key } of own)
      assert.deepEqual(
        defaults.filter((other) => other.key === key || other.key.startsWith(`${key} `)),
        [],
      );
  });
});

describe('the formatter', () => {
  before(openSproc);
  after(closeEditors);

  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('sproc');
  const toggle = (isOn: boolean): Thenable<void> =>
    configuration().update('format.enable', isOn, vscode.ConfigurationTarget.Workspace);
  const format = async (uri: vscode.Uri): Promise<number> => {
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      uri,
      options,
    );
    return edits?.length ?? 0;
  };

  it('formats once after its setting was toggled several times, and not after it was switched off', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf('procedures/close_day.sql'));
    const straight = document.getText();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(straight.indexOf('CALL')), '        ');
    await vscode.workspace.applyEdit(edit);
    const crooked = document.getText();
    try {
      for (const isOn of [false, true, false, true, true, false, true]) await toggle(isOn);
      await eventually(
        () => format(document.uri),
        (edits) => edits > 0,
      );
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('editor.action.formatDocument');
      await eventually(
        () => document.getText(),
        (text) => text !== crooked && !/ {8}CALL/.test(text),
      );
      await vscode.commands.executeCommand('undo');
      await toggle(false);
      await eventually(
        () => format(document.uri),
        (edits) => edits === 0,
      );
    } finally {
      await configuration().update('format.enable', undefined, vscode.ConfigurationTarget.Workspace);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      assert.equal(document.getText(), straight);
    }
  });
});
