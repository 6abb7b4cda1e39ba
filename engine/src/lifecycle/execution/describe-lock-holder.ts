/** The reason why a lock timed out: its holder, as far as the server reports it. */
import type { Failure } from '../../base/failure';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import type { TargetSessions } from '../target/target-sessions';

const lockWaitTimeout = 1205;

/** The sessions of a deployment, none of which is named as a holder: to end one would only harm the deployment. */
export interface Deploying {
  readonly asked: Asked;
  readonly sessions: Pick<TargetSessions, 'own'>;
}

const mostNamed = 5;

/** Describes the holder of a lock; explains any other error as usual. */
export async function describeLockHolder(session: Session, error: ServerError, run: Deploying): Promise<Failure> {
  const plain = explainServerError(error, run.asked);
  if (error.errno !== lockWaitTimeout) return plain;
  const rows = await session.query(blockers);
  const { own } = run.sessions;
  const others = rows.ok ? rows.value.filter((row) => !own.has(Number(row['id']))).slice(0, mostNamed) : [];
  if (others.length === 0) return plain;
  const holders = others.map((row) => String(row['who'])).join(', ');
  const kills = others.map((row) => `\`KILL ${String(row['id'])}\``).join(', ');
  return {
    ...plain,
    message: `${plain.message} The lock is held by ${holders}.`,
    remedy: `Wait until that transaction ends, or end it on the server with ${kills}, and try again.`,
  };
}

/** Needs SELECT on performance_schema; MariaDB shows nothing here without its metadata_lock_info plugin. */
const blockers = `SELECT DISTINCT t.PROCESSLIST_ID AS id, CONCAT('connection ', t.PROCESSLIST_ID, ' of ', t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST) AS who
  FROM performance_schema.metadata_locks l JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID
  WHERE l.OBJECT_TYPE IN ('PROCEDURE', 'FUNCTION', 'TABLE', 'TRIGGER', 'EVENT') AND l.LOCK_STATUS = 'GRANTED'
    AND l.LOCK_DURATION = 'TRANSACTION' AND l.OBJECT_SCHEMA = DATABASE() AND t.PROCESSLIST_ID <> CONNECTION_ID() LIMIT 100`;
