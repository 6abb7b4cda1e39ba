/** Writing routines in a real VS Code: language, diagnostics, outline, navigation, lenses, the project file. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, diagnosticsOf, eventually, openSproc, uriOf, write } from './workbench';

const caller = 'procedures/close_day.sql';

describe('editing', () => {
  before(openSproc);
  after(closeEditors);

  it('takes a source of the project for a routine, in place of T-SQL', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf(caller));
    await eventually(
      () => vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === document.uri.toString())?.languageId,
      (language) => language === 'mysql-routine',
    );
  });

  it('finds nothing wrong with the project', () => assert.deepEqual(diagnosticsOf(caller), []));

  it('marks a mistake while it is typed, in the file and in those that it breaks', async () => {
    const callee = await vscode.workspace.openTextDocument(uriOf('procedures/post_totals.sql'));
    const edit = new vscode.WorkspaceEdit();
    const name = callee.getText().indexOf('post_totals');
    edit.replace(callee.uri, new vscode.Range(callee.positionAt(name), callee.positionAt(name + 4)), 'book');
    await vscode.workspace.applyEdit(edit);
    await eventually(
      () => diagnosticsOf(caller),
      (found) => found.join() === 'missing-routine 4',
    );
    await vscode.window.showTextDocument(callee);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually(
      () => diagnosticsOf(caller),
      (found) => found.length === 0,
    );
  });

  it('outlines', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      uriOf(caller),
    );
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, children.map((child) => child.name)]),
      [['shop.close_day', ['p_day']]],
    );
  });

  it('leads to the definition', async () => {
    const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      uriOf(caller),
      new vscode.Position(3, 10),
    );
    const [first] = found;
    assert.ok(first);
    const uri = 'uri' in first ? first.uri : first.targetUri;
    assert.match(uri.path, /post_totals\.sql$/);
  });

  it('hovers', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uriOf(caller),
      new vscode.Position(3, 10),
    );
    const text = hovers.flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value));
    assert.match(text.join('\n'), /PROCEDURE shop\.post_totals\(IN p_day date\)/);
  });

  it('shows lenses that call commands', async () => {
    const lenses = await eventually(
      async () => vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uriOf(caller)),
      (found) => found.length === 3,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      ['sproc.showVersions', 'sproc.deploy', 'sproc.compare'],
    );
  });

  it('finds routines of the workspace', async () => {
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'post_totals',
    );
    assert.ok(found.some(({ name }) => name === 'shop.post_totals'));
  });

  it('completes behind CALL', async () => {
    await write('procedures/typing.sql', 'CREATE PROCEDURE typing() CALL ');
    await vscode.workspace.openTextDocument(uriOf('procedures/typing.sql'));
    const labels = await eventually(
      async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          uriOf('procedures/typing.sql'),
          new vscode.Position(0, 31),
        );
        // VS Code adds words of other documents where it is quicker than we are.
        const ours = list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
        return ours.map(({ label }) => (typeof label === 'string' ? label : label.label));
      },
      (found) => found.includes('post_totals'),
    );
    assert.ok(!labels.includes('SELECT'));
    await vscode.workspace.fs.delete(uriOf('procedures/typing.sql'));
  });

  const bare = new Set([vscode.CompletionItemKind.Text, vscode.CompletionItemKind.Keyword]);
  for (const [begun, label, expected] of [
    ['BEGIN SET @a = GROUP_CO', 'GROUP_CONCAT', 'SET @a = GROUP_CONCAT()'],
    ['BEGIN DECLARE v DATETI', 'DATETIME', 'DECLARE v DATETIME'],
    ['BEGIN whil', 'while', 'WHILE  DO\n  '],
  ] as const)
    it(`completes ${begun} by ${label}, and inserts it`, async () => {
      const file = 'procedures/completing.sql';
      const text = `CREATE PROCEDURE completing() ${begun}`;
      await write(file, text);
      const editor = await vscode.window.showTextDocument(uriOf(file));
      const item = await eventually(
        async () => {
          const list = await vscode.commands.executeCommand<vscode.CompletionList>(
            'vscode.executeCompletionItemProvider',
            uriOf(file),
            new vscode.Position(0, text.length),
          );
          // Words of documents and the bare keyword have the same label.
          const named = list.items.filter(
            (one) => (typeof one.label === 'string' ? one.label : one.label.label) === label,
          );
          return named.find(({ kind }) => kind !== undefined && !bare.has(kind));
        },
        (found) => found?.insertText !== undefined,
      );
      const start = text.length - (begun.length - begun.lastIndexOf(' ') - 1);
      const range = new vscode.Range(0, start, 0, text.length);
      const insert = item?.insertText ?? '';
      await editor.insertSnippet(typeof insert === 'string' ? new vscode.SnippetString(insert) : insert, range);
      assert.ok(editor.document.getText().replace(/\r\n/g, '\n').includes(expected), editor.document.getText());
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(uriOf(file));
    });

  it('shows what a built-in function and a keyword are', async () => {
    const file = 'procedures/hovering.sql';
    await write(file, 'CREATE PROCEDURE hovering() BEGIN SET @a = COALESCE(1, 2); END');
    await vscode.workspace.openTextDocument(uriOf(file));
    const textAt = async (column: number): Promise<string> => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uriOf(file),
        new vscode.Position(0, column),
      );
      return hovers.flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value)).join('\n');
    };
    await eventually(
      () => textAt(45),
      (found) => found.includes('COALESCE(value, ...)') && found.includes('not NULL'),
    );
    assert.match(await textAt(30), /Begins a block/);
    await vscode.workspace.fs.delete(uriOf(file));
  });

  it('marks the mistakes of sproc.json', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf('sproc.json'));
    const text = document.getText();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(text.indexOf('"schema"')), '"enviroments": {}, ');
    await vscode.workspace.applyEdit(edit);
    await eventually(
      () => diagnosticsOf('sproc.json'),
      (found) => found.length === 1 && found[0]?.startsWith('project-file') === true,
    );
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await eventually(
      () => diagnosticsOf('sproc.json'),
      (found) => found.length === 0,
    );
  });

  it('tells each problem of sproc.json once, beside VS Code, which reads it too', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf('sproc.json'));
    await vscode.window.showTextDocument(document);
    const at = document.positionAt(document.getText().indexOf('"schema"'));
    for (const [inserted, expected] of [
      ['"serverVersion": 1, "rules": { "unused": "off" }, ', ['Sproc project-file', 'Sproc project-file']],
      ['"serverVersion" "9.7", ', ['jsonc']],
    ] as const) {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, at, inserted);
      await vscode.workspace.applyEdit(edit);
      const told = await eventually(
        () => vscode.languages.getDiagnostics(uriOf('sproc.json')),
        (found) => found.length > 0 && found.some(({ source }) => expected[0].startsWith(source ?? '-')),
      );
      // The second reader has to see the messages of the first.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const settled = vscode.languages.getDiagnostics(uriOf('sproc.json'));
      assert.deepEqual(
        settled.map(({ source, code }) => (source === 'Sproc' && typeof code === 'string' ? `Sproc ${code}` : source)),
        expected,
        JSON.stringify([told, settled]),
      );
      await vscode.commands.executeCommand('undo');
      await eventually(
        () => vscode.languages.getDiagnostics(uriOf('sproc.json')),
        (found) => found.length === 0,
      );
    }
  });

  it('leaves texts of versions out of searches, and what is left out anyway', () => {
    const excluded = vscode.workspace.getConfiguration('search').get<Record<string, boolean>>('exclude');
    assert.equal(excluded?.['**/.sproc/routines'], true);
    assert.equal(excluded['**/node_modules'], true);
  });

  it('takes sproc.json for JSON with comments', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf('sproc.json'));
    assert.equal(document.languageId, 'jsonc');
  });
});
