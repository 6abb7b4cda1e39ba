/** What a dead deployment left running or switched on the server: a CREATE or DROP that still waits for its lock. */
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { explainServerError } from '../database/mysql-errors';
import type { Row, Session } from '../database/session';
import type { StepIntended } from '../ledger/ledger';
import { quoteName } from '../syntax/quoting';
import { askedFor, type TargetAtWork } from './target-at-work';

const limitMs = 5_000;

/** Ends them, and sees them gone: else one of them might run after the routine was restored. */
export async function endStrandedStatements(
  target: TargetAtWork,
  open: readonly StepIntended[],
): Promise<Result<void, Failure>> {
  if (open.length === 0) return succeed(undefined);
  const session = await target.sessions.get('watcher');
  if (!session.ok) return session;
  const limit = Date.now() + limitMs;
  for (;;) {
    const list = await session.value.query('SHOW FULL PROCESSLIST');
    if (!list.ok)
      return fail(
        explainServerError(list.error, askedFor(target, 'look for what was left running', target.target.schema)),
      );
    const stranded = list.value.filter((row) => open.some((step) => isStranded(row, step, session.value)));
    if (stranded.length === 0 || Date.now() > limit) return succeed(undefined);
    // One that has ended meanwhile cannot be killed, which is what was wanted.
    for (const row of stranded) await session.value.query(`KILL ${Number(row['Id'])}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** This account's own, changing that very routine. */
function isStranded(row: Row, { key }: StepIntended, { server }: Session): boolean {
  const statement = String(row['Info'] ?? '');
  const isOwn = row['User'] === server.account.slice(0, server.account.lastIndexOf('@'));
  return (
    isOwn &&
    Number(row['Id']) !== server.connectionId &&
    /^\s*(CREATE|DROP|ALTER|LOCK TABLES)\b/i.test(statement) &&
    statement.includes(`${quoteName(key.schema)}.${quoteName(key.name)}`)
  );
}

const off = 'SET GLOBAL automatic_sp_privileges = OFF';

/** It is off only while a statement of ours runs; one that died there left it off. */
export async function switchGrantsBack(
  target: TargetAtWork,
  steps: readonly StepIntended[],
): Promise<Result<void, Failure>> {
  if (!steps.some(({ sql }) => sql.includes(off))) return succeed(undefined);
  const session = await target.sessions.get('reader');
  if (!session.ok) return session;
  const done = await session.value.query('SET GLOBAL automatic_sp_privileges = ON');
  if (done.ok) return succeed(undefined);
  return fail(
    explainServerError(done.error, askedFor(target, 'switch automatic_sp_privileges on again', target.target.schema)),
  );
}
