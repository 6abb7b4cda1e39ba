/** The language server's process: the real world behind its ports, VS Code at the other end of the pipe. */
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { openProject } from '#engine';
import { nodeIndexStore, nodePorts } from '#engine/node';
import { startServer } from './server';

startServer(createConnection(ProposedFeatures.all), {
  settling: 150,
  openProject,
  indexStoreOf: (cache, folder) => nodeIndexStore({ cache, project: folder, program: fileURLToPath(import.meta.url) }),
  portsOf: (folder) => nodePorts(fileURLToPath(folder), process.env),
});
