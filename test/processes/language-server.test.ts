/** `sproc language-server` as an editor that is not ours runs it: what it offers, what it may do, and when it ends. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeParams,
  type InitializeResult,
  type MessageConnection,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { bundleServer, bundleSproc, runSproc, serverProgram, sprocProgram } from '../support/sproc-process';

const registryOnServer = JSON.stringify({
  schema: 'shop',
  registry: { environment: 'dev' },
  environments: {
    dev: { host: '127.0.0.1', port: 1, user: 'dev', stage: 'DEVELOPMENT', passwordCommand: 'touch ran; echo x' },
  },
});

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

interface StartOptions {
  readonly words?: readonly string[];
  readonly processId?: number;
  /** URIs of workspace folders beside the project's. */
  readonly folders?: readonly unknown[];
}

describe('sproc language-server', function () {
  this.timeout(60_000);
  let folder = '';
  let child: ChildProcess;
  let connection: ProtocolConnection;
  const asked: string[] = [];
  const diagnosed = new Map<string, readonly string[]>();

  before(() => {
    bundleSproc();
    bundleServer();
    copyFileSync(serverProgram, join(dirname(sprocProgram), 'server.js'));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sproc-editor-'));
    writeFileSync(join(folder, 'sproc.json'), '{ "schema": "shop" }');
    writeFileSync(join(folder, 'a (1).sql'), 'CREATE PROCEDURE a() CALL nobody_wrote_this();\n');
    asked.length = 0;
    diagnosed.clear();
  });
  afterEach(() => {
    connection.dispose();
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(
    capabilities: ClientCapabilities = {},
    { words = [], processId = process.pid, folders = [] }: StartOptions = {},
  ): Promise<InitializeResult> {
    child = spawn(process.execPath, [sprocProgram, 'language-server', '--stdio', ...words], { cwd: folder });
    assert.ok(child.stdout !== null && child.stdin !== null);
    connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    // An editor without the method does this: the request fails.
    const anything = connection as unknown as MessageConnection;
    anything.onRequest((method: string) => {
      asked.push(method);
      throw new Error('unknown method');
    });
    anything.onNotification((method: string) => void asked.push(method));
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      diagnosed.set(
        uri,
        diagnostics.map(({ code }) => String(code)),
      );
    });
    connection.listen();
    const uris = [`${pathToFileURL(folder).href}/`, ...folders];
    const workspaceFolders = uris.map((uri) => ({ uri, name: 'shop' }));
    const parameters = { processId, capabilities, workspaceFolders } as InitializeParams;
    const result = await connection.sendRequest(InitializeRequest.type, parameters);
    await connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  /** Returns a URI as this editor writes it, with less encoding than VS Code. */
  const uriOf = (name: string): string => `file://${folder}/${name.replaceAll(' ', '%20')}`;

  async function openSource(): Promise<unknown> {
    const uri = uriOf('a (1).sql');
    const text = 'CREATE PROCEDURE typed() CALL typed_only();\n';
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'sql', version: 1, text },
    });
    while (![...diagnosed.values()].flat().includes('missing-routine')) await pause();
    return connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 19 } });
  }

  it('finds the project of a file, and answers from what the editor shows', async () => {
    await start();
    assert.match(JSON.stringify(await openSource()), /typed/);
  });

  it('asks nothing that the editor cannot do, and sends none of its own messages', async () => {
    const { capabilities } = await start();
    await openSource();
    assert.deepEqual(
      asked.filter((method) => !/refresh$/.test(method)),
      [],
    );
    assert.equal(capabilities.codeLensProvider, undefined);
    assert.equal(capabilities.documentFormattingProvider, true);
  });

  it('connects to nothing and runs no program, but with --trust', async () => {
    writeFileSync(join(folder, 'sproc.json'), registryOnServer);
    await start();
    await openSource();
    assert.ok(!existsSync(join(folder, 'ran')));
    child.kill('SIGKILL');
    diagnosed.clear();
    await start({}, { words: ['--trust'] });
    await openSource();
    // The registry is read after the sources; a hang ends with the test.
    while (!existsSync(join(folder, 'ran'))) await pause();
  });

  it('outlives notifications that no editor should send', async () => {
    await start({}, { folders: [null, 'file://host/share', 'nonsense'] });
    const document = { languageId: 'mysql-routine', version: 1, text: 'CREATE PROCEDURE a() SELECT 1;' };
    for (const [method, parameters] of [
      ['textDocument/didOpen', { textDocument: { ...document, uri: 'file://host/share/x.sql' } }],
      ['textDocument/didOpen', { textDocument: { ...document, uri: 'file://host/share/y.sql', text: '\ufffd' } }],
      ['textDocument/didOpen', { textDocument: { ...document, uri: uriOf('b.sql'), text: null } }],
      ['textDocument/didOpen', { textDocument: { ...document, uri: null } }],
      ['textDocument/didOpen', {}],
      [
        'textDocument/didChange',
        { textDocument: { uri: uriOf('b.sql'), version: 2 }, contentChanges: [{ text: null }] },
      ],
      ['workspace/didChangeWatchedFiles', { changes: [{ uri: null, type: 1 }] }],
      ['workspace/didChangeWatchedFiles', { changes: null }],
      ['sproc/projectsFound', { projects: [pathToFileURL(folder).href, null, 'file://host/share', 'nonsense'] }],
      ['sproc/projectsFound', null],
      ['sproc/secretChanged', {}],
    ] as const)
      await connection.sendNotification(method, parameters);
    assert.match(JSON.stringify(await openSource()), /typed/);
    assert.equal(child.exitCode, null);
  });

  for (const header of ['Content-Length: -5', 'Content-Length: five', 'Content-Type: x'])
    it(`ends with 65 after ${header}, since no message can be found after it`, async () => {
      await start();
      const exit = once(child, 'exit');
      child.stdin?.write(`${header}\r\n\r\n{"jsonrpc":"2.0"}`);
      assert.deepEqual(await exit, [65, null]);
    });

  it('ends when its input does', async () => {
    await start();
    const exit = once(child, 'exit');
    child.stdin?.end();
    await exit;
  });

  it('ends when its editor is gone, also if somebody else keeps its input open', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    await start({}, { processId: editor.pid ?? 0 });
    const exit = once(child, 'exit');
    editor.kill('SIGKILL');
    await exit;
  });

  it('says how it is used', async () => {
    await start();
    const { exit, err } = runSproc('language-server', { folder });
    assert.equal(exit, 64);
    assert.match(err, /Add `--stdio`\./);
  });
});
