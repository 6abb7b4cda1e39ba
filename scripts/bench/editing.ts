/** The cost of editing in a large project, over the real protocol: opening it, typing, requests, and their waits. */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  CompletionRequest,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  ReferencesRequest,
  RenameRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
  type Position,
} from 'vscode-languageserver/node';
import { measureSwitch } from './branch-switch';
import { openLiveSchema } from './live-schema';
import { makeWorkspace, type MadeWorkspace } from './make-workspace';
import { printMs, timed } from './measure';
import { median, p95, Probe, quiet } from './probe';
import { ServerProcess } from './server-process';

/** Milliseconds that the server waits after a key before it diagnoses. */
const settling = 150;
const keys = 60;

export async function measureEditing(files: number): Promise<void> {
  const made = await makeWorkspace(files);
  try {
    print(`A project of ${made.files.toLocaleString('en-US')} files, ${made.megabytes.toFixed(0)} MB`);
    const floor = await timed(() => readEveryFile(made.folder));
    print(`  floor: read every file ${printMs(floor)}`);
    const cache = `${made.folder}-cache`;
    await measureOpening(made, 'index, cold', cache);
    await measureOpening(made, 'index, what was read before kept', cache);
    await rm(cache, { recursive: true, force: true });
    await measureTyping(made);
    await measureSwitch(made);
    await measureTypingBesideServer(made);
  } finally {
    await rm(made.folder, { recursive: true, force: true });
  }
}

async function readEveryFile(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await readFile(path.join(entry.parentPath, entry.name), 'utf8');
}

async function measureOpening({ folder }: MadeWorkspace, what: string, cache: string): Promise<void> {
  const started = performance.now();
  const server = await ServerProcess.start(folder, [path.resolve('dist/server.js')], { cache });
  const probe = new Probe(server);
  await server.indexed();
  const took = performance.now() - started;
  const memory = server.memory();
  await quiet(server);
  print(
    `  ${what} ${printMs(took)}, ${memory.toFixed(0)} MB; with the whole project diagnosed ` +
      `${server.memory().toFixed(0)} MB; others wait ${await probe.stop()}`,
  );
  await server.stop();
}

async function measureTyping({ folder, long }: MadeWorkspace): Promise<void> {
  const server = await ServerProcess.start(folder, [path.resolve('dist/server.js')]);
  await server.indexed();
  await quiet(server);
  const idle = new Probe(server);
  await new Promise((resolve) => setTimeout(resolve, 500));
  print(`  floor: a request to the idle server ${await idle.stop()}`);
  const uri = server.uriOf(long.path);
  await server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'mysql-routine', version: 1, text: long.text },
  });
  await measureKeys(server, uri);
  await measureWaiting(server, uri);
  await measureQuestions(server, uri, long.text);
  await server.stop();
}

/** Measures the same edits with the tables of an environment, so that columns are checked, too. */
async function measureTypingBesideServer(made: MadeWorkspace): Promise<void> {
  const live = await openLiveSchema(made.folder);
  const server = await ServerProcess.start(made.folder, [path.resolve('dist/server.js')]);
  await server.indexed();
  await live.look(server);
  await quiet(server);
  print('  with the tables of a live schema');
  const uri = server.uriOf(made.long.path);
  await server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'mysql-routine', version: 1, text: made.long.text },
  });
  await quiet(server);
  await measureKeys(server, uri);
  await measureWaiting(server, uri);
  await server.stop();
  await live.close();
}

/** Measures edits that each insert a line in the middle, so that everything below it moves. */
async function measureKeys(server: ServerProcess, uri: string): Promise<void> {
  const took = new Map<string, number[]>();
  const note = (what: string, ms: number): void => void took.set(what, [...(took.get(what) ?? []), ms]);
  const textDocument = { uri };
  for (let i = 0; i < keys; i++) {
    const position = { line: 45, character: 0 };
    const shown = server.published(uri);
    const before = server.work();
    const started = performance.now();
    await server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: i + 2 },
      contentChanges: [{ range: { start: position, end: position }, text: '\n' }],
    });
    await shown;
    note('diagnostics', performance.now() - started - settling);
    note('work', server.work() - before);
    const at = { line: 1000 + i, character: 10 };
    note(
      'completion',
      await timed(() => server.connection.sendRequest(CompletionRequest.type, { textDocument, position: at })),
    );
    note('hover', await timed(() => server.connection.sendRequest(HoverRequest.type, { textDocument, position: at })));
    note(
      'definition',
      await timed(() => server.connection.sendRequest(DefinitionRequest.type, { textDocument, position: at })),
    );
  }
  for (const [what, times] of took)
    print(
      `  ${`${what} after a key, p95 of ${keys}`.padEnd(40)} ${printMs(p95(times))} (half of them ${printMs(median(times))})`,
    );
}

/** Measures waits while edits arrive faster than the server finishes. */
async function measureWaiting(server: ServerProcess, uri: string): Promise<void> {
  const probe = new Probe(server);
  const position = { line: 45, character: 0 };
  for (let i = 0; i < keys; i++) {
    await server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: keys + i + 2 },
      contentChanges: [{ range: { start: position, end: position }, text: '\n' }],
    });
    await new Promise((resolve) => setTimeout(resolve, i % 4 === 0 ? 2 * settling : settling / 3));
  }
  print(`  others wait while typing ${await probe.stop()}`);
}

async function measureQuestions(server: ServerProcess, uri: string, text: string): Promise<void> {
  const textDocument = { uri };
  const local = placeOf(text, 'v_0', 2 * keys);
  const routine = placeOf(text, 'price_4(', 2 * keys);
  const { connection } = server;
  const questions: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['semantic tokens', () => connection.sendRequest(SemanticTokensRequest.type, { textDocument })],
    [
      'rename of a local',
      () => connection.sendRequest(RenameRequest.type, { textDocument, position: local, newName: 'renamed' }),
    ],
    [
      'rename of a routine',
      () => connection.sendRequest(RenameRequest.type, { textDocument, position: routine, newName: 'renamed' }),
    ],
    [
      'references',
      () =>
        connection.sendRequest(ReferencesRequest.type, {
          textDocument,
          position: routine,
          context: { includeDeclaration: true },
        }),
    ],
    ['workspace symbols', () => connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'close_123' })],
  ];
  for (const [what, ask] of questions) {
    await ask();
    const probe = new Probe(server);
    const times: number[] = [];
    for (let i = 0; i < 10; i++) times.push(await timed(ask));
    print(
      `  ${what.padEnd(40)} ${printMs(p95(times))} (best ${printMs(Math.min(...times))}); others wait ${await probe.stop()}`,
    );
  }
}

function placeOf(text: string, word: string, movedBy: number): Position {
  const before = text.slice(0, text.indexOf(word, text.length / 2)).split('\n');
  return { line: before.length - 1 + movedBy, character: before.at(-1)?.length ?? 0 };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
