/** Shows work that the server does: waiting for an answer, and carrying out steps with a Cancel button. */
import { ProgressLocation, window, type CancellationToken, type ProgressOptions } from 'vscode';
import type { Failure } from '#engine';
import { visible, type Reply } from '#protocol';
import type { LanguageServer } from './language-server';

/** The failure of a cancelled request; it is not shown. */
export const givenUp: Failure = { kind: 'could-not', message: 'Canceled.' };

/** Shows progress for a request that may take a while; Cancel stops waiting at once. */
export async function whileAsking<T>(
  title: string,
  ask: (token: CancellationToken) => Promise<Reply<T>>,
): Promise<Reply<T>> {
  return window.withProgress(notification(title), (_, token) => {
    const cancelled = new Promise<Reply<T>>((resolve) =>
      token.onCancellationRequested(() => resolve({ ok: false, error: givenUp })),
    );
    return Promise.race([ask(token), cancelled]);
  });
}

function notification(title: string): ProgressOptions {
  return { location: ProgressLocation.Notification, title: visible(title), cancellable: true };
}

let lastToken = 0;

/** Shows progress for work that reports its steps under the given token; Cancel stops before the next step. */
export async function whileWorking<T>(
  server: LanguageServer,
  title: string,
  work: (workDoneToken: string, token: CancellationToken) => Promise<T>,
): Promise<T> {
  const workDoneToken = `sproc-${++lastToken}`;
  return window.withProgress(notification(title), async (bar, token) => {
    let reached = 0;
    const listener = server.onProgress(workDoneToken, ({ message, percentage }) => {
      bar.report({ message: visible(message), increment: Math.max(0, percentage - reached) });
      reached = Math.max(reached, percentage);
    });
    try {
      return await work(workDoneToken, token);
    } finally {
      listener.dispose();
    }
  });
}
