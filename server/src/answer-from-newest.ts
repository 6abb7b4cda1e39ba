/** Requests wait until the text that the editor shows has been read: none is answered from an older one. */
import { LSPErrorCodes, ResponseError, type CancellationToken, type Connection } from 'vscode-languageserver';
import { isWellFormed, makeWellFormed } from './workspace/well-formed';
import type { Workspace } from './workspace/workspace';

type Answer = (parameters: unknown, token: CancellationToken, ...rest: readonly unknown[]) => unknown;

/**
 * Returns a connection whose registered handlers (`onHover`, `languages.semanticTokens.on`, `onRequest`) run once every
 * document is up to date, which is at once unless a very large one was just edited.
 */
export function answerFromNewest(connection: Connection, workspace: Workspace): Connection {
  const wrap =
    (handler: Answer): Answer =>
    (parameters, token, ...rest) => {
      if (!workspace.isLate) return show(handler(parameters, token, ...rest));
      return waitFor(workspace, parameters, token).then(
        (rejection) => rejection ?? show(handler(parameters, token, ...rest)),
      );
    };
  return wrapRegistrations(connection, wrap);
}

/**
 * Returns null once the text is up to date; an error if it has another version than the requested one, or if the
 * request was cancelled.
 */
async function waitFor(
  workspace: Workspace,
  parameters: unknown,
  token: CancellationToken,
): Promise<ResponseError | null> {
  const uri = uriOf(parameters);
  const version = uri === null ? undefined : workspace.documents.get(uri)?.version;
  await workspace.caughtUp();
  if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
  const isOther = uri !== null && workspace.documents.get(uri)?.version !== version;
  return isOther ? new ResponseError(LSPErrorCodes.ContentModified, 'The document changed.') : null;
}

function uriOf(parameters: unknown): string | null {
  const { textDocument } = (parameters ?? {}) as { readonly textDocument?: { readonly uri?: unknown } };
  return typeof textDocument?.uri === 'string' ? textDocument.uri : null;
}

/** Shows characters that could not be decoded as U+FFFD. */
async function showLater(answer: Promise<unknown>): Promise<unknown> {
  return show(await answer);
}

function show(answer: unknown): unknown {
  if (answer instanceof Promise) return showLater(answer);
  return answer instanceof ResponseError || isWellFormed(answer) ? answer : makeWellFormed(answer);
}

/** Wraps the methods that register a handler, also those of `languages` and its members, so that the handlers wait. */
function wrapRegistrations<T extends object>(target: T, wrap: (handler: Answer) => Answer, isNested = false): T {
  return new Proxy(target, {
    get(owner, name) {
      const value: unknown = Reflect.get(owner, name);
      if (typeof value === 'object' && value !== null)
        return isNested || name === 'languages' ? wrapRegistrations(value, wrap, true) : value;
      if (typeof value !== 'function') return value;
      const method = value as (...all: readonly unknown[]) => unknown;
      const registers = typeof name === 'string' && /^on(?!Notification|Progress|Did|Will)/.test(name);
      return (...given: readonly unknown[]): unknown =>
        method.apply(owner, registers ? given.map((one) => (isHandler(one) ? wrap(one) : one)) : [...given]);
    },
  });
}

function isHandler(value: unknown): value is Answer {
  return typeof value === 'function';
}
