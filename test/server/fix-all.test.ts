import assert from 'node:assert/strict';
import { CodeActionRequest, type CodeAction, type Diagnostic } from 'vscode-languageserver/node';
import { openEditor, uriOf, type Editor } from './editor';

const text = 'CREATE PROCEDURE a() BEGIN\nDECLARE x INT;\nDECLARE y INT;\nSELECT 1;\nEND;\n';

describe('fixes for a whole file', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  const range = { start: { line: 1, character: 8 }, end: { line: 1, character: 9 } };
  const unused: Diagnostic = { range, source: 'Sproc', code: 'unused-variable', message: '' };

  async function ask(diagnostics: Diagnostic[], only?: string[]): Promise<readonly string[]> {
    const found = await editor.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: uriOf('a.sql') },
      range,
      context: { diagnostics, ...(only === undefined ? {} : { only }) },
    });
    return ((found ?? []) as readonly CodeAction[]).map(({ title, kind }) => `${kind ?? ''}: ${title}`);
  }

  it('are offered when an editor asks for them, as it does when it saves', async () => {
    editor = await openEditor(`-- file: a.sql\n${text}`);
    for (const kind of ['source', 'source.fixAll', 'source.fixAll.sproc'])
      assert.deepEqual(await ask([], [kind]), ['source.fixAll.sproc: Fix all safe problems of Sproc']);
    assert.deepEqual(await ask([], ['source.organizeImports']), []);
  });

  it('are offered beside the fix of one problem where the file has several of its rule', async () => {
    editor = await openEditor(`-- file: a.sql\n${text}`);
    assert.deepEqual(await ask([unused]), [
      'quickfix: Remove the variable x',
      'quickfix: Ignore unused-variable here, with a reason',
      'quickfix: Fix all unused-variable problems in this file',
    ]);
  });
});
