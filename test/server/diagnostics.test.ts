import assert from 'node:assert/strict';
import { HoverRequest } from 'vscode-languageserver/node';
import * as protocol from '../../protocol/src/protocol';
import { folder, openEditor, uriOf, type Editor } from './editor';

describe('diagnostics in the editor', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  it('come for files that nobody has opened', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() CALL gone();');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 1:27']);
  });

  it('follow what is typed, not what is saved', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() SELECT 1;');
    await editor.open('a.sql');
    await editor.type('a.sql', 'CREATE PROCEDURE a() CALL gone();');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 1:27']);
    await editor.type('a.sql', 'CREATE PROCEDURE a() SELECT 2;');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), []);
  });

  it('are published anew for a text that was edited and put back, since the editor has moved its marks', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() CALL gone();');
    await editor.nextDiagnostics('a.sql');
    await editor.open('a.sql');
    await editor.type('a.sql', '\nCREATE PROCEDURE a() CALL gone();');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 2:27']);
    await editor.type('a.sql', '');
    await editor.type('a.sql', '\nCREATE PROCEDURE a() CALL gone();');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 2:27']);
  });

  it('mark what the editor could not decode, and not U+FFFD that the file holds or its right encoding', async () => {
    editor = await openEditor("-- file: a.sql\nCREATE PROCEDURE a() SELECT 'caf\udcff';");
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['broken-encoding 1:33']);
    await editor.open('a.sql', "CREATE PROCEDURE a() SELECT 'caf\ufffd', 1;");
    await editor.type('a.sql', "-- typed\nCREATE PROCEDURE a() SELECT 'caf\ufffd';");
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['broken-encoding 2:33']);
    const { connection } = editor;
    const asked = { textDocument: { uri: uriOf('a.sql') }, position: { line: 1, character: 18 } };
    const hover = JSON.stringify(await connection.sendRequest(HoverRequest.type, asked));
    assert.ok(!hover.includes('\\ud'), hover);
    const registered = await connection.sendRequest(protocol.register, { project: folder, routines: ['a'] });
    assert.match(registered.ok ? '' : registered.error.message, /^a\.sql, line 2, has bytes that are not UTF-8/);
    await editor.type('a.sql', "CREATE PROCEDURE a() SELECT 'café';");
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), []);
    await editor.type('a.sql', "CREATE PROCEDURE a() SELECT 'caf\ufffd';");
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['broken-encoding 1:33']);
    await editor.changeFile('a.sql', "CREATE PROCEDURE a() SELECT 'caf\ufffd';");
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), []);
  });

  it('mark it in drafts, too', async () => {
    editor = await openEditor(
      '-- file: sproc.json\n{ "schema": "shop", "sources": ["*.sql"] }\n' +
        "-- file: drafts/a.sql\nCREATE PROCEDURE a() SELECT 'caf\udcff';",
    );
    await editor.open('drafts/a.sql', "CREATE PROCEDURE a() SELECT 'caf\ufffd';");
    assert.deepEqual(await editor.nextDiagnostics('drafts/a.sql'), ['broken-encoding 1:33']);
  });

  it('go where another file repairs them', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() CALL b();\n-- file: b.sql\nSELECT 1;');
    assert.equal((await editor.nextDiagnostics('a.sql')).length, 1);
    await editor.open('b.sql');
    await editor.type('b.sql', 'CREATE PROCEDURE b() SELECT 1;');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), []);
  });

  it('follow files that are made, changed and deleted behind the editor’s back', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() CALL b();');
    assert.equal((await editor.nextDiagnostics('a.sql')).length, 1);
    await editor.changeFile('b.sql', 'CREATE PROCEDURE b() SELECT 1;');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), []);
    await editor.changeFile('b.sql', 'CREATE PROCEDURE b(IN n INT) SELECT 1;');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['argument-count 1:27']);
    await editor.changeFile('b.sql', null);
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 1:27']);
  });

  it('go with a deleted folder, and where its routines are missing then', async () => {
    editor = await openEditor(
      '-- file: sproc.json\n{ "schema": "shop", "sources": ["sql/**/*.sql"] }\n' +
        '-- file: sql/a.sql\nCREATE PROCEDURE a() CALL b();\n' +
        '-- file: sql/old/b.sql\nCREATE PROCEDURE b() CALL gone();',
    );
    assert.deepEqual(await editor.nextDiagnostics('sql/old/b.sql'), ['missing-routine 1:27']);
    await editor.deleteFolder('sql/old');
    const marks = ['sql/a.sql', 'sql/old/b.sql'].map((path) => editor.nextDiagnostics(path));
    assert.deepEqual(await Promise.all(marks), [['missing-routine 1:27'], []]);
  });

  it('obey the project’s rules, and follow when they change', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() CALL gone();');
    await editor.nextDiagnostics('a.sql');
    await editor.changeFile(
      'sproc.json',
      '{ "schema": "shop", "sources": ["*.sql"], "rules": { "missing-routine": "off" } }',
    );
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), []);
  });

  it('stand in sproc.json, each mistake at its place, while it is typed', async () => {
    editor = await openEditor('-- file: sproc.json\n{\n  "sources": 1,\n  "enviroments": {}\n}\n');
    const found = await editor.nextDiagnostics('sproc.json');
    assert.deepEqual(
      found.map((line) => line.replace(/:\d+$/, '')),
      ['project-file 2', 'project-file 3'],
    );
    await editor.open('sproc.json', '{ "sources": ["*.sql"], "enviroments": {} }');
    assert.equal((await editor.nextDiagnostics('sproc.json')).length, 1);
  });

  it('leave SQL alone that defines no routine', async () => {
    editor = await openEditor(`
-- file: sproc.json
{ "schema": "shop", "sources": ["procedures/*.sql"] }
-- file: procedures/a.sql
CREATE PROCEDURE a() CALL gone();
-- file: other.sql
CREATE TABLE t (id INT); SELEC 1; EXEC dbo.thing;
`);
    // It is requested before: diagnostics from before a file is opened are forgotten.
    const judged = editor.nextDiagnostics('procedures/a.sql');
    await editor.open('other.sql', undefined, 'sql');
    await judged;
    assert.deepEqual(editor.diagnostics('other.sql'), []);
  });

  for (const language of protocol.languages.sql)
    it(`judge a draft in ${language} beside the sources by what they define`, async () => {
      editor = await openEditor(`
-- file: sproc.json
{ "schema": "shop", "sources": ["procedures/*.sql"] }
-- file: procedures/a.sql
CREATE PROCEDURE a() SELECT 1;
-- file: draft.sql
DELIMITER //
CREATE PROCEDURE b() BEGIN
  CALL a();
  CALL gone();
END //
`);
      await editor.open('draft.sql', undefined, language);
      assert.deepEqual(await editor.nextDiagnostics('draft.sql'), ['missing-routine 4:8']);
      assert.deepEqual(
        (await editor.sources()).map(({ routine }) => routine),
        ['shop.a'],
      );
    });

  it('tell the syntax of a routine outside of any project, but not what a project would know', async () => {
    editor = await openEditor('-- file: sproc.json\n{ "sources": ["procedures/*.sql"] }');
    await editor.open('file:///elsewhere/scratch.mysql', 'CREATE PROCEDURE b() BEGIN CALL gone();');
    const found = await editor.nextDiagnostics('file:///elsewhere/scratch.mysql');
    assert.ok(found.length > 0 && found.every((line) => !line.startsWith('missing-routine')), found.join());
  });

  it('look at the statuses of what is called', async () => {
    editor = await openEditor(
      '-- file: a.sql\nCREATE PROCEDURE a() CALL b();\n-- file: b.sql\nCREATE PROCEDURE b() SELECT 1;',
    );
    const { connection } = editor;
    const asked = { project: folder };
    await connection.sendRequest(protocol.register, asked);
    for (const status of ['TESTING', 'PRODUCTION', 'DEPRECATED'] as const)
      await connection.sendRequest(protocol.mark, { ...asked, ref: 'b@1.0.0', status, reason: 'a new one is there' });
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['deprecated-call 1:27']);
  });

  it('are made for open files only where the setting says so', async () => {
    editor = await openEditor(
      '-- file: a.sql\nCREATE PROCEDURE a() CALL gone();\n-- file: b.sql\nCREATE PROCEDURE b() CALL gone();',
      {
        settings: { diagnostics: { wholeProject: false } },
      },
    );
    await editor.open('b.sql');
    assert.equal((await editor.nextDiagnostics('b.sql')).length, 1);
    assert.deepEqual(editor.diagnostics('a.sql'), []);
  });

  it('ask the client to take a source for a routine, and no other file', async () => {
    editor = await openEditor(
      '-- file: sproc.json\n{ "sources": ["p/*.sql"] }\n-- file: p/a.sql\nCREATE PROCEDURE a() CALL gone();\n-- file: b.sql\nSELECT 1;',
    );
    const opened = editor.hears('opened p/a.sql');
    await editor.open('b.sql', undefined, 'sql');
    await editor.open('p/a.sql', undefined, 'sql');
    await opened;
    assert.deepEqual(new Set(editor.told.filter((line) => line.startsWith('opened'))), new Set(['opened p/a.sql']));
  });
});
