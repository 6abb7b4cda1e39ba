/** The language server's process: the real host with its ports, connected to an editor. */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type Connection,
} from 'vscode-languageserver/node';
import { openProject } from '#engine';
import { makeGate, nodeIndexStore, nodePorts, silenceLibraries } from '#engine/node';
import { FrameCheck } from './check-frames';
import { outliveExceptions } from './node-outlive';
import { readCanonical } from './canonical-uris';
import { findProjectAbove } from './node-find-project';
import { startServer } from './server';
import { pathOfUri } from './uri-paths';

silenceLibraries();

const connection = process.argv.includes('--stdio') ? connectStreams() : createConnection(ProposedFeatures.all);
startServer(connection, {
  debounceMs: 150,
  // Otherwise V8 collects only when garbage is three times as large as the live objects.
  saveMemory: () => setFlagsFromString('--heap-growing-percent=30'),
  openProject,
  findProjectAbove,
  rulePages: new URL('../docs/rules', import.meta.url).href,
  hasFolder: (uri) => pathOfUri(uri) !== null,
  isTrusting: process.argv.includes('--trust'),
  indexStoreOf: ({ cache, folder }, isTrusted) =>
    nodeIndexStore({ cache, project: folder, program: fileURLToPath(import.meta.url), gate: makeGate(isTrusted) }),
  portsOf: (folder, isTrusted, report) =>
    nodePorts(rootOf(folder), { variables: process.env, gate: makeGate(isTrusted), report }),
});

outliveExceptions((sentence) => connection.console.error(`Unexpected: ${sentence}`));

function rootOf(folder: string): string {
  const path = pathOfUri(folder);
  if (path === null) throw new Error(`${folder} is not a folder of this machine.`);
  return path;
}

/** Connects any editor. The server ends with its input, as with its parent, whose process the connection watches. */
function connectStreams(): Connection {
  const { stdin, stdout } = process;
  const frames = new FrameCheck();
  stdin.on('data', (chunk: Buffer | string) => {
    if (frames.isValid(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)) return;
    process.stderr.write(
      'error: The editor sent a message without a valid Content-Length. The language server ends.\n',
    );
    process.exit(badInput);
  });
  const reader = readCanonical(new StreamMessageReader(stdin));
  const connection = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(stdout));
  const end = (): void => process.exit();
  stdin.on('end', end);
  stdin.on('close', end);
  stdout.on('error', end);
  return connection;
}

/** The exit code of the command line for bad input. */
const badInput = 65;
