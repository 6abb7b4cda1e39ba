/** The language server's process: the real world behind its ports, VS Code at the other end of the pipe. */
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodePorts } from '#engine/node';
import { startServer } from './server';

startServer(createConnection(ProposedFeatures.all), {
  portsOf: (folder) => nodePorts(fileURLToPath(folder), process.env),
});
