/** The histories of environments that were read in this window, so that none is read again without need. */
import type { Failure } from '#engine';
import { history, type DescribedHistory, type Reply } from '#protocol';
import type { LanguageServer } from '../workbench/language-server';

export class Histories {
  readonly #server: Pick<LanguageServer, 'ask'>;
  readonly #replies = new Map<string, Promise<Reply<DescribedHistory>>>();
  readonly #failures = new Map<string, Failure>();
  /** The time of the oldest reading in milliseconds; null without any. */
  #since: number | null = null;

  constructor(server: Pick<LanguageServer, 'ask'>) {
    this.#server = server;
  }

  /** Returns the history; reads it if it is not known, or was forgotten. */
  read(project: string, environment: string): Promise<Reply<DescribedHistory>> {
    const name = nameIn(project, environment);
    const known = this.#replies.get(name);
    if (known !== undefined) return known;
    this.#since ??= Date.now();
    const reading = this.#server.ask(history, { project, environment }).then((reply) => {
      if (!reply.ok && this.#replies.get(name) === reading) this.#failures.set(name, reply.error);
      return reply;
    });
    this.#replies.set(name, reading);
    return reading;
  }

  forget(project: string, environment: string): void {
    this.#replies.delete(nameIn(project, environment));
    this.#failures.delete(nameIn(project, environment));
  }

  /** Forgets the failures; returns true if there was one. */
  retry(): boolean {
    const failed = [...this.#failures.keys()];
    for (const name of failed) this.#replies.delete(name);
    this.#failures.clear();
    return failed.length > 0;
  }

  /** Returns true if a history is so old that somebody may have deployed since from elsewhere. */
  areOld(now: number): boolean {
    return this.#since !== null && now - this.#since > old;
  }

  forgetAll(): void {
    this.#since = null;
    this.#replies.clear();
    this.#failures.clear();
  }
}

function nameIn(project: string, environment: string): string {
  return `${project} ${environment}`;
}

/** Five minutes, in milliseconds. */
const old = 300_000;
