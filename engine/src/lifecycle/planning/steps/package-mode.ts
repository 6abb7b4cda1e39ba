/** Packages exist in MariaDB's ORACLE mode alone: DROP and GRANT do not even know the word outside of it. */
import { isPackage, type RoutineKey } from '../../../routine/routine';

/** The statement that prepares a session for DROP and GRANT of such a routine; null where every mode understands them. */
export function renderModeFor({ kind }: Pick<RoutineKey, 'kind'>): string | null {
  return isPackage(kind) ? "SET SESSION sql_mode = 'ORACLE'" : null;
}
