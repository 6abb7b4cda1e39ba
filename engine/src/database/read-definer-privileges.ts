/** The privileges of another account, with which a routine of that definer runs. */
import { succeed, type Result } from '../base/result';
import type { Account } from '../routine/routine';
import { quoteText } from '../syntax/quoting';
import { parsePrivileges, type Privileges } from './read-privileges';
import type { ServerError, Session } from './connection/session';

/**
 * Reads the privileges; a sentence if they are unknown. A definer's default roles are active on MySQL (MySQL manual,
 * "Stored Object Access Control"); which are active on MariaDB is not read.
 */
export async function readDefinerPrivileges(
  session: Session,
  account: Account,
): Promise<Result<Privileges | string, ServerError>> {
  const { dialect } = session.server;
  const isRole = account.host === '' && dialect === 'mariadb';
  const quoted = isRole ? quoteText(account.user) : `${quoteText(account.user)}@${quoteText(account.host)}`;
  const rows = await session.query(`SHOW GRANTS FOR ${quoted}`);
  if (!rows.ok) return rows.error.connectionLost ? rows : succeed(rows.error.message);
  const own = rows.value.map((row) => String(Object.values(row)[0]));
  if (isRole || !own.some(namesRole)) return succeed(parsePrivileges(own, { dialect }));
  if (dialect === 'mariadb') return succeed('it has roles, whose privileges are not read');
  const roles = await session.query(
    'SELECT DEFAULT_ROLE_USER AS user, DEFAULT_ROLE_HOST AS host FROM mysql.default_roles WHERE USER = ? AND HOST = ?',
    [account.user, account.host],
  );
  if (!roles.ok) return roles.error.connectionLost ? roles : succeed(roles.error.message);
  if (roles.value.length === 0) return succeed(parsePrivileges(own, { dialect }));
  const using = roles.value.map(({ user, host }) => `${quoteText(String(user))}@${quoteText(String(host))}`);
  const all = await session.query(`SHOW GRANTS FOR ${quoted} USING ${using.join(', ')}`);
  if (!all.ok) return all.error.connectionLost ? all : succeed(all.error.message);
  return succeed(
    parsePrivileges(
      all.value.map((row) => String(Object.values(row)[0])),
      { dialect },
    ),
  );
}

/** Returns true for the line of a role, which names no object. */
function namesRole(line: string): boolean {
  return /^GRANT /i.test(line) && !/ ON /i.test(line);
}
