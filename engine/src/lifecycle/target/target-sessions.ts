/** The sessions that a deployment keeps open on one target, each with one job; opened when first asked for. */
import type { Failure } from '../../base/failure';
import { Memory } from '../../base/memory';
import type { Result } from '../../base/result';
import type { Session } from '../../database/connection/session';
import type { OpenSession } from './open-target';

/**
 * `reader` reads catalogs, `worker` runs statements one at a time, `packets` several at once, `rehearsal` and `scratch` compile,
 * `ledger` writes the journal; `holder`, `dropper`, `closer` and `watcher` carry out a queued replacement, around which
 * `keeper` and `guard` have a setting off.
 */
export type SessionRole =
  | 'reader'
  | 'worker'
  | 'packets'
  | 'rehearsal'
  | 'ledger'
  | 'scratch'
  | 'holder'
  | 'dropper'
  | 'closer'
  | 'watcher'
  | 'keeper'
  | 'guard';

const single: ReadonlySet<SessionRole> = new Set(['worker', 'rehearsal', 'closer']);

type Opening = Promise<Result<Session, Failure>>;

interface OpenedSession {
  readonly role: SessionRole;
  readonly lane: number;
  readonly opening: Opening;
}

export class TargetSessions {
  /** What this conversation with the target has found out. */
  readonly memory = new Memory();
  readonly #open: OpenSession;
  readonly #sessions = new Map<string, OpenedSession>();

  constructor(open: OpenSession) {
    this.#open = open;
  }

  /**
   * `characterSet` for statements that utf8mb4 cannot carry unchanged, null for all others; `lane` where several sessions
   * of one role work side by side, from 0.
   */
  get(role: SessionRole, characterSet: string | null = null, lane = 0): Opening {
    const name = [role, characterSet ?? '', lane].join(' ');
    const known = this.#sessions.get(name);
    if (known !== undefined) return known.opening;
    const opening = this.#open({
      singleStatements: single.has(role),
      ...(characterSet === null ? {} : { characterSet }),
    }).then((opened) => {
      if (!opened.ok && this.#sessions.get(name)?.opening === opening) this.#sessions.delete(name);
      return opened;
    });
    this.#sessions.set(name, { role, lane, opening });
    return opening;
  }

  /**
   * How many lanes of `wanted` can be had: a server may allow an account fewer connections. At least one. All are opened
   * side by side: one takes about six round trips.
   */
  async openLanes(roles: readonly SessionRole[], wanted: number): Promise<number> {
    const lanes = Array.from({ length: wanted }, (_, lane) =>
      Promise.all(roles.map((role) => this.get(role, null, lane))),
    );
    const refused = (await Promise.all(lanes)).findIndex((opened) => !opened.every(({ ok }) => ok));
    if (refused === -1) return Math.max(wanted, 1);
    await this.closeLanes(roles, Math.max(refused, 1));
    return Math.max(refused, 1);
  }

  /** From that lane on: others need the connections. */
  async closeLanes(roles: readonly SessionRole[], from: number): Promise<void> {
    const closing = [...this.#sessions].filter(([, { role, lane }]) => roles.includes(role) && lane >= from);
    for (const [name] of closing) this.#sessions.delete(name);
    await closeAll(closing.map(([, { opening }]) => opening));
  }

  /** One more session that its user closes. */
  openAnother(): Opening {
    return this.#open();
  }

  /** Forgets every session, so that new ones are opened: after a connection was lost, where no other is in use. */
  dropAll(): void {
    this.#drop(() => true);
  }

  /** The others may be at work. */
  drop(role: SessionRole): void {
    this.#drop((one) => one.role === role);
  }

  async close(): Promise<void> {
    const openings = [...this.#sessions.values()].map(({ opening }) => opening);
    this.#sessions.clear();
    await closeAll(openings);
  }

  #drop(isDropped: (session: OpenedSession) => boolean): void {
    for (const [name, session] of this.#sessions) {
      if (!isDropped(session)) continue;
      this.#sessions.delete(name);
      void session.opening.then((opened) => {
        if (opened.ok) opened.value.destroy();
      });
    }
  }
}

async function closeAll(openings: readonly Opening[]): Promise<void> {
  await Promise.all(
    openings.map(async (opening) => {
      const opened = await opening;
      if (opened.ok) await opened.value.close();
    }),
  );
}
