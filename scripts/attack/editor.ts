/** The language server as an editor runs it, in a separate process; the folder may be untrusted. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  InitializedNotification,
  InitializeRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeParams,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import * as protocol from '../../protocol/src/protocol';
import { repositoryPath } from '../repository';
import type { Scene } from './scene';

const program = repositoryPath('dist', 'server.js');

export interface EditorOptions {
  /** False is Restricted Mode. */
  readonly isTrusted: boolean;
  /** Returns the stored secret for this question of the server; null by default. */
  readonly password?: (question: Readonly<Record<string, unknown>>) => string | null;
}

export class Editor {
  readonly connection: ProtocolConnection;
  readonly project: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, connection: ProtocolConnection, project: string) {
    this.#child = child;
    this.connection = connection;
    this.project = project;
  }

  static async open(scene: Scene, { isTrusted, password = () => null }: EditorOptions): Promise<Editor> {
    const env = scene.variables({ traced: true });
    const child = spawn(process.execPath, [program, '--stdio'], { cwd: scene.home, env, stdio: 'pipe' });
    child.stderr.resume();
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.onRequest('workspace/configuration', () => [null]);
    connection.onRequest(protocol.secretWanted, (question): protocol.StoredSecret => {
      const stored = question.secret === 'password' ? password({ ...question }) : null;
      return stored === null ? { kind: 'none' } : { kind: 'stored', value: stored };
    });
    for (const method of ['client/registerCapability', 'client/unregisterCapability'])
      connection.onRequest(method, () => null);
    for (const what of ['codeLens', 'inlayHint']) connection.onRequest(`workspace/${what}/refresh`, () => null);
    connection.listen();
    const editor = new Editor(child, connection, pathToFileURL(scene.project).href);
    const initializationOptions = { trusted: isTrusted, projects: [editor.project], cache: null };
    const parameters = { processId: null, capabilities: {}, workspaceFolders: null, initializationOptions };
    await connection.sendRequest(InitializeRequest.type, parameters as unknown as InitializeParams);
    await connection.sendNotification(InitializedNotification.type, {});
    return editor;
  }

  uriOf(file: string): string {
    return `${this.project}/${file}`;
  }

  /** Returns the answer, the reason for a rejection, or `silent` if there is none in time. */
  async ask(method: string, parameters: object, seconds = 20): Promise<unknown> {
    const answer = this.connection.sendRequest(method, parameters).catch((problem: unknown) => ({
      rejected: problem instanceof Error ? problem.message : String(problem),
    }));
    return Promise.race([answer, pause(seconds * 1_000, 'silent', { ref: false })]);
  }

  /** Sends every request of the protocol, with all parameters that one may need. */
  async askEverything(parameters: object): Promise<readonly string[]> {
    const requests = Object.values(protocol).filter((value) => value instanceof Object && 'method' in value);
    const methods = requests
      .filter((value) => value.constructor.name.startsWith('RequestType'))
      .map(({ method }) => method)
      .filter((method) => method !== protocol.secretWanted.method);
    for (const method of methods) await this.ask(method, { project: this.project, ...parameters });
    return methods;
  }

  /** Returns the maximum memory of the process in megabytes; null if the system does not report it. */
  megabytes(): number | null {
    const file = `/proc/${String(this.#child.pid)}/status`;
    if (!existsSync(file)) return null;
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1_024;
  }

  /** Returns the seconds of processor time of the main thread; null if the system does not report it. */
  worked(): number | null {
    const file = `/proc/${String(this.#child.pid)}/schedstat`;
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e9 : null;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async close(): Promise<void> {
    const gone = this.isAlive ? once(this.#child, 'exit') : Promise.resolve();
    this.#child.kill('SIGKILL');
    await gone;
    this.connection.dispose();
  }
}
