/** Create sproc.json as an editor asks for it: the same use case as `sproc init`. */
import assert from 'node:assert/strict';
import { createProject } from '../../protocol/src/protocol';
import { folder, openEditor } from './editor';

describe('sproc/createProject', () => {
  it('writes a project file made from the SQL files', async () => {
    const editor = await openEditor('-- file: shop/a.sql\nCREATE PROCEDURE a() SELECT 1;\n');
    await editor.changeFile('sproc.json', null);
    const reply = await editor.connection.sendRequest(createProject, { folder });
    assert.ok(reply.ok);
    assert.deepEqual(reply.value.sources, ['shop/**/*.sql']);
    assert.equal(editor.tree.files.get('sproc.json'), reply.value.text);
    await editor.close();
  });

  it('changes no project file that is there', async () => {
    const editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() SELECT 1;\n');
    const before = editor.tree.files.get('sproc.json');
    const reply = await editor.connection.sendRequest(createProject, { folder });
    assert.ok(!reply.ok);
    assert.equal(reply.error.kind, 'bad-input');
    assert.equal(editor.tree.files.get('sproc.json'), before);
    await editor.close();
  });
});
