/** The language server's process: the real world behind its ports, VS Code at the other end of the pipe. */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { openProject } from '#engine';
import { makeGate, nodeIndexStore, nodePorts, silenceLibraries } from '#engine/node';
import { startServer } from './server';

silenceLibraries();

startServer(createConnection(ProposedFeatures.all), {
  debounceMs: 150,
  // Else V8 lets garbage grow to three times what is alive before it collects.
  saveMemory: () => setFlagsFromString('--heap-growing-percent=30'),
  openProject,
  indexStoreOf: ({ cache, folder }, isTrusted) =>
    nodeIndexStore({ cache, project: folder, program: fileURLToPath(import.meta.url), gate: makeGate(isTrusted) }),
  portsOf: (folder, isTrusted, report) =>
    nodePorts(fileURLToPath(folder), { variables: process.env, gate: makeGate(isTrusted), report }),
});
