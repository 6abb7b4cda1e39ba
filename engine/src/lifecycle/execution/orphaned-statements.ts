/**
 * Orphaned statements: a CREATE or DROP of a lost connection that still waits for its lock, or a setting that it
 * switched. Statements are found by the mark of their deployment, never by their effect: another deployment, or a
 * person, may run the same.
 */
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { printableLine } from '../../base/printable';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import type { Row, ServerError, Session } from '../../database/connection/session';
import type { StepIntended } from '../../ledger/ledger';
import { switchOff, switchOn } from '../planning/steps/step-script';
import { renderMark } from '../target/statement-mark';
import { askedFor, type TargetAtWork } from '../target/target-at-work';
import type { TargetSessions } from '../target/target-sessions';

/** Milliseconds; longer than `lock_wait_timeout` of our sessions. */
const limitMs = 5_000;

/** Milliseconds for a statement that the server still compiles: it reacts to KILL only after that. */
const compileLimitMs = 120_000;

/**
 * Ends the statements that this process sent over connections that it has since lost, and waits for their end:
 * otherwise one of them might run after a routine was restored. Those on other connections continue.
 */
export async function endLostStatements(sessions: TargetSessions, asked: Asked): Promise<Result<void, Failure>> {
  const { lost, marks } = sessions;
  if (lost.size === 0) return succeed(undefined);
  const isOurs = (row: Row): boolean => [...marks].some((mark) => carries(row, mark));
  return endAll(sessions, asked, {
    isOrphaned: (row) => lost.has(Number(row['Id'])) && (isOurs(row) || isCompiled(row)),
    mayBe: () => false,
  });
}

/** Ends all statements of a dead process's deployment; the caller holds its leases. */
export async function endStatementsOf(
  deployment: string,
  sessions: TargetSessions,
  asked: Asked,
): Promise<Result<void, Failure>> {
  const mark = renderMark(deployment);
  return mark === null
    ? succeed(undefined)
    : endAll(sessions, asked, { isOrphaned: (row) => carries(row, mark), mayBe: isCompiled });
}

/**
 * Returns true if a statement has the mark. Without the PROCESS privilege a server lists those of the own account,
 * which are the relevant ones.
 */
function carries(row: Row, mark: string): boolean {
  return String(row['Info'] ?? '').startsWith(mark);
}

/** Returns true for a statement that the server still reads: MySQL lists its text only after that. */
function isCompiled(row: Row): boolean {
  return row['Info'] == null && row['Command'] === 'Query';
}

interface Search {
  readonly isOrphaned: (row: Row) => boolean;
  /** Returns true for a statement that may turn out to be orphaned: it is awaited, and not killed. */
  readonly mayBe: (row: Row) => boolean;
}

async function endAll(sessions: TargetSessions, asked: Asked, search: Search): Promise<Result<void, Failure>> {
  // The open sessions may be lost as well, and new ones may be rejected.
  for (const role of ['watcher', 'reader'] as const) {
    const session = await sessions.get(role);
    const left = session.ok ? await endBy(session.value, search) : session;
    if (left.ok) return describeLeft(left.value, asked);
  }
  const another = await sessions.openAnother();
  if (!another.ok) return another;
  const left = await endBy(another.value, search);
  await another.value.close();
  return left.ok ? describeLeft(left.value, asked) : fail(explainServerError(left.error, asked));
}

/** Returns the statements that still run in the end. */
async function endBy(session: Session, { isOrphaned, mayBe }: Search): Promise<Result<readonly Row[], ServerError>> {
  const { connectionId } = session.server;
  const startedAt = Date.now();
  for (;;) {
    const list = await session.query('SHOW FULL PROCESSLIST');
    if (!list.ok) return list;
    const own = list.value.find((row) => Number(row['Id']) === connectionId);
    const others = list.value.filter((row) => Number(row['Id']) !== connectionId);
    const orphaned = others.filter(isOrphaned);
    const possible = others.filter((row) => row['User'] === own?.['User'] && mayBe(row));
    const limit = startedAt + ([...orphaned, ...possible].some(isCompiled) ? compileLimitMs : limitMs);
    if (orphaned.length + possible.length === 0 || Date.now() > limit) return succeed(orphaned);
    // One that has ended meanwhile cannot be killed, which is what was wanted. Another account's are only waited for.
    for (const row of orphaned) if (row['User'] === own?.['User']) await session.query(`KILL ${Number(row['Id'])}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function describeLeft([first]: readonly Row[], asked: Asked): Result<void, Failure> {
  if (first === undefined) return succeed(undefined);
  const id = Number(first['Id']);
  return failure(
    'could-not',
    `Connection ${id} of ${printableLine(String(first['User']))} still runs a statement of an interrupted deployment, so the recovery of ${asked.environment} stopped.`,
    advise`End it on the server with \`KILL ${id}\`, then run ${{ id: 'recover', environment: asked.environment }}.`,
  );
}

/**
 * Switches the setting on again. It is off only while one of our statements runs, and a guard switches it on unless
 * that was ended as well.
 */
export async function switchGrantsBack(
  target: TargetAtWork,
  steps: readonly StepIntended[],
): Promise<Result<void, Failure>> {
  if (!steps.some(({ sql }) => sql.includes(switchOff))) return succeed(undefined);
  const session = await target.sessions.get('reader');
  if (!session.ok) return session;
  const done = await session.value.query(switchOn);
  if (done.ok) return succeed(undefined);
  return fail(explainServerError(done.error, askedFor(target, couldNot.restoreSetting(), target.target.schema)));
}
