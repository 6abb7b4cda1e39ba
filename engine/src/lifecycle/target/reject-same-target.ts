/**
 * Rejects two targets that are the same schema of the same server under different addresses. Servers are not compared by
 * what they say of themselves, which copies of a server have in common: a lock with a name is visible on one server only.
 */
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Session } from '../../database/connection/session';
import type { OpenTarget } from './target-at-work';

/** Fails for the first two targets that are the same. A target that cannot be reached is reported by who needs it. */
export async function rejectSameTarget(targets: readonly OpenTarget[]): Promise<Result<void, Failure>> {
  for (const [i, target] of targets.entries()) {
    // Servers that fold names take two spellings for the same schema.
    const schema = target.target.schema.toLowerCase();
    const others = targets.slice(i + 1).filter((other) => other.target.schema.toLowerCase() === schema);
    const same = others.length === 0 ? null : await findSame(target, others);
    if (same !== null)
      return failure(
        'bad-project',
        `Targets ${target.label} and ${same.label} of environment ${target.environment.name} are the same schema on the same server. Nothing was changed.`,
        'Keep one of them in sproc.json.',
      );
  }
  return succeed(undefined);
}

async function findSame(target: OpenTarget, others: readonly OpenTarget[]): Promise<OpenTarget | null> {
  const session = await target.sessions.get('reader');
  if (!session.ok) return null;
  const name = await takeLock(session.value);
  if (name === null) return null;
  try {
    for (const other of others) if (await seesLock(other, name)) return other;
    return null;
  } finally {
    await session.value.query('DO RELEASE_LOCK(?)', [name]);
  }
}

/** Returns the name of a lock that no other session has; null if the server gives none. */
async function takeLock(session: Session): Promise<string | null> {
  const names = await session.query("SELECT CONCAT('sproc target ', UUID()) AS name");
  const name = names.ok ? String(names.value[0]?.['name']) : null;
  const taken = name === null ? null : await session.query('SELECT GET_LOCK(?, 0) AS taken', [name]);
  return taken?.ok === true && Number(taken.value[0]?.['taken']) === 1 ? name : null;
}

async function seesLock(target: OpenTarget, name: string): Promise<boolean> {
  const session = await target.sessions.get('reader');
  const rows = session.ok ? await session.value.query('SELECT IS_USED_LOCK(?) AS holder', [name]) : null;
  return rows?.ok === true && rows.value[0]?.['holder'] != null;
}
