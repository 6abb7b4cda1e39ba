/** A tiny editor on in-memory streams: it opens documents, sends requests, and records notifications. */
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidOpenTextDocumentNotification,
  FileChangeType,
  InitializedNotification,
  InitializeRequest,
  ProposedFeatures,
  PublishDiagnosticsNotification,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeParams,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { makeGate } from '../../engine/src/base/node-gate';
import type { Connect } from '../../engine/src/database/connection/session';
import { openProject } from '../../engine/src/use-cases/open-project';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import type { Registry } from '../../engine/src/registry/records/registry';
import type { RegistryFiles } from '../../engine/src/registry/folder/registry-files';
import {
  projectState,
  secretWanted,
  sourceOpened,
  stateChanged,
  sourceRoutines,
  type ProjectState,
  type SourceRoutine,
  type StoredSecret,
} from '../../protocol/src/protocol';
import { startServer } from '../../server/src/server';
import { fixedProvenance, memorySecrets, memorySourceTree, type MemorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';
import { splitFiles } from '../support/source-files';

export const folder = 'file:///project';

export interface EditorOptions {
  readonly trusted?: boolean;
  /** The selected environment. */
  readonly selected?: string;
  readonly settings?: unknown;
  readonly connect?: Connect;
  /** A twin of the engine, for what needs a server. */
  readonly openProject?: typeof openProject;
  readonly passwords?: Readonly<Record<string, string>>;
  readonly ledgerKeys?: Readonly<Record<string, string>>;
  /** The targets for which these secrets were stored; by default the requested one. */
  readonly storedFor?: readonly string[];
  readonly capabilities?: InitializeParams['capabilities'];
  /** A registry in a folder instead of one in memory. */
  readonly registryFiles?: RegistryFiles;
  /** False for a folder without a sproc.json. */
  readonly isProject?: boolean;
}

export interface Editor {
  readonly connection: ProtocolConnection;
  readonly tree: MemorySourceTree;
  readonly registry: Registry;
  /** Notifications of the server, newest last: `sources`, `opened a.sql`, `message: …`. */
  readonly told: readonly string[];
  open(path: string, text?: string, language?: string): Promise<void>;
  type(path: string, text: string): Promise<void>;
  /** Changes a file outside the editor; null deletes it. */
  changeFile(path: string, text: string | null): Promise<void>;
  /** Deletes a folder with its files, of which VS Code reports only the folder. */
  deleteFolder(path: string): Promise<void>;
  /** Returns the marks in a file as soon as they differ from before: `code line:column`. */
  nextDiagnostics(path: string): Promise<readonly string[]>;
  diagnostics(path: string): readonly string[];
  /** Waits until the server sends this message, from now on. */
  hears(said: string): Promise<void>;
  state(): Promise<ProjectState>;
  sources(): Promise<readonly SourceRoutine[]>;
  close(): Promise<void>;
}

export const usualProject = JSON.stringify({
  schema: 'shop',
  sources: ['**/*.sql'],
  environments: { dev: { host: 'db', user: 'dev', schema: 'shop_dev', stage: 'DEVELOPMENT' } },
});

/** Opens an editor with files as in `-- file: a.sql`; without a sproc.json among them the project has the usual one. */
export async function openEditor(text: string, options: EditorOptions = {}): Promise<Editor> {
  const files = Object.fromEntries(splitFiles(text.replace(/^\n/, '')).map((file) => [file.file, file.text]));
  const tree = memorySourceTree(options.isProject === false ? files : { 'sproc.json': usualProject, ...files });
  const registry = memoryRegistry();
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  const server = createConnection(ProposedFeatures.all, toServer, toEditor);
  startServer(server, {
    debounceMs: 5,
    findProjectAbove: () => Promise.resolve(null),
    hasFolder: () => true,
    isTrusting: false,
    rulePages: 'file:///sproc/docs/rules',
    saveMemory: () => undefined,
    openProject: options.openProject ?? openProject,
    indexStoreOf: () => ({ read: () => Promise.resolve(null), write: () => Promise.resolve() }),
    portsOf: (_folder, isTrusted, tell) => ({
      tree,
      secrets: memorySecrets(),
      provenance: fixedProvenance(),
      connect: makeGate(isTrusted).connecting(options.connect ?? refuse),
      openRegistry: () =>
        options.registryFiles === undefined ? registry : folderRegistry(options.registryFiles, tell),
    }),
  });
  const connection = createProtocolConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
  const editor = new InMemoryEditor(connection, tree, registry);
  await editor.start(options);
  return editor;
}

const refuse: Connect = () =>
  Promise.resolve({ ok: false, error: { kind: 'unreachable', message: 'No server answers in these tests.' } });

class InMemoryEditor implements Editor {
  readonly told: string[] = [];
  readonly #marked = new Map<string, readonly string[]>();
  /** The files with diagnostics since the last action that no test has read yet. */
  readonly #unseen = new Set<string>();
  readonly #waiting = new Map<string, ((found: readonly string[]) => void)[]>();
  readonly #versions = new Map<string, number>();
  #listening: readonly { readonly said: string; readonly resolve: () => void }[] = [];

  readonly connection: ProtocolConnection;
  readonly tree: MemorySourceTree;
  readonly registry: Registry;

  constructor(connection: ProtocolConnection, tree: MemorySourceTree, registry: Registry) {
    this.connection = connection;
    this.tree = tree;
    this.registry = registry;
  }

  async start({
    trusted = true,
    selected,
    settings = null,
    passwords = {},
    ledgerKeys = {},
    storedFor,
    capabilities = {},
    isProject = true,
  }: EditorOptions): Promise<void> {
    const { connection } = this;
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('client/unregisterCapability', () => null);
    connection.onRequest('workspace/configuration', () => [settings]);
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.onRequest(secretWanted, ({ environment, secret, audience }): StoredSecret => {
      const value = (secret === 'password' ? passwords : ledgerKeys)[environment];
      if (value === undefined) return { kind: 'none' };
      if (storedFor !== undefined && audience.some((one) => !storedFor.includes(one)))
        return { kind: 'held-back', storedFor };
      return { kind: 'stored', value };
    });
    connection.onNotification(stateChanged, ({ what }) => this.#hear(what));
    connection.onNotification(ShowMessageNotification.type, ({ message }) => this.#hear(`message: ${message}`));
    connection.onNotification(sourceOpened, ({ uri }) => this.#hear(`opened ${pathOf(uri)}`));
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      const path = pathOf(uri);
      this.#marked.set(path, diagnostics.map(printDiagnostic));
      const waiting = this.#waiting.get(path);
      if (waiting === undefined) this.#unseen.add(path);
      for (const resolve of waiting ?? []) resolve(this.diagnostics(path));
      this.#waiting.delete(path);
    });
    connection.listen();
    const chosen = selected === undefined ? {} : { [folder]: selected };
    const initializationOptions = { trusted, projects: isProject ? [folder] : [], selected: chosen };
    const workspaceFolders = isProject ? null : [{ uri: folder, name: 'project' }];
    const parameters = { processId: null, capabilities, workspaceFolders, initializationOptions };
    await connection.sendRequest(InitializeRequest.type, parameters as unknown as InitializeParams);
    await connection.sendNotification(InitializedNotification.type, {});
    if (isProject) await this.hears('project-file');
  }

  async open(path: string, text = this.tree.files.get(path) ?? '', languageId = 'mysql-routine'): Promise<void> {
    this.#unseen.clear();
    this.#versions.set(path, 1);
    const textDocument = { uri: uriOf(path), languageId, version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  async type(path: string, text: string): Promise<void> {
    this.#unseen.clear();
    const version = (this.#versions.get(path) ?? 0) + 1;
    this.#versions.set(path, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: uriOf(path), version },
      contentChanges: [{ text }],
    });
  }

  async changeFile(path: string, text: string | null): Promise<void> {
    this.#unseen.clear();
    const existed = this.tree.files.has(path);
    if (text === null) this.tree.files.delete(path);
    else this.tree.files.set(path, text);
    const type = text === null ? FileChangeType.Deleted : existed ? FileChangeType.Changed : FileChangeType.Created;
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf(path), type }],
    });
  }

  async deleteFolder(path: string): Promise<void> {
    this.#unseen.clear();
    for (const file of [...this.tree.files.keys()]) if (file.startsWith(`${path}/`)) this.tree.files.delete(file);
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf(path), type: FileChangeType.Deleted }],
    });
  }

  nextDiagnostics(path: string): Promise<readonly string[]> {
    if (this.#unseen.delete(path)) return Promise.resolve(this.diagnostics(path));
    return new Promise((resolve) => this.#waiting.set(path, [...(this.#waiting.get(path) ?? []), resolve]));
  }

  hears(said: string): Promise<void> {
    return new Promise((resolve) => (this.#listening = [...this.#listening, { said, resolve }]));
  }

  #hear(said: string): void {
    this.told.push(said);
    const heard = this.#listening.filter((listener) => listener.said === said);
    this.#listening = this.#listening.filter((listener) => listener.said !== said);
    for (const { resolve } of heard) resolve();
  }

  diagnostics(path: string): readonly string[] {
    return this.#marked.get(path) ?? [];
  }

  async state(): Promise<ProjectState> {
    const reply = await this.connection.sendRequest(projectState, { project: folder });
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value;
  }

  async sources(): Promise<readonly SourceRoutine[]> {
    const reply = await this.connection.sendRequest(sourceRoutines, { project: folder });
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value;
  }

  async close(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    this.connection.dispose();
  }
}

/** Returns the URI of a path in the project; anything else is a complete URI. */
export function uriOf(path: string): string {
  return path.startsWith('file:') ? path : `${folder}/${path}`;
}

function pathOf(uri: string): string {
  return uri.startsWith(`${folder}/`) ? uri.slice(folder.length + 1) : uri;
}

function printDiagnostic({ code, range: { start } }: Diagnostic): string {
  return `${String(code)} ${start.line + 1}:${start.character + 1}`;
}
