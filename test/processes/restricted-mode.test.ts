/** The language server in Restricted Mode, on a stranger's project: whatever the requests, it only reads. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotificationType, RequestType, type ServerCapabilities } from 'vscode-languageserver/node';
import * as protocol from '../../protocol/src/protocol';
import { ServerProcess } from '../../scripts/bench/server-process';
import { makeHostileProject, type HostileProject, type HostileRegistry } from '../support/hostile-project';
import { bundleServer, serverProgram } from '../support/sproc-process';

/** Every message that the protocol exports, so that one added later is sent, too. */
const messages = Object.values(protocol).filter(
  (exported) => exported instanceof RequestType || exported instanceof NotificationType,
) as unknown as readonly (RequestType<unknown, unknown, unknown> | NotificationType<unknown>)[];

/** The messages that the server sends, and the one that grants trust. */
const notSent = new Set<string>([
  protocol.secretWanted.method,
  protocol.sourceOpened.method,
  protocol.stateChanged.method,
  protocol.trustGranted.method,
]);

/** The parameters of all messages, in one object. */
const anything = {
  environment: 'dev',
  environments: ['dev'],
  routine: 'shop.a',
  routines: ['shop.a'],
  ref: 'shop.a',
  status: 'TESTING',
  reason: 'asked',
  message: 'asked',
  left: 'workspace',
  right: 'dev',
  from: 'dev',
  to: 'dev',
  confirm: 'dev',
  fingerprint: 'f',
  overwrite: true,
  prune: true,
  mode: 'adopt',
  adopt: true,
  keep: 'ours',
  verify: true,
  added: { name: 'new', host: '127.0.0.1', port: 1, user: 'u', schema: 's', stage: 'DEVELOPMENT' },
  password: 'asked',
  direction: 'both',
};
const variants = [
  anything,
  { ...anything, ref: 'shop.a@dev', right: 'registry' },
  { ...anything, ref: 'shop.a@1.0.0' },
];

type Ask = (uri: string) => readonly (readonly [method: string, parameters: object])[];

const position = { line: 0, character: 18 };
const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
const at =
  (method: string, more: object = {}): Ask =>
  (uri) => [[`textDocument/${method}`, { textDocument: { uri }, position, ...more }]];

/** The requests for each capability; one without an entry here fails the test. */
const asks: Readonly<Partial<Record<keyof ServerCapabilities, Ask>>> = {
  textDocumentSync: (uri) => [['textDocument/hover', { textDocument: { uri }, position }]],
  documentSymbolProvider: at('documentSymbol'),
  workspaceSymbolProvider: () => [['workspace/symbol', { query: 'a' }]],
  // Its notification is sent with those of changed files.
  workspace: () => [],
  definitionProvider: at('definition'),
  referencesProvider: at('references', { context: { includeDeclaration: true } }),
  renameProvider: (uri) => [...at('prepareRename')(uri), ...at('rename', { newName: 'c' })(uri)],
  documentHighlightProvider: at('documentHighlight'),
  hoverProvider: at('hover'),
  foldingRangeProvider: at('foldingRange'),
  callHierarchyProvider: at('prepareCallHierarchy'),
  codeActionProvider: at('codeAction', { range, context: { diagnostics: [] } }),
  codeLensProvider: at('codeLens'),
  semanticTokensProvider: (uri) => [...at('semanticTokens/full')(uri), ...at('semanticTokens/range', { range })(uri)],
  inlayHintProvider: at('inlayHint', { range }),
  completionProvider: at('completion'),
  signatureHelpProvider: at('signatureHelp'),
};

describe('the language server in Restricted Mode', function () {
  this.timeout(120_000);
  let project: HostileProject;
  let cache = '';
  before(bundleServer);
  beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'cache-'))));
  afterEach(async () => {
    rmSync(cache, { recursive: true, force: true });
    await project.remove();
  });

  async function start(registry: HostileRegistry): Promise<ServerProcess> {
    project = await makeHostileProject(registry);
    const { root, variables } = project;
    const server = await ServerProcess.start(root, [serverProgram], { cache, trusted: false, variables });
    await server.indexed();
    return server;
  }

  async function askEverything(server: ServerProcess): Promise<void> {
    const { connection } = server;
    const uri = server.uriOf('sql/a.sql');
    const text = 'CREATE PROCEDURE a() CALL b();\n';
    const textDocument = { uri, languageId: 'mysql-routine', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    for (const variant of variants) {
      for (const message of messages) {
        if (notSent.has(message.method)) continue;
        // A folder without a sproc.json, which a first one could be written into.
        const folder = server.uriOf('sql');
        const about = {
          project: server.project,
          projects: [server.project],
          folder,
          uri,
          textDocument: { uri },
          position,
        };
        const parameters = { ...about, ...variant };
        if (message instanceof NotificationType) await connection.sendNotification(message.method, parameters);
        else await connection.sendRequest(message.method, parameters);
      }
    }
    for (const capability of Object.keys(server.capabilities) as (keyof ServerCapabilities)[]) {
      const ask = asks[capability];
      assert.ok(ask, `Add a request for the capability ${capability} to this test.`);
      for (const [method, parameters] of ask(uri)) await connection.sendRequest(method, parameters);
    }
    const changes = ['sproc.json', 'sql/a.sql', '.sproc/pending.json', '.sproc/routines'].map((path) => ({
      uri: server.uriOf(path),
      type: 2,
    }));
    await connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    const event = { added: [{ uri: server.uriOf('sql'), name: 'sql' }], removed: [] };
    await connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await connection.sendRequest(protocol.sourceRoutines.method, { project: server.project });
  }

  for (const registry of ['folder', 'server'] as const) {
    it(`does nothing but read, whatever it is asked, with its registry in a ${registry}`, async () => {
      const server = await start(registry);
      const before = project.files();
      await askEverything(server);
      await server.stop();
      assert.ok(messages.length > 25);
      assert.equal(project.began(), 1);
      assert.deepEqual(project.done(), []);
      assert.deepEqual(project.files(), before);
      assert.equal(project.connections(), 0);
    });
  }

  it('is recorded: once trust is granted, git and the passwordCommand run', async () => {
    const server = await start('server');
    await server.connection.sendNotification(protocol.trustGranted, { trusted: true });
    await server.connection.sendRequest(protocol.plan, { project: server.project, environment: 'dev' });
    await server.stop();
    assert.ok(project.done().some((line) => line.startsWith('spawn ')));
    assert.equal(project.files()['RUN'], '');
  });
});
