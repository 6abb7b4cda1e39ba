/** What a lost connection left running or switched on the server: a CREATE or DROP that still waits for its lock. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import type { Row, ServerError, Session } from '../../database/connection/session';
import type { StepIntended } from '../../ledger/ledger';
import type { RoutineKey } from '../../routine/routine';
import { quoteName } from '../../syntax/quoting';
import { switchOff, switchOn } from '../planning/steps/step-script';
import { askedFor, type TargetAtWork } from '../target/target-at-work';
import type { TargetSessions } from '../target/target-sessions';

const limitMs = 5_000;

/** Ends those that change these routines, and sees them gone: else one of them might run after a routine was restored. */
export async function endStrandedStatements(
  sessions: TargetSessions,
  keys: readonly RoutineKey[],
  asked: Asked,
): Promise<Result<void, Failure>> {
  if (keys.length === 0) return succeed(undefined);
  // Those that are open may be lost as well, and others may be refused.
  for (const role of ['watcher', 'reader'] as const) {
    const session = await sessions.get(role);
    if (session.ok && (await endAll(session.value, keys)).ok) return succeed(undefined);
  }
  const another = await sessions.openAnother();
  if (!another.ok) return another;
  const ended = await endAll(another.value, keys);
  await another.value.close();
  return ended.ok ? ended : fail(explainServerError(ended.error, asked));
}

async function endAll(session: Session, keys: readonly RoutineKey[]): Promise<Result<void, ServerError>> {
  const limit = Date.now() + limitMs;
  for (;;) {
    const list = await session.query('SHOW FULL PROCESSLIST');
    if (!list.ok) return list;
    const stranded = list.value.filter((row) => keys.some((key) => isStranded(row, key, session)));
    if (stranded.length === 0 || Date.now() > limit) return succeed(undefined);
    // One that has ended meanwhile cannot be killed, which is what was wanted.
    for (const row of stranded) await session.query(`KILL ${Number(row['Id'])}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** This account's own, changing that very routine. */
function isStranded(row: Row, key: RoutineKey, { server }: Session): boolean {
  const statement = String(row['Info'] ?? '');
  const isOwn = row['User'] === server.account.slice(0, server.account.lastIndexOf('@'));
  return (
    isOwn &&
    Number(row['Id']) !== server.connectionId &&
    /^\s*(CREATE|DROP|ALTER|LOCK TABLES)\b/i.test(statement) &&
    statement.includes(`${quoteName(key.schema)}.${quoteName(key.name)}`)
  );
}

/** It is off only while a statement of ours runs, and comes on by itself, unless its guard was ended as well. */
export async function switchGrantsBack(
  target: TargetAtWork,
  steps: readonly StepIntended[],
): Promise<Result<void, Failure>> {
  if (!steps.some(({ sql }) => sql.includes(switchOff))) return succeed(undefined);
  const session = await target.sessions.get('reader');
  if (!session.ok) return session;
  const done = await session.value.query(switchOn);
  if (done.ok) return succeed(undefined);
  return fail(
    explainServerError(done.error, askedFor(target, 'switch automatic_sp_privileges on again', target.target.schema)),
  );
}
