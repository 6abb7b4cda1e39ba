/**
 * The locks that a server takes to EXPLAIN a statement: everything that the statement uses, found without executing it.
 * Sources: MySQL manual, "The metadata_locks Table"; MariaDB, "Metadata Lock Info Plugin".
 */
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import type { UsedName } from '../routine/used-name';
import { explainServerError, quoteAccount, type Asked } from './connection/mysql-errors';
import type { Row, ServerError, ServerFacts, Session } from './connection/session';

const kinds: Readonly<Record<string, UsedName['kind']>> = {
  TABLE: 'table',
  PROCEDURE: 'procedure',
  FUNCTION: 'function',
  'Table metadata lock': 'table',
  'Stored procedure metadata lock': 'procedure',
  'Stored function metadata lock': 'function',
};

/** Prepares the session for reading locks; a failure has its remedy. */
export async function prepareLockReading(session: Session, asked: Asked): Promise<Result<void, Failure>> {
  const { server } = session;
  // A waiting EXPLAIN holds locks itself, and so soon gives up.
  const set = await session.query("SET SESSION lock_wait_timeout = 3, SESSION sql_mode = ''");
  if (!set.ok) return fail(explainServerError(set.error, asked));
  const own = await session.query(renderOwnLocks(server));
  if (!own.ok) return fail(explainSilence(session, own.error, asked));
  // The query itself locks the table that it reads.
  return server.dialect === 'mysql' && own.value.length === 0 ? fail(notRecorded()) : succeed(undefined);
}

/** Returns the locks of the statement, from a transaction that is rolled back. The statement is not executed. */
export async function readLocks(
  session: Session,
  statement: string,
): Promise<Result<readonly UsedName[], ServerError>> {
  const steps = ['START TRANSACTION', `EXPLAIN ${statement}`, renderOwnLocks(session.server), 'ROLLBACK'];
  const answers = await session.queryMany(steps);
  if (!answers.ok) {
    if (!answers.error.connectionLost) await session.query('ROLLBACK');
    return answers;
  }
  return succeed((answers.value[2] ?? []).flatMap(toUsedName));
}

export function toUsedName(row: Row): readonly UsedName[] {
  const kind = kinds[String(row['kind'])];
  return kind === undefined ? [] : [{ kind, schema: String(row['schema_name']), name: String(row['name']) }];
}

export function renderOwnLocks({ dialect, version }: ServerFacts): string {
  if (dialect === 'mariadb')
    return `SELECT lock_type AS kind, table_schema AS schema_name, table_name AS name
      FROM information_schema.metadata_lock_info WHERE thread_id = CONNECTION_ID()`;
  const thread =
    version >= 80_016
      ? 'PS_CURRENT_THREAD_ID()'
      : '(SELECT thread_id FROM performance_schema.threads WHERE processlist_id = CONNECTION_ID())';
  return `SELECT object_type AS kind, object_schema AS schema_name, object_name AS name
    FROM performance_schema.metadata_locks WHERE owner_thread_id = ${thread}`;
}

/** The errors of an account that lacks a privilege. */
export const notPermitted: ReadonlySet<number> = new Set([1044, 1142, 1143, 1227]);

/**
 * Explains why locks are unreadable. On MariaDB every account may read the plugin's table, which is unknown without the
 * plugin.
 */
export function explainSilence({ server }: Session, error: ServerError, asked: Asked): Failure {
  const { dialect, account } = server;
  if (error.connectionLost) return explainServerError(error, asked);
  if (dialect === 'mariadb' && error.errno === 1109)
    return {
      kind: 'could-not',
      message: 'The server does not report its locks: information_schema.METADATA_LOCK_INFO does not exist.',
      remedy: "INSTALL SONAME 'metadata_lock_info'; as an administrator, once.",
    };
  if (dialect === 'mariadb') return explainServerError(error, asked);
  if (!notPermitted.has(error.errno)) return notRecorded(`: ${error.message}`);
  return {
    kind: 'not-permitted',
    message: `The account ${account} cannot read the locks of the server (performance_schema.metadata_locks).`,
    remedy: `GRANT SELECT ON performance_schema.* TO ${quoteAccount(account)};`,
  };
}

export function notRecorded(why = ''): Failure {
  return {
    kind: 'could-not',
    message: `The server does not record its locks in performance_schema.metadata_locks${why}.`,
    remedy:
      "Start the server with performance_schema = ON, and UPDATE performance_schema.setup_instruments SET enabled = 'YES' WHERE name = 'wait/lock/metadata/sql/mdl'; as an administrator.",
  };
}
