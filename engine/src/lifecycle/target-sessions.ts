/** The sessions that a deployment keeps open on one target, each with one job; opened when first asked for. */
import type { Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { Session } from '../database/session';
import type { OpenSession } from './open-target';

/**
 * `reader` reads catalogs, `worker` runs statements one at a time, `packets` several at once, `rehearsal` and `scratch` compile,
 * `ledger` writes the journal; `holder`, `dropper`, `closer` and `watcher` carry out a queued replacement.
 */
export type SessionRole =
  'reader' | 'worker' | 'packets' | 'rehearsal' | 'ledger' | 'scratch' | 'holder' | 'dropper' | 'closer' | 'watcher';

const single: ReadonlySet<SessionRole> = new Set(['worker', 'rehearsal', 'scratch', 'holder', 'closer']);

export class TargetSessions {
  readonly #open: OpenSession;
  readonly #sessions = new Map<string, Session>();

  constructor(open: OpenSession) {
    this.#open = open;
  }

  /** `characterSet` for statements that utf8mb4 cannot carry unchanged; null for all others. */
  async get(role: SessionRole, characterSet: string | null = null): Promise<Result<Session, Failure>> {
    const name = characterSet === null ? role : `${role} ${characterSet}`;
    const known = this.#sessions.get(name);
    if (known !== undefined) return succeed(known);
    const opened = await this.#open({
      singleStatements: single.has(role),
      ...(characterSet === null ? {} : { characterSet }),
    });
    if (opened.ok) this.#sessions.set(name, opened.value);
    return opened;
  }

  /** One more session that its user closes. */
  openAnother(): Promise<Result<Session, Failure>> {
    return this.#open();
  }

  /** Forgets every session, so that new ones are opened: after a connection was lost. */
  dropAll(): void {
    for (const session of this.#sessions.values()) session.destroy();
    this.#sessions.clear();
  }

  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map((session) => session.close()));
  }
}
