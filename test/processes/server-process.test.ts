/** The language server as a separate process, on a disk with faults while it works. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  FileChangeType,
  HoverRequest,
} from 'vscode-languageserver/node';
import { projectsFound, projectState, sourceRoutines } from '../../protocol/src/protocol';
import { ServerProcess } from '../../scripts/bench/server-process';

const program = ['-r', 'tsx/cjs', join(__dirname, '../../server/src/main.ts')];
const sproc = '{ "schema": "shop", "sources": ["sql/**"] }';
const procedure = (name: string, callee: string): string => `CREATE PROCEDURE ${name}() CALL ${callee}();\n`;

describe('the language server on a disk', function () {
  this.timeout(60_000);
  let root = '';
  let server: ServerProcess;

  const open = async (files: Readonly<Record<string, string | Buffer>>): Promise<void> => {
    root = mkdtempSync(join(tmpdir(), 'project-'));
    mkdirSync(join(root, 'sql'));
    writeFileSync(join(root, 'sproc.json'), sproc);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'sql', name), text);
    server = await ServerProcess.start(root, program);
    await server.indexed();
  };
  afterEach(async () => {
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const routines = async (): Promise<readonly string[]> => {
    const reply = await server.connection.sendRequest(sourceRoutines, { project: server.project });
    return reply.ok ? reply.value.map(({ routine }) => routine) : [];
  };
  const tell = (type: FileChangeType, ...paths: readonly string[]): Promise<void> =>
    server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: paths.map((path) => ({ uri: server.uriOf(path), type })),
    });
  const show = (path: string, text: string): Promise<void> =>
    server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: server.uriOf(path), languageId: 'mysql-routine', version: 1, text },
    });
  const type = (path: string, version: number, text: string): Promise<void> =>
    server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: server.uriOf(path), version },
      contentChanges: [{ text }],
    });
  const hover = (path: string): Promise<unknown> =>
    server.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: server.uriOf(path) },
      position: { line: 0, character: 18 },
    });

  it('reads what can be read beside what cannot', async () => {
    const utf16 = Buffer.from(`\uFEFF${procedure('wide', 'plain')}`, 'utf16le');
    await open({
      'plain.sql': procedure('plain', 'wide'),
      'little.sql': utf16,
      'big.sql': Buffer.from(Buffer.from(`\uFEFF${procedure('tall', 'plain')}`, 'utf16le')).swap16(),
      'mark.sql': `\uFEFF${procedure('marked', 'plain')}`,
      'returns.sql': 'DELIMITER //\rCREATE PROCEDURE old_mac()\rBEGIN\rCALL plain();\rEND//\r',
      'nul.sql': Buffer.alloc(4096),
      'image.sql': Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 37) % 256)),
      'broken.sql': Buffer.concat([
        Buffer.from('-- '),
        Buffer.from([0xff, 0xe4]),
        Buffer.from(`\n${procedure('broken', 'plain')}`),
      ]),
    });
    writeFileSync(join(root, 'sql', 'large.sql'), procedure('large', 'plain'));
    truncateSync(join(root, 'sql', 'large.sql'), 64 * 1024 * 1024 + 1);
    await tell(FileChangeType.Created, 'sql/large.sql');
    mkdirSync(join(root, 'sql', 'folder.sql'));
    symlinkSync('.', join(root, 'sql', 'again'));
    symlinkSync('loop.sql', join(root, 'sql', 'loop.sql'));
    await tell(FileChangeType.Created, 'sql/folder.sql', 'sql/loop.sql', 'sql/again');
    const unread = await server.shows(server.uriOf('sql/large.sql'), (found) => found.length > 0);
    assert.match(JSON.stringify(unread), /unreadable-file.*sql\/large\.sql cannot be read, is larger than 64 MiB/);
    assert.deepEqual([...(await routines())].sort(), ['broken', 'marked', 'old_mac', 'plain', 'tall', 'wide'].map((name) => `shop.${name}`)); // prettier-ignore
  });

  it('goes on where the folder vanishes, and finds it again', async () => {
    await open({ 'a.sql': procedure('a', 'b'), 'b.sql': procedure('b', 'a') });
    await show('sql/a.sql', procedure('a', 'b'));
    renameSync(root, `${root}-gone`);
    await tell(FileChangeType.Deleted, 'sproc.json', 'sql/a.sql', 'sql/b.sql');
    const state = await server.connection.sendRequest(projectState, { project: server.project });
    assert.ok(state.ok);
    assert.deepEqual(await routines(), []);
    renameSync(`${root}-gone`, root);
    await tell(FileChangeType.Created, 'sproc.json', 'sql/a.sql', 'sql/b.sql');
    assert.deepEqual(await routines(), ['shop.a', 'shop.b']);
    assert.notEqual(await hover('sql/a.sql'), null);
  });

  it('keeps projects of one workspace apart, also one within the other', async () => {
    await open({ 'a.sql': procedure('a', 'b'), 'b.sql': procedure('b', 'a') });
    mkdirSync(join(root, 'sql/inner/sql'), { recursive: true });
    writeFileSync(join(root, 'sql/inner/sproc.json'), '{ "schema": "other", "sources": ["sql/*.sql"] }');
    writeFileSync(join(root, 'sql/inner/sql/c.sql'), procedure('c', 'a'));
    await tell(FileChangeType.Created, 'sql/inner/sproc.json', 'sql/inner/sql/c.sql');
    const inner = server.uriOf('sql/inner');
    await server.connection.sendNotification(projectsFound, { projects: [server.project, inner] });
    const missing = await server.shows(server.uriOf('sql/inner/sql/c.sql'), (found) => found.length > 0);
    assert.match(JSON.stringify(missing[0]?.message), /other\.a/);
    const reply = await server.connection.sendRequest(sourceRoutines, { project: inner });
    assert.deepEqual(reply.ok && reply.value.map(({ routine }) => routine), ['other.c']);
    await show('sql/inner/sql/c.sql', `${procedure('c', 'd')}CREATE PROCEDURE d() SELECT 1;\n`);
    await server.shows(server.uriOf('sql/inner/sql/c.sql'), (found) => found.length === 0);
    const place = { textDocument: { uri: server.uriOf('sql/inner/sql/c.sql') }, position: { line: 0, character: 26 } };
    const found = await server.connection.sendRequest(DefinitionRequest.type, place);
    assert.match(JSON.stringify(found), /inner\/sql\/c\.sql.*"line":1/);
    await server.connection.sendNotification(projectsFound, { projects: [server.project] });
    await server.shows(server.uriOf('sql/inner/sql/c.sql'), (shown) => shown.length === 0);
    assert.deepEqual(await routines(), ['shop.a', 'shop.b', 'shop.c', 'shop.d']);
  });

  it('takes thousands of files that change at once', async () => {
    const names = Array.from({ length: 2_000 }, (_, i) => `f${i}.sql`);
    await open(Object.fromEntries(names.map((name, i) => [name, procedure(`before_${i}`, 'x')])));
    for (const [i, name] of names.entries()) writeFileSync(join(root, 'sql', name), procedure(`after_${i}`, 'y'));
    const path = `sql/${names.at(-1) ?? ''}`;
    await tell(FileChangeType.Changed, ...names.map((name) => `sql/${name}`));
    await server.shows(server.uriOf(path), ([first]) => /shop\.y\b/.test(JSON.stringify(first?.message)));
    assert.ok((await routines()).every((name) => name.startsWith('shop.after_')));
  });

  it('keeps what it knows of a project file that is half written', async () => {
    await open({ 'a.sql': procedure('a', 'a') });
    writeFileSync(join(root, 'sproc.json'), sproc.slice(0, 25));
    await tell(FileChangeType.Changed, 'sproc.json');
    const broken = await server.connection.sendRequest(projectState, { project: server.project });
    assert.ok(broken.ok && broken.value.mistakes > 0);
    writeFileSync(join(root, 'sproc.json'), sproc);
    await tell(FileChangeType.Changed, 'sproc.json');
    assert.deepEqual(await routines(), ['shop.a']);
  });

  it('shows a file that became a folder no more, nor one whose document was closed unsaved', async () => {
    await open({ 'a.sql': procedure('a', 'b'), 'b.sql': procedure('b', 'a') });
    rmSync(join(root, 'sql/b.sql'));
    mkdirSync(join(root, 'sql/b.sql'));
    await tell(FileChangeType.Changed, 'sql/b.sql');
    await show('sql/a.sql', procedure('typed', 'b'));
    assert.deepEqual(await routines(), ['shop.typed']);
    const textDocument = { uri: server.uriOf('sql/a.sql') };
    await server.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
    await show('sql/a.sql', procedure('again', 'b'));
    assert.deepEqual(await routines(), ['shop.again']);
    await server.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
    await tell(FileChangeType.Changed, 'sql/a.sql');
    await server.shows(
      server.uriOf('sql/a.sql'),
      (diagnostics) => diagnostics.length === 1 && /shop\.b/.test(JSON.stringify(diagnostics[0]?.message)),
    );
    assert.deepEqual(await routines(), ['shop.a']);
  });

  it('answers the last of a storm of changes', async () => {
    await open({ 'a.sql': procedure('a', 'a_0') });
    await show('sql/a.sql', procedure('a', 'a_0'));
    for (let i = 1; i <= 500; i++) await type('sql/a.sql', i + 1, procedure('a', `a_${i}`));
    const found = await server.shows(server.uriOf('sql/a.sql'), ([first]) =>
      /a_500/.test(JSON.stringify(first?.message)),
    );
    assert.equal(found.length, 1);
  });
});
