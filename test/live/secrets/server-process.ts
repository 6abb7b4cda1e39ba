/** The language server as it ships, as a process; the secrets that it asks for come over the wire, as from the editor. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  InitializedNotification,
  InitializeRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeParams,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { secretWanted, stateChanged, type SecretKind, type StoredSecret } from '../../../protocol/src/protocol';
import { repositoryPath } from '../../../scripts/repository';

const program = repositoryPath('dist', 'server.js');

/** Returns a secret from the editor's store; null if there is none. */
type SecretOf = (environment: string, secret: SecretKind) => string | null;

export class ServerProcess {
  readonly connection: ProtocolConnection;
  readonly project: string;
  readonly #child: ChildProcess;
  #said = '';

  private constructor(child: ChildProcess, connection: ProtocolConnection, project: string) {
    this.#child = child;
    this.connection = connection;
    this.project = project;
  }

  static async start(
    folder: string,
    variables: Readonly<Record<string, string>>,
    secretOf: SecretOf,
  ): Promise<ServerProcess> {
    if (!existsSync(program)) throw new Error('There is no dist/server.js: run npm run build.');
    const child = spawn(process.execPath, [program, '--stdio'], { cwd: folder, env: { ...variables }, stdio: 'pipe' });
    const heard = new PassThrough();
    const connection = createProtocolConnection(new StreamMessageReader(heard), new StreamMessageWriter(child.stdin));
    const server = new ServerProcess(child, connection, pathToFileURL(folder).href);
    child.stdout.on('data', (data: Buffer) => {
      server.#said += data.toString();
      heard.write(data);
    });
    child.stderr.on('data', (data: Buffer) => (server.#said += data.toString()));
    await server.#introduce(secretOf);
    return server;
  }

  /** All that it wrote, protocol and all, so far. */
  get said(): string {
    return this.#said;
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    this.connection.dispose();
    this.#child.kill();
    await once(this.#child, 'exit');
  }

  async #introduce(secretOf: SecretOf): Promise<void> {
    const { connection, project } = this;
    for (const asked of ['client/registerCapability', 'client/unregisterCapability', 'workspace/codeLens/refresh'])
      connection.onRequest(asked, () => null);
    connection.onRequest('workspace/configuration', () => [null]);
    connection.onRequest(secretWanted, ({ environment, secret }): StoredSecret => {
      const stored = secretOf(environment, secret);
      return stored === null ? { kind: 'none' } : { kind: 'stored', value: stored };
    });
    const ready = new Promise<void>((resolve) => {
      connection.onNotification(stateChanged, ({ what }) => {
        if (what === 'project-file') resolve();
      });
    });
    connection.listen();
    const initializationOptions = { trusted: true, projects: [project] };
    const parameters = { processId: null, capabilities: {}, workspaceFolders: null, initializationOptions };
    await connection.sendRequest(InitializeRequest.type, parameters as unknown as InitializeParams);
    await connection.sendNotification(InitializedNotification.type, {});
    await ready;
  }
}
