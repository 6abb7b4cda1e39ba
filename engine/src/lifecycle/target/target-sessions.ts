/** The sessions that a deployment keeps open on one target, each with one job; opened when first asked for. */
import type { Failure } from '../../base/failure';
import { Memory } from '../../base/memory';
import { succeed, type Result } from '../../base/result';
import type { Session } from '../../database/connection/session';
import type { OpenSession } from './open-target';
import { renderGuardMark, renderMark } from './statement-mark';
import { watchSession } from './watched-session';

/**
 * The roles: `reader` reads catalogs, `worker` runs statements one at a time, `packets` several at once, `rehearsal`
 * and `scratch` compile, `ledger` writes the journal; `holder`, `dropper`, `closer` and `watcher` run a queued
 * replacement, around which `keeper` and `guard` switch a setting off.
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
  readonly worker: number;
  readonly opening: Opening;
}

export class TargetSessions {
  /** The cache of this conversation with the target. */
  readonly memory = new Memory();
  readonly #open: OpenSession;
  readonly #sessions = new Map<string, OpenedSession>();
  readonly #own = new Set<number>();
  readonly #lost = new Set<number>();
  readonly #marks = new Set<string>();
  #deployment: string | null = null;
  #foldsNames = false;

  constructor(open: OpenSession) {
    this.#open = open;
  }

  /** Numbers of all connections that were opened. */
  get own(): ReadonlySet<number> {
    return this.#own;
  }

  /** Numbers of the connections that were lost or given up: what they sent last may still run. */
  get lost(): ReadonlySet<number> {
    return this.#lost;
  }

  /** True if the server treats names of schemas, tables and views without regard to case; known once one is open. */
  get foldsNames(): boolean {
    return this.#foldsNames;
  }

  /** All that statements on these sessions have carried. */
  get marks(): ReadonlySet<string> {
    return this.#marks;
  }

  /** Marks all statements with that deployment from now on, on the open sessions as well. */
  markAs(deployment: string): void {
    const mark = renderMark(deployment);
    if (mark === null) return;
    this.#deployment = deployment;
    this.#marks.add(mark);
  }

  /**
   * Marks the statements of `work` with the deployment that it recovers: if this process dies too, the next one finds
   * them.
   */
  async settling<T>(deployment: string, work: () => Promise<T>): Promise<T> {
    const before = this.#deployment;
    this.markAs(deployment);
    try {
      return await work();
    } finally {
      this.#deployment = before;
    }
  }

  /**
   * Returns a session. `characterSet` is for statements that utf8mb4 cannot represent, null for all others; `worker`
   * distinguishes concurrent sessions of one role, from 0.
   */
  get(role: SessionRole, characterSet: string | null = null, worker = 0): Opening {
    const name = [role, characterSet ?? '', worker].join(' ');
    const known = this.#sessions.get(name);
    if (known !== undefined) return known.opening;
    const opening = this.#openWatched(role === 'guard' ? renderGuardMark : renderMark, {
      singleStatements: single.has(role),
      ...(characterSet === null ? {} : { characterSet }),
    }).then((opened) => {
      if (!opened.ok && this.#sessions.get(name)?.opening === opening) this.#sessions.delete(name);
      return opened;
    });
    this.#sessions.set(name, { role, worker, opening });
    return opening;
  }

  /**
   * Returns how many of the `wanted` workers are possible, at least one: a server may limit the connections of an
   * account. All are opened concurrently: one takes about six round trips.
   */
  async openWorkers(roles: readonly SessionRole[], wanted: number): Promise<number> {
    const workers = Array.from({ length: wanted }, (_, worker) =>
      Promise.all(roles.map((role) => this.get(role, null, worker))),
    );
    const missing = (await Promise.all(workers)).findIndex((opened) => !opened.every(({ ok }) => ok));
    if (missing === -1) return Math.max(wanted, 1);
    await this.closeWorkers(roles, Math.max(missing, 1));
    return Math.max(missing, 1);
  }

  /** Closes the workers from that number on: others need the connections. */
  async closeWorkers(roles: readonly SessionRole[], from: number): Promise<void> {
    const closing = [...this.#sessions].filter(([, { role, worker }]) => roles.includes(role) && worker >= from);
    for (const [name] of closing) this.#sessions.delete(name);
    await closeAll(closing.map(([, { opening }]) => opening));
  }

  /** Opens another session, which its user closes. */
  openAnother(): Opening {
    return this.#openWatched(renderMark);
  }

  async #openWatched(render: typeof renderMark, options?: Parameters<OpenSession>[0]): Opening {
    const opened = await this.#open(options);
    if (!opened.ok) return opened;
    this.#own.add(opened.value.server.connectionId);
    this.#foldsNames = opened.value.server.foldsNames === true;
    const mark = (): string | null => (this.#deployment === null ? null : render(this.#deployment));
    return succeed(watchSession(opened.value, { mark, onLost: (connection) => this.#lost.add(connection) }));
  }

  /** Forgets every session, so that new ones are opened: after a connection was lost, where no other is in use. */
  dropAll(): void {
    this.#drop(() => true);
  }

  /** Drops the sessions of one role; the others may be in use. */
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
