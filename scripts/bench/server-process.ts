/** The language server as an editor runs it: its own process, spoken to over the real protocol. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type Diagnostic,
  type InitializeParams,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { secretWanted, type StoredSecret, projectState, type InitializationOptions } from '../../protocol/src/protocol';

interface ServerOptions {
  readonly cache?: string | null;
  readonly trusted?: boolean;
  /** The variables beside those of this process. */
  readonly variables?: Readonly<Record<string, string>>;
}

export class ServerProcess {
  readonly connection: ProtocolConnection;
  readonly project: string;
  /** The capabilities beyond this project's own messages. */
  capabilities: ServerCapabilities = {};
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(uri: string) => void>();
  readonly #shown = new Map<string, readonly Diagnostic[]>();

  private constructor(child: ChildProcess, connection: ProtocolConnection, project: string) {
    this.#child = child;
    this.connection = connection;
    this.project = project;
  }

  /** Starts `program` with Node.js and opens a project; `indexed` waits until the sources have been read. */
  static async start(
    folder: string,
    program: readonly string[],
    { cache = null, trusted = true, variables = {} }: ServerOptions = {},
  ): Promise<ServerProcess> {
    const child = spawn(process.execPath, [...program, '--stdio'], {
      env: { ...process.env, ...variables },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const server = new ServerProcess(child, connection, pathToFileURL(folder).href);
    connection.onRequest(RegistrationRequest.type, () => undefined);
    connection.onRequest('workspace/configuration', () => [null]);
    connection.onRequest(secretWanted, (): StoredSecret => ({ kind: 'none' }));
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.onRequest('workspace/inlayHint/refresh', () => null);
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      server.#shown.set(uri, diagnostics);
      for (const listen of server.#listeners) listen(uri);
    });
    connection.listen();
    const initializationOptions: InitializationOptions = { trusted, projects: [server.project], selected: {}, cache };
    const parameters = { processId: process.pid, workspaceFolders: null, capabilities: {}, initializationOptions };
    const { capabilities } = await connection.sendRequest(
      InitializeRequest.type,
      parameters as unknown as InitializeParams,
    );
    server.capabilities = capabilities;
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

  /** Waits until diagnostics of a file are published. */
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

  /** Waits until the diagnostics of a file are as expected. */
  async shows(uri: string, isRight: (shown: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
    for (;;) {
      const shown = this.#shown.get(uri) ?? [];
      if (isRight(shown)) return shown;
      await this.published(uri);
    }
  }

  /** Returns the megabytes of memory of the process. */
  memory(): number {
    const status = readFileSync(`/proc/${String(this.#child.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1e3;
  }

  /**
   * Returns the milliseconds of processor time of the main thread since the start: it does all of the work but garbage
   * collection.
   */
  work(): number {
    const [nanoseconds] = readFileSync(`/proc/${String(this.#child.pid)}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    await ended;
    this.connection.dispose();
  }
}
