/** The sql_mode that a statement about a routine needs, beside the one of its creation. */
import { isPackage, type RoutineKey } from '../../../routine/routine';
import type { Dialect } from '../../../syntax/dialect';

/**
 * Renders the statement that prepares a session for a DROP; null if every mode understands it. Packages exist in
 * MariaDB's ORACLE mode alone: DROP and GRANT do not know the word outside it.
 */
export function renderModeFor({ kind }: Pick<RoutineKey, 'kind'>): string | null {
  return isPackage(kind) ? "SET SESSION sql_mode = 'ORACLE'" : null;
}

/**
 * Renders the same for GRANT. For a grant to an unknown account MariaDB creates one without a password, unless a mode
 * forbids it.
 */
export function renderGrantMode(key: Pick<RoutineKey, 'kind'>, dialect: Dialect): string | null {
  return renderModeFor(key) ?? (dialect === 'mariadb' ? "SET SESSION sql_mode = 'NO_AUTO_CREATE_USER'" : null);
}
