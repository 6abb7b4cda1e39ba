/** The language server with a hundred thousand routines in one open document: typed in faster than it can be read. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentSymbolRequest,
  HoverRequest,
  LSPErrorCodes,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type CompletionList,
  type DocumentSymbol,
  type Hover,
  type Position,
} from 'vscode-languageserver/node';
import { ServerProcess } from '../../scripts/bench/server-process';
import { bundleServer, serverProgram } from '../support/sproc-process';

const routines = 100_000;
const first = 'CREATE PROCEDURE first(a INT) CALL shop.p99999(a);\n';
const text = first + Array.from({ length: routines - 1 }, (_, i) => procedure(i + 1)).join('');

function procedure(i: number): string {
  return `CREATE PROCEDURE p${i}(a INT) SELECT a + ${i};\n`;
}

describe('a document of a hundred thousand routines', function () {
  this.timeout(240_000);
  let folder = '';
  let server: ServerProcess;
  let textDocument: { readonly uri: string };
  let version = 1;
  let most = 0;

  before(async () => {
    bundleServer();
    folder = mkdtempSync(join(tmpdir(), 'project-'));
    writeFileSync(join(folder, 'sproc.json'), '{ "schema": "shop" }');
    writeFileSync(join(folder, 'large.sql'), '');
    server = await ServerProcess.start(folder, [serverProgram]);
    await server.indexed();
    textDocument = { uri: server.uriOf('large.sql') };
    await server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { ...textDocument, languageId: 'mysql-routine', version, text },
    });
    await timed('hover after opening', () => hover({ line: 0, character: 40 }));
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const type = (position: Position, typed: string): Promise<void> =>
    server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { ...textDocument, version: ++version },
      contentChanges: [{ range: { start: position, end: position }, text: typed }],
    });
  const hover = (position: Position): Promise<Hover | null> =>
    server.connection.sendRequest(HoverRequest.type, { textDocument, position });

  /** Runs a request and prints its time, which is not checked: the limit only shows that it does not hang. */
  async function timed<T>(what: string, ask: () => Promise<T>, limit = 60_000): Promise<T> {
    const [started, worked] = [performance.now(), server.work()];
    const answer = await ask();
    const [took, work] = [performance.now() - started, server.work() - worked];
    most = Math.max(most, server.memory());
    console.log(
      `      ${what}: ${took.toFixed(0)} ms, ${work.toFixed(0)} ms of work, ${server.memory().toFixed(0)} MB`,
    );
    assert.ok(took < limit, `${what} took ${took.toFixed(0)} ms`);
    return answer;
  }

  it('is answered from the newest text after twenty keys that nobody waited for', async () => {
    const comment = '-- '.padEnd(20, '-');
    for (let i = 0; i < comment.length; i++) await type({ line: 1, character: i }, comment.charAt(i));
    await type({ line: 1, character: 20 }, '\n');
    const [found, symbols, completions] = await Promise.all([
      timed('hover', () => hover({ line: 99_999 + 1, character: 20 })),
      timed('symbols', () => server.connection.sendRequest(DocumentSymbolRequest.type, { textDocument })),
      timed('completion', () =>
        server.connection.sendRequest(CompletionRequest.type, { textDocument, position: { line: 0, character: 40 } }),
      ),
    ]);
    assert.match(JSON.stringify(found?.contents), /p99999/);
    const outline = symbols as readonly DocumentSymbol[];
    assert.equal(outline.length, routines);
    assert.equal(outline.at(-1)?.range.start.line, routines);
    assert.ok((completions as CompletionList).items.length > 0);
  });

  it('is coloured where it is looked at, for all of it would be too much', async () => {
    const all = await timed('all colours', () =>
      server.connection.sendRequest(SemanticTokensRequest.type, { textDocument }),
    );
    assert.equal(all, null);
    const range = { start: { line: 50_000, character: 0 }, end: { line: 50_050, character: 0 } };
    const some = await timed('colours of a page', () =>
      server.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range }),
    );
    assert.ok((some?.data.length ?? 0) > 100);
  });

  it('gives no answer to what was asked about a text that has changed since', async () => {
    await type({ line: 1, character: 0 }, '\n');
    const asked = hover({ line: 99_999, character: 20 });
    await type({ line: 1, character: 0 }, '\n');
    await assert.rejects(asked, { code: LSPErrorCodes.ContentModified });
    assert.match(JSON.stringify(await timed('hover', () => hover({ line: 100_002, character: 20 }))), /p99999/);
  });

  it('takes less than a gigabyte, also once all of it was diagnosed', async () => {
    const mark = async (): Promise<void> => {
      await type({ line: 0, character: 0 }, 'CREATE PROCEDURE broken() SELEKT 1;\n');
      await server.shows(textDocument.uri, (shown) => shown.some(({ range }) => range.start.line === 0));
    };
    await timed('a mistake is marked', mark, 150_000);
    console.log(`      at most ${most.toFixed(0)} MB`);
    assert.ok(most < 1_000, `${most.toFixed(0)} MB`);
  });
});
