/** Properties of diagnostics at any moment, and for a project of any size. */
import assert from 'node:assert/strict';
import { HoverRequest } from 'vscode-languageserver/node';
import { openEditor, uriOf, type Editor } from './editor';

describe('diagnostics in the editor', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  it('come for the last key, at whatever moment of the diagnosing it is pressed', async function () {
    this.timeout(30_000);
    const long = '  SELECT COUNT(*) INTO @n FROM orders WHERE id = 1;\n'.repeat(2_000);
    const textOf = (callee: string): string => `CREATE PROCEDURE p() BEGIN\n${long}  CALL ${callee}();\nEND;\n`;
    const shows = async (isMissing: boolean): Promise<void> => {
      while (editor.diagnostics('p.sql').some((line) => line.startsWith('missing-routine')) !== isMissing)
        await editor.nextDiagnostics('p.sql');
    };
    editor = await openEditor(
      `-- file: p.sql\n${textOf('gone')}-- file: there.sql\nCREATE PROCEDURE there() SELECT 1;`,
    );
    await editor.open('p.sql');
    await shows(true);
    for (let wait = 0; wait < 40; wait += 4) {
      await editor.type('p.sql', textOf(`gone_${wait}`));
      await new Promise((resolve) => setTimeout(resolve, wait));
      await editor.type('p.sql', textOf('there'));
      await shows(false);
      await editor.type('p.sql', textOf('gone'));
      await shows(true);
    }
  });

  it('never keep a request waiting behind a big project', async function () {
    this.timeout(30_000);
    const files = Array.from({ length: 500 }, (_, i) => {
      const statements = '  SELECT COUNT(*) INTO @n FROM orders WHERE id = 1;\n'.repeat(40);
      return `-- file: f${i}.sql\nCREATE PROCEDURE p${i}() BEGIN\n${statements}  CALL gone();\nEND;\n`;
    });
    const project = (severity: string): string =>
      JSON.stringify({
        schema: 'shop',
        sources: ['*.sql'],
        // The call graph is one piece of work: what is sliced here is all the rest.
        rules: { 'missing-routine': severity, 'call-cycle': 'off', 'recursive-function': 'off' },
      });
    editor = await openEditor(`-- file: sproc.json\n${project('error')}\n${files.join('')}`);
    await editor.nextDiagnostics('f499.sql');
    await editor.changeFile('sproc.json', project('hint'));
    const all = editor.nextDiagnostics('f499.sql');
    let answered = 0;
    const progress = { done: false };
    void all.then(() => (progress.done = true));
    while (!progress.done) {
      await editor.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: uriOf('f1.sql') },
        position: { line: 0, character: 20 },
      });
      answered++;
    }
    // One would be answered after a single piece of work; several only if the work is sliced.
    assert.ok(answered > 2, `only ${answered} requests came through`);
  });
});
