/** A folder of SQL files without a sproc.json: those for MySQL and MariaDB are checked, others are left alone. */
import assert from 'node:assert/strict';
import { CodeLensRequest, DefinitionRequest, HoverRequest, type CodeLens, type Location } from 'vscode-languageserver';
import { projectsFound } from '#protocol';
import { folder, openEditor, uriOf, type Editor } from './editor';

describe('in a folder without a sproc.json', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  const lensesOf = async (path: string): Promise<readonly string[]> => {
    const found: CodeLens[] | null = await editor.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: uriOf(path) },
    });
    return (found ?? []).map(({ command, range }) => `${range.start.line + 1}: ${command?.title ?? ''}`);
  };

  it('a routine is checked with the names of all files', async () => {
    editor = await openEditor(
      `
-- file: db/a.sql
DELIMITER //
CREATE PROCEDURE a() BEGIN
  CALL b(1);
  CALL gone();
  SET missing_name = 1;
END //
-- file: db/b.sql
CREATE PROCEDURE b() SELECT 1;
`,
      { isProject: false },
    );
    const heard = editor.hears('opened db/a.sql');
    await editor.open('db/a.sql', undefined, 'sql');
    await heard;
    assert.deepEqual(await editor.nextDiagnostics('db/a.sql'), [
      'argument-count 3:8',
      'missing-routine 4:8',
      'undeclared-name 5:7',
    ]);
    assert.deepEqual(await lensesOf('db/a.sql'), ['1: Create sproc.json to version and deploy this']);
    const place = { textDocument: { uri: uriOf('db/a.sql') }, position: { line: 2, character: 7 } };
    const [found] = (await editor.connection.sendRequest(DefinitionRequest.type, place)) as Location[];
    assert.equal(found?.uri, uriOf('db/b.sql'));
    assert.match(JSON.stringify(await editor.connection.sendRequest(HoverRequest.type, place)), /PROCEDURE/i);
    assert.deepEqual([...editor.tree.files.keys()], ['db/a.sql', 'db/b.sql']);
  });

  it('a file that comes later defines its routine', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() CALL b();', { isProject: false });
    await editor.open('a.sql', undefined, 'sql');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 1:27']);
    const cleared = editor.nextDiagnostics('a.sql');
    await editor.changeFile('b.sql', 'CREATE PROCEDURE b() SELECT 1;');
    assert.deepEqual(await cleared, []);
  });

  it('a text that becomes a routine gets its language while it is typed', async () => {
    editor = await openEditor('-- file: a.sql\n', { isProject: false });
    await editor.open('a.sql', '', 'sql');
    await editor.type('a.sql', 'CREATE PROCEDURE a(');
    const heard = editor.hears('opened a.sql');
    await editor.type('a.sql', 'CREATE PROCEDURE a() BEGIN');
    await heard;
  });

  for (const [server, text] of Object.entries({
    'SQL Server': 'CREATE PROCEDURE dbo.a @p INT AS BEGIN EXEC gone END\nGO\n',
    Oracle: 'CREATE OR REPLACE PROCEDURE a IS BEGIN gone; END;\n/\n',
    PostgreSQL: 'CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN gone; END $$ LANGUAGE plpgsql;',
  }))
    for (const language of ['sql', 'plsql', 'mysql'])
      it(`a file for ${server} in ${language} is left alone`, async () => {
        editor = await openEditor(`-- file: other.sql\n${text}\n-- file: a.sql\nCREATE PROCEDURE x() CALL gone();`, {
          isProject: false,
        });
        await editor.open('other.sql', undefined, language);
        await editor.open('a.sql', undefined, 'sql');
        assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 1:27']);
        assert.deepEqual(editor.diagnostics('other.sql'), []);
        assert.deepEqual(await lensesOf('other.sql'), []);
        assert.ok(!editor.told.includes('opened other.sql'));
      });

  it('files for MariaDB are read as such', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE OR REPLACE PROCEDURE a() CALL b();', { isProject: false });
    await editor.open('a.sql', undefined, 'sql');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 1:38']);
  });

  it('each file is read as the server that it is written for', async () => {
    editor = await openEditor(
      `
-- file: maria.sql
CREATE OR REPLACE PROCEDURE a() CALL gone();
-- file: my.sql
CREATE PROCEDURE my() SELECT l.x FROM LATERAL (SELECT 1 AS x) AS l;
CREATE PROCEDURE m() CALL gone();
-- file: old.sql
CREATE PROCEDURE old() SELECT rank FROM t AS groups;
CREATE PROCEDURE p() CALL gone();
-- file: oracle.sql
SET sql_mode = ORACLE;
DELIMITER //
CREATE OR REPLACE PROCEDURE o IS BEGIN gone(); END //
-- file: wrong.sql
CREATE PROCEDURE wrong() SELECT FROM WHERE;
`,
      { isProject: false },
    );
    const found: Record<string, readonly string[]> = {};
    for (const path of ['maria.sql', 'my.sql', 'old.sql', 'oracle.sql', 'wrong.sql']) {
      await editor.open(path, undefined, 'sql');
      found[path] = await editor.nextDiagnostics(path);
    }
    assert.deepEqual(found, {
      'maria.sql': ['missing-routine 1:38'],
      'my.sql': ['missing-routine 2:27'],
      'old.sql': ['missing-routine 2:27'],
      'oracle.sql': ['missing-routine 3:40'],
      'wrong.sql': ['expected-table 1:38'],
    });
  });

  it('a routine is checked in Restricted Mode, too', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE OR REPLACE PROCEDURE a() CALL gone();', {
      isProject: false,
      trusted: false,
    });
    await editor.open('a.sql', undefined, 'sql');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 1:38']);
    assert.deepEqual(await lensesOf('a.sql'), ['1: Create sproc.json to version and deploy this']);
    assert.deepEqual([...editor.tree.files.keys()], ['a.sql']);
  });

  it('a save lists the folder again only if another file has become a source', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() CALL b();\n-- file: b.sql\nSELECT 1;', {
      isProject: false,
    });
    await editor.open('a.sql', undefined, 'sql');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['missing-routine 1:27']);
    const list = editor.tree.list.bind(editor.tree);
    const lists: (readonly string[])[] = [];
    editor.tree.list = (wanted) => {
      lists.push(wanted);
      return list(wanted);
    };
    await editor.changeFile('b.sql', 'SELECT 2;');
    const again = editor.nextDiagnostics('a.sql');
    await editor.type('a.sql', 'CREATE PROCEDURE a() CALL  b();');
    await editor.changeFile('a.sql', 'CREATE PROCEDURE a() CALL  b();');
    assert.deepEqual(await again, ['missing-routine 1:28']);
    assert.deepEqual(lists, []);
    const cleared = editor.nextDiagnostics('a.sql');
    await editor.changeFile('b.sql', 'CREATE PROCEDURE b() SELECT 2;');
    assert.deepEqual(await cleared, []);
    assert.notDeepEqual(lists, []);
  });

  it('everything changes over when a sproc.json comes and goes', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() CALL b();', { isProject: false });
    await editor.open('a.sql');
    await editor.nextDiagnostics('a.sql');
    editor.tree.files.set(
      'sproc.json',
      '{ "schema": "shop", "sources": ["*.sql"], "rules": { "missing-routine": "off" } }',
    );
    const gone = editor.nextDiagnostics('a.sql');
    await editor.connection.sendNotification(projectsFound, { projects: [folder] });
    assert.deepEqual(await gone, []);
    editor.tree.files.delete('sproc.json');
    const back = editor.nextDiagnostics('a.sql');
    await editor.connection.sendNotification(projectsFound, { projects: [] });
    assert.deepEqual(await back, ['missing-routine 1:27']);
    assert.deepEqual(await lensesOf('a.sql'), ['1: Create sproc.json to version and deploy this']);
  });

  it('nothing is called missing where more files exist than are read', async () => {
    const others = Array.from({ length: 2_100 }, (_, i) => `-- file: z${i}.sql\nSELECT ${i};`).join('\n');
    editor = await openEditor(
      `-- file: a.sql\nDELIMITER //\nCREATE PROCEDURE a() BEGIN CALL b(); SET gone = 1; END //\n${others}`,
      {
        isProject: false,
      },
    );
    await editor.open('a.sql', undefined, 'sql');
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['undeclared-name 2:42']);
  });
});
