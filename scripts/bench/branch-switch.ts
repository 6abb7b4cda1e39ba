/** The cost of a branch switch: every file of a large project changes at once. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DidChangeWatchedFilesNotification, FileChangeType, WorkspaceSymbolRequest } from 'vscode-languageserver/node';
import type { MadeWorkspace } from './make-workspace';
import { printMs } from './measure';
import { Probe, quiet } from './probe';
import { ServerProcess } from './server-process';

const changed: FileChangeType = FileChangeType.Changed;

export async function measureSwitch({ folder, files }: MadeWorkspace): Promise<void> {
  const server = await ServerProcess.start(folder, [path.resolve('dist/server.js')]);
  await server.indexed();
  await quiet(server);
  const names = Array.from({ length: files }, (_, i) => `procedures/area_${Math.floor(i / 100)}/file_${i}.sql`);
  await rewrite(folder, names, 'close_', 'shut_');
  const probe = new Probe(server);
  const started = performance.now();
  await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: names.map((name) => ({ uri: server.uriOf(name), type: changed })),
  });
  await knows(server, `shut_${(files - 1) * 4}`);
  const took = performance.now() - started;
  await quiet(server);
  process.stdout.write(
    `  ${files.toLocaleString('en-US')} files changed at once: known after ${printMs(took)}, ` +
      `diagnosed after ${printMs(performance.now() - started)}; others wait ${await probe.stop()}\n`,
  );
  await server.stop();
  await rewrite(folder, names, 'shut_', 'close_');
}

async function rewrite(folder: string, names: readonly string[], from: string, to: string): Promise<void> {
  for (const name of names) {
    const file = path.join(folder, name);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(from, to));
  }
}

/** Waits until the server finds the routine. */
async function knows(server: ServerProcess, query: string): Promise<void> {
  for (;;) {
    const found = await server.connection.sendRequest(WorkspaceSymbolRequest.type, { query });
    if (found?.some(({ name }) => name.endsWith(`.${query}`)) === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
