/** The language server as an editor runs it: its own process, spoken to over the real protocol. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeParams,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { projectState, type InitializationOptions } from '../../protocol/src/protocol';

export class ServerProcess {
  readonly connection: ProtocolConnection;
  readonly project: string;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(uri: string) => void>();

  private constructor(child: ChildProcess, connection: ProtocolConnection, project: string) {
    this.#child = child;
    this.connection = connection;
    this.project = project;
  }

  /** Asks the server to open a project; `indexed` waits until it has read the sources. */
  static async start(folder: string): Promise<ServerProcess> {
    const child = spawn(process.execPath, [path.resolve('dist/server.js'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const server = new ServerProcess(child, connection, pathToFileURL(folder).href);
    connection.onRequest(RegistrationRequest.type, () => undefined);
    connection.onRequest('workspace/configuration', () => [null]);
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.onRequest('workspace/inlayHint/refresh', () => null);
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri }) => {
      for (const listen of server.#listeners) listen(uri);
    });
    connection.listen();
    const initializationOptions: InitializationOptions = { trusted: true, projects: [server.project] };
    const parameters = { processId: process.pid, workspaceFolders: null, capabilities: {}, initializationOptions };
    await connection.sendRequest(InitializeRequest.type, parameters as unknown as InitializeParams);
    await connection.sendNotification(InitializedNotification.type, {});
    return server;
  }

  uriOf(file: string): string {
    return `${this.project}/${file}`;
  }

  async indexed(): Promise<void> {
    const state = await this.connection.sendRequest(projectState, { project: this.project });
    if (!state.ok) throw new Error(state.error.message);
  }

  /** Until diagnostics of a file are published. */
  published(uri: string): Promise<void> {
    return new Promise((resolve) => {
      const listen = (told: string): void => {
        if (told !== uri) return;
        this.#listeners.delete(listen);
        resolve();
      };
      this.#listeners.add(listen);
    });
  }

  /** Megabytes of memory that the process holds. */
  memory(): number {
    const status = readFileSync(`/proc/${String(this.#child.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1e3;
  }

  /** Milliseconds of processor time since the start. */
  work(): number {
    const fields =
      readFileSync(`/proc/${String(this.#child.pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    await ended;
    this.connection.dispose();
  }
}
