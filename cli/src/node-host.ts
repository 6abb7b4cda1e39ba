/** The process that runs the command line: its terminal, its disk, its signals. */
import { existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { pathToFileURL } from 'node:url';
import { openProject, projectFile, type Failure, type Result } from '#engine';
import { nodePorts, nodeSourceTree, openGate } from '#engine/node';
import { readInput, readPlain, readPlainSource, writeNew, writePlain } from './node-plain-file';
import type { Host } from './shared/host';
import { plain, printWarning } from './report/style';

export function nodeHost(): Host {
  const { stdin, stdout, stderr } = process;
  const variables = process.env;
  const folder = process.cwd();
  const progress = progressLine(stderr);
  let interruption: AbortController | null = null;
  return {
    version: readVersion(),
    runtime: { node: process.versions.node, platform: `${process.platform} ${process.arch}` },
    folder,
    interactive: stdin.isTTY && stdout.isTTY,
    isTerminal: stdout.isTTY,
    coloured: stdout.isTTY && (variables['NO_COLOR'] ?? '') === '' && variables['TERM'] !== 'dumb',
    print: (text) => void (progress.clear(), stdout.write(text)),
    report: (text) => void (progress.clear(), stderr.write(text)),
    showProgress: (line) => progress.show(line),
    ask,
    readInput: () => readInput(stdin),
    kindOf: (path) =>
      stat(resolve(folder, path)).then(
        (found) => (found.isDirectory() ? 'folder' : 'file'),
        () => 'missing',
      ),
    read: (path) => readPlain(resolve(folder, path)),
    write: (path, text, mayReplace) => writePlain(resolve(folder, path), text, mayReplace),
    writeNew: (path, text) => writeNew(resolve(folder, path), text),
    readSource: (path) => readPlainSource(resolve(folder, path)),
    treeOf: (path) => nodeSourceTree(resolve(folder, path), openGate),
    findProject: (given) =>
      Promise.resolve(given === undefined ? (findUpwards(folder, projectFile) ?? folder) : resolve(folder, given)),
    open: (root) =>
      openProject(
        nodePorts(root, {
          variables,
          gate: openGate,
          states: stateFolder(variables),
          report: (sentence) => void stderr.write(printWarning(sentence, plain)),
        }),
      ),
    serveEditor,
    catchInterruption: () =>
      (interruption ??= catchInterruption((text) => void (progress.clear(), stderr.write(text)))).signal,
  };
}

/** Creates a line that each next one replaces; nothing is written unless the stream is a terminal. */
function progressLine(stream: NodeJS.WriteStream): { show(line: string): void; clear(): void } {
  let isShown = false;
  const erase = '\r\u001b[K';
  return {
    show(line) {
      if (!stream.isTTY) return;
      isShown = true;
      stream.write(`${erase}${line.slice(0, Math.max(stream.columns - 1, 20))}`);
    },
    clear() {
      if (isShown) stream.write(erase);
      isShown = false;
    },
  };
}

/** Runs the language server until it ends the process. It is a separate file, so that no other command loads it. */
async function serveEditor(): Promise<Result<never, Failure>> {
  const program = join(__dirname, 'server.js');
  if (!existsSync(program)) {
    const message = `The language server ${program} is missing.`;
    return { ok: false, error: { kind: 'could-not', message, remedy: 'Install Sproc again.' } };
  }
  await import(pathToFileURL(program).href);
  return new Promise(() => undefined);
}

/** Asks a question; null if the input ends, or if the person interrupts. */
async function ask(question: string): Promise<string | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const stopped = new Promise<null>((resolveWith) => {
    terminal.once('close', () => resolveWith(null));
    terminal.once('SIGINT', () => resolveWith(null));
  });
  try {
    return await Promise.race([terminal.question(question), stopped]);
  } finally {
    terminal.close();
  }
}

function catchInterruption(report: (text: string) => void): AbortController {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(2);
      report(
        'Stopping after the current step. What was changed is restored, unless that was the last step. Press Ctrl+C again to quit now (then run `sproc recover`).\n',
      );
      controller.abort();
    });
  }
  return controller;
}

/** Returns the folder in which the user's programs keep what is worth keeping between two runs; null if there is none. */
function stateFolder(variables: NodeJS.ProcessEnv): string | null {
  const home = homedir();
  const own =
    process.platform === 'win32'
      ? variables['LOCALAPPDATA']
      : (variables['XDG_STATE_HOME'] ?? join(home, '.local/state'));
  return own !== undefined && isAbsolute(own) ? join(own, 'sproc') : null;
}

function findUpwards(folder: string, file: string): string | null {
  if (existsSync(join(folder, file))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : findUpwards(parent, file);
}

function readVersion(): string {
  const root = findUpwards(__dirname, 'package.json');
  if (root === null) return 'unknown';
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version;
}
