/** The current holders of metadata locks on routines, as far as the server reports them. */
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
import { identifyUse } from '../routine/used-name';
import type { Asked } from './connection/mysql-errors';
import { explainSilence, notRecorded, renderOwnLocks, toUsedName } from './read-locks';
import type { Session } from './connection/session';

export interface LockHolder {
  readonly key: RoutineKey;
  /** `connection 12 of app@10.0.0.7`. */
  readonly who: string;
}

/**
 * Returns the locks of other sessions on these procedures and functions. Fails if the server does not report its locks.
 */
export async function readLockHolders(
  session: Session,
  keys: readonly RoutineKey[],
  asked: Asked,
): Promise<Result<readonly LockHolder[], Failure>> {
  const { server } = session;
  const own = await session.query(renderOwnLocks(server));
  if (!own.ok) return fail(explainSilence(session, own.error, asked));
  // The query itself locks the table that it reads.
  if (server.dialect === 'mysql' && own.value.length === 0) return fail(notRecorded());
  const rows = await session.query(server.dialect === 'mariadb' ? inMariadb : inMysql);
  if (!rows.ok) return fail(explainSilence(session, rows.error, asked));
  const holders = new Map<string, string[]>();
  for (const row of rows.value)
    for (const use of toUsedName(row)) {
      const id = identifyUse(use);
      holders.set(id, [...(holders.get(id) ?? []), String(row['who'])]);
    }
  return succeed(
    keys.flatMap((key) =>
      key.kind === 'procedure' || key.kind === 'function'
        ? (holders.get(identifyUse({ ...key, kind: key.kind })) ?? []).map((who) => ({ key, who }))
        : [],
    ),
  );
}

/** A limit far above what a person reads. */
const mostRows = 1_000;

const inMysql = `SELECT DISTINCT l.OBJECT_TYPE AS kind, l.OBJECT_SCHEMA AS schema_name, l.OBJECT_NAME AS name,
    CONCAT('connection ', t.PROCESSLIST_ID, ' of ', t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST) AS who
  FROM performance_schema.metadata_locks l JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID
  WHERE l.OBJECT_TYPE IN ('PROCEDURE', 'FUNCTION') AND l.LOCK_STATUS = 'GRANTED' AND t.PROCESSLIST_ID <> CONNECTION_ID()
  LIMIT ${mostRows}`;

const inMariadb = `SELECT DISTINCT l.LOCK_TYPE AS kind, l.TABLE_SCHEMA AS schema_name, l.TABLE_NAME AS name,
    CONCAT('connection ', p.ID, ' of ', p.USER, '@', p.HOST) AS who
  FROM information_schema.METADATA_LOCK_INFO l JOIN information_schema.PROCESSLIST p ON p.ID = l.THREAD_ID
  WHERE l.LOCK_TYPE IN ('Stored procedure metadata lock', 'Stored function metadata lock') AND p.ID <> CONNECTION_ID()
  LIMIT ${mostRows}`;
