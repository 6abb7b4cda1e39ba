/** Definitions and symbols of what only an environment has. */
import assert from 'node:assert/strict';
import { DefinitionRequest, HoverRequest, WorkspaceSymbolRequest, type Location } from 'vscode-languageserver/node';
import { hoverLinks } from '../../protocol/src/protocol';
import { folder, openEditor, uriOf, type Editor, type EditorOptions } from './editor';
import { environmentWith } from './live-environment';

const text = 'CREATE PROCEDURE a() BEGIN CALL live_one(1); CALL b(); SELECT total FROM orders; SELECT x FROM v; END;';
const sources = `-- file: a.sql\n${text}\n-- file: b.sql\nCREATE PROCEDURE b() SELECT 1;`;

const openProject = environmentWith({
  routines: [
    'CREATE PROCEDURE live_one(IN p INT) SELECT 1',
    'CREATE FUNCTION live_one() RETURNS INT RETURN 1',
    'CREATE PROCEDURE b() SELECT 1',
    'CREATE VIEW v AS SELECT 1 AS x',
  ],
  tables: 'orders: total int',
});
const live: EditorOptions = { openProject, passwords: { dev: 'p' } };

describe('what only an environment has', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  async function open(options: EditorOptions): Promise<void> {
    editor = await openEditor(sources, options);
    if (options.passwords !== undefined) await editor.hears('environment');
  }

  const at = (word: string) => ({
    textDocument: { uri: uriOf('a.sql') },
    position: { line: 0, character: text.indexOf(word) + 1 },
  });

  async function define(word: string): Promise<string | undefined> {
    const found = (await editor.connection.sendRequest(DefinitionRequest.type, at(word))) as readonly Location[] | null;
    return found?.[0] && decodeURIComponent(found[0].uri);
  }

  it('has its definition there', async () => {
    await open(live);
    const project = `"project":"${folder}"`;
    assert.deepEqual(
      [await define('live_one'), await define('b()'), await define('orders'), await define('v;')],
      [
        `sproc:/procedure:shop.live_one@dev.sql?{${project},"ref":"procedure:shop.live_one@dev"}`,
        uriOf('b.sql'),
        `sproc-table:/shop.orders@dev.sql?{${project},"environment":"dev","schema":"shop","name":"orders"}`,
        `sproc:/shop.v@dev.sql?{${project},"ref":"shop.v@dev"}`,
      ],
    );
  });

  it('has no definition before the environment was read', async () => {
    await open({ openProject });
    assert.deepEqual([await define('live_one'), await define('orders')], [undefined, undefined]);
  });

  it('is described with its signature and the time of the look', async () => {
    await open(live);
    const hover = await editor.connection.sendRequest(HoverRequest.type, at('live_one'));
    assert.match(
      JSON.stringify(hover),
      /PROCEDURE shop\.live_one\(IN p int\).*Not defined in any source file.*from dev, \d\d:\d\d/,
    );
    assert.match(JSON.stringify(await editor.connection.sendRequest(HoverRequest.type, at('orders'))), /dev, 16:02/);
  });

  it('has only its text to lead to, a source its callers and versions, too', async () => {
    await open(live);
    const links = async (word: string): Promise<readonly string[]> => {
      const reply = await editor.connection.sendRequest(hoverLinks, at(word));
      assert.ok(reply.ok);
      return reply.value.map(({ kind, argument }) =>
        `${kind} ${argument.routine} ${argument.environment ?? ''}`.trim(),
      );
    };
    assert.deepEqual(await links('live_one'), ['open procedure:shop.live_one dev']);
    assert.deepEqual(await links('b()'), ['open shop.b', 'callers shop.b', 'history shop.b']);
    assert.deepEqual(await links('total'), []);
  });

  it('is found by name, once, and never beside its source', async () => {
    await open(live);
    const search = async (query: string): Promise<readonly string[]> => {
      const found = await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query });
      return (found ?? []).map(({ name, containerName }) => `${name} (${containerName ?? ''})`);
    };
    assert.deepEqual(await search('liveone'), [
      'shop.live_one (dev, no source file)',
      'shop.live_one (dev, no source file)',
    ]);
    assert.deepEqual(await search('shop.b'), ['shop.b (b.sql)']);
  });
});
