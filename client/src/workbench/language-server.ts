/** The language server as the client sees it: started over IPC, asked through typed messages. */
import { join } from 'node:path';
import {
  workspace,
  type CancellationToken,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import {
  LanguageClient,
  TransportKind,
  WorkDoneProgress,
  type LanguageClientOptions,
  type NotificationType,
  type RequestType,
  type ServerOptions,
} from 'vscode-languageclient/node';
import type { InitializationOptions, Reply } from '#protocol';
import { languageId, projectFileName, settings } from './contributions';
import { ProjectFileProblems } from './project-file-problems';

export interface LanguageServer {
  /** Sends a request. A rejected one is a bug of Sproc: it is logged, and returned as a failure. */
  ask<P, T>(type: RequestType<P, Reply<T>, void>, parameters: P, token?: CancellationToken): Promise<Reply<T>>;
  report<P>(type: NotificationType<P>, parameters: P): Promise<void>;
  on<P>(type: NotificationType<P>, handler: (parameters: P) => void): Disposable;
  onAsked<P, R>(type: RequestType<P, R, void>, handler: (parameters: P) => Promise<R>): Disposable;
  /** Calls back with each message of the work that was given this token. */
  onProgress(
    token: string,
    handler: (report: { readonly message: string; readonly percentage: number }) => void,
  ): Disposable;
  stop(): Promise<void>;
}

export async function startLanguageServer(
  context: ExtensionContext,
  log: LogOutputChannel,
  initializationOptions: InitializationOptions,
): Promise<LanguageServer> {
  const module = context.asAbsolutePath(join('dist', 'server.js'));
  const run = { module, transport: TransportKind.ipc };
  const serverOptions: ServerOptions = {
    run,
    debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  const problems = new ProjectFileProblems();
  context.subscriptions.push(problems);
  const clientOptions: LanguageClientOptions = {
    documentSelector: [
      { scheme: 'file', language: 'sql' },
      { scheme: 'file', language: languageId },
      { scheme: 'untitled', language: languageId },
      { scheme: 'file', pattern: `**/${projectFileName}` },
    ],
    outputChannel: log,
    initializationOptions,
    middleware: { handleDiagnostics: (uri, found, show) => problems.handle(uri, found, show) },
  };
  const client = new LanguageClient(settings.section, 'Sproc', serverOptions, clientOptions);
  await client.start();
  return wrap(client, log);
}

function wrap(client: LanguageClient, log: LogOutputChannel): LanguageServer {
  return {
    async ask(type, parameters, token) {
      try {
        const { method } = type;
        return await (token === undefined
          ? client.sendRequest(method, parameters)
          : client.sendRequest(method, parameters, token));
      } catch (error) {
        log.error(`${type.method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return {
          ok: false,
          error: {
            kind: 'could-not',
            message: `Internal error: ${error instanceof Error ? error.message : String(error)}`,
            remedy: 'See the log.',
          },
        };
      }
    },
    report: (type, parameters) => client.sendNotification(type.method, parameters),
    on: (type, handler) => client.onNotification(type, handler),
    onAsked: (type, handler) => client.onRequest(type.method, handler),
    onProgress: (token, handler) =>
      client.onProgress(WorkDoneProgress.type, token, (value) => {
        if (value.kind === 'report') handler({ message: value.message ?? '', percentage: value.percentage ?? 0 });
      }),
    stop: () => client.stop(),
  };
}

/** Returns true if the workspace is trusted, checked each time because a person can grant trust at any moment. */
export function isTrusted(): boolean {
  return workspace.isTrusted;
}
