/** The language server as the client sees it: started over IPC, asked through typed messages. */
import { join } from 'node:path';
import {
  EventEmitter,
  MarkdownString,
  workspace,
  type CancellationToken,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  type Position,
  type TextDocument,
} from 'vscode';
import {
  CloseAction,
  LanguageClient,
  ErrorCodes,
  ResponseError,
  State,
  TransportKind,
  WorkDoneProgress,
  ErrorAction,
  type CloseHandlerResult,
  type ErrorHandler,
  type LanguageClientOptions,
  type NotificationType,
  type RequestType,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { hoverLinks, languages, type InitializationOptions, type Reply } from '#protocol';
import { serverStopped } from './server-stopped';
import { serverLost } from './changes-in-progress';
import { languageId, projectFileName, settings } from './contributions';
import { tracingTo } from './hide-secrets';
import { hoverCommands, printHoverLinks } from './hover-links';
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
  /** Calls back when the server runs again, and when it has stopped for good: it crashed too often. */
  onDidChangeRunning(handler: (isRunning: boolean) => void): Disposable;
  /** Starts the server again, whether it runs or not. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function startLanguageServer(
  context: ExtensionContext,
  log: LogOutputChannel,
  initializationOptions: () => InitializationOptions,
): LanguageServer {
  const module = context.asAbsolutePath(join('dist', 'server.js'));
  const run = { module, transport: TransportKind.ipc };
  const serverOptions: ServerOptions = {
    run,
    debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  const problems = new ProjectFileProblems();
  context.subscriptions.push(problems);
  const running = new EventEmitter<boolean>();
  const crashes = new Crashes(() => running.fire(false));
  context.subscriptions.push(running);
  const clientOptions: LanguageClientOptions = {
    documentSelector: [
      ...languages.sql.map((language) => ({ scheme: 'file', language })),
      { scheme: 'file', language: languageId },
      { scheme: 'untitled', language: languageId },
      { scheme: 'file', pattern: `**/${projectFileName}` },
    ],
    outputChannel: log,
    traceOutputChannel: tracingTo(log),
    // Read at every start: after a crash, too, the server gets the present projects and trust.
    initializationOptions,
    errorHandler: crashes,
    middleware: {
      handleDiagnostics: (uri, found, show) => problems.handle(uri, found, show),
      async provideHover(document, position, token, next) {
        const hover = await next(document, position, token);
        if (hover != null) hover.contents.push(...(await linksAt(client, document, position, token)));
        return hover;
      },
    },
  };
  const client = new LanguageClient(settings.section, 'Sproc', serverOptions, clientOptions);
  crashes.forget(client);
  let isFirst = true;
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Running) return;
    if (!isFirst) running.fire(true);
    isFirst = false;
  });
  // Nobody waits for it: requests do by themselves, and VS Code activates other extensions meanwhile.
  client.start().catch((error: unknown) => {
    isFirst = false;
    log.error(`The language server did not start: ${error instanceof Error ? error.message : String(error)}`);
    running.fire(false);
  });
  return {
    ...wrap(client, log),
    onDidChangeRunning: (handler) => running.event(handler),
    async restart() {
      crashes.forget(client);
      if (client.isRunning()) await client.stop();
      await client.start();
    },
  };
}

/**
 * Returns the links below a hover. Only this text of our own may run commands; the server's, which shows comments of
 * sources, is not trusted.
 */
async function linksAt(
  client: LanguageClient,
  document: TextDocument,
  position: Position,
  token: CancellationToken,
): Promise<readonly MarkdownString[]> {
  const place = client.code2ProtocolConverter.asTextDocumentPositionParams(document, position);
  const reply = await client.sendRequest(hoverLinks, place, token).catch(() => null);
  if (reply?.ok !== true || reply.value.length === 0) return [];
  const text = new MarkdownString(printHoverLinks(reply.value));
  text.isTrusted = { enabledCommands: hoverCommands };
  return [text];
}

/** Leaves crashes to the client's own handler, but not the message with which it gives up: that has no button. */
class Crashes implements ErrorHandler {
  readonly #onGivenUp: () => void;
  #usual: ErrorHandler | null = null;

  constructor(onGivenUp: () => void) {
    this.#onGivenUp = onGivenUp;
  }

  forget(client: LanguageClient): void {
    this.#usual = client.createDefaultErrorHandler();
  }

  error(...given: Parameters<ErrorHandler['error']>): ReturnType<ErrorHandler['error']> {
    return this.#usual?.error(...given) ?? { action: ErrorAction.Continue };
  }

  async closed(): Promise<CloseHandlerResult> {
    const result = (await this.#usual?.closed()) ?? { action: CloseAction.DoNotRestart };
    if (result.action === CloseAction.Restart) return { ...result, handled: true };
    // The client has taken note of it only after this.
    setTimeout(this.#onGivenUp, 0);
    return { ...result, handled: true };
  }
}

function wrap(client: LanguageClient, log: LogOutputChannel): Omit<LanguageServer, 'onDidChangeRunning' | 'restart'> {
  return {
    async ask(type, parameters, token) {
      const wasRunning = client.isRunning();
      try {
        const { method } = type;
        return await (token === undefined
          ? client.sendRequest(method, parameters)
          : client.sendRequest(method, parameters, token));
      } catch (error) {
        if (isRejectedByEnd(error) || (wasRunning && !client.isRunning())) return { ok: false, error: serverLost };
        if (!client.isRunning()) return { ok: false, error: serverStopped };
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
    async report(type, parameters) {
      // A stopped server reads everything anew when it starts.
      if (client.state !== State.Stopped) await client.sendNotification(type.method, parameters);
    },
    on: (type, handler) => client.onNotification(type, handler),
    onAsked: (type, handler) => client.onRequest(type.method, handler),
    onProgress: (token, handler) =>
      client.onProgress(WorkDoneProgress.type, token, (value) => {
        if (value.kind === 'report') handler({ message: value.message ?? '', percentage: value.percentage ?? 0 });
      }),
    stop: () => client.stop(),
  };
}

/** Returns true for a request that was sent, and lost its connection before its answer. */
function isRejectedByEnd(error: unknown): boolean {
  return error instanceof ResponseError && error.code === ErrorCodes.PendingResponseRejected;
}

/** Returns true if the workspace is trusted, checked each time because a person can grant trust at any moment. */
export function isTrusted(): boolean {
  return workspace.isTrusted;
}
