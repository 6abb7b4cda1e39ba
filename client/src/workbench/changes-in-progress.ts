/** The changes of environments that this window has started: one at a time for each environment. */
import type { Failure } from '#engine';
import type { Reply } from '#protocol';

/** The failure of a request whose language server ended before it answered: its effect is unknown. */
export const serverLost: Failure = {
  kind: 'could-not',
  message: 'The language server ended before it answered.',
  remedy: 'Try again once it runs.',
};

/** A change of an environment. */
export interface ChangeOf {
  readonly project: string;
  readonly environment: string;
  /** A noun with its environment, as in a sentence: `deployment to dev`. */
  readonly what: string;
}

/** The reply of a change: the person turned away, another change runs already, or nobody knows how far it came. */
export type ChangeReply<T> =
  | { readonly end: 'answered'; readonly value: T }
  | { readonly end: 'declined' }
  | { readonly end: 'busy' | 'unknown' | 'failed'; readonly error: Failure };

export class ChangesInProgress {
  readonly #running = new Map<string, string>();

  /**
   * Runs a change, unless one runs in its environment already.
   * @param ask Returns undefined if the person turned away.
   */
  async run<T>(change: ChangeOf, ask: () => Promise<Reply<T> | undefined>): Promise<ChangeReply<T>> {
    const key = JSON.stringify([change.project, change.environment]);
    const running = this.#running.get(key);
    if (running !== undefined) return { end: 'busy', error: describeBusy(running) };
    this.#running.set(key, change.what);
    try {
      const reply = await ask();
      if (reply === undefined) return { end: 'declined' };
      if (reply.ok) return { end: 'answered', value: reply.value };
      if (reply.error === serverLost) return { end: 'unknown', error: describeLost(change) };
      return { end: 'failed', error: reply.error };
    } finally {
      this.#running.delete(key);
    }
  }
}

function describeBusy(what: string): Failure {
  const message = `A ${what} runs in this window. Nothing else was started.`;
  return { kind: 'could-not', message, remedy: 'Wait for its outcome.' };
}

function describeLost({ what, environment }: ChangeOf): Failure {
  const message = `The language server ended during the ${what}. It is unknown how far it came.`;
  const recovery = { id: 'recover', environment } as const;
  return { kind: 'could-not', message, remedy: { advice: [recovery, ' finds out, and finishes or undoes it.'] } };
}
