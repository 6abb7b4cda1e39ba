/** The sql_mode that a statement about a routine needs, beside the one that the routine is created under. */
import { isPackage, type RoutineKey } from '../../../routine/routine';
import type { Dialect } from '../../../syntax/dialect';

/**
 * The statement that prepares a session for a DROP; null where every mode understands it. Packages exist in MariaDB's ORACLE
 * mode alone: DROP and GRANT do not even know the word outside of it.
 */
export function renderModeFor({ kind }: Pick<RoutineKey, 'kind'>): string | null {
  return isPackage(kind) ? "SET SESSION sql_mode = 'ORACLE'" : null;
}

/** The same for GRANT. MariaDB makes an account without a password for a grant to one that does not exist, unless a mode says no. */
export function renderGrantMode(key: Pick<RoutineKey, 'kind'>, dialect: Dialect): string | null {
  return renderModeFor(key) ?? (dialect === 'mariadb' ? "SET SESSION sql_mode = 'NO_AUTO_CREATE_USER'" : null);
}
