/** The comment in front of each statement of a deployment: the process list then names whose statement it is. */
import type { Sql } from '../../database/connection/session';

/** Digits and hexadecimal letters, as `makeClaim` writes them: nothing else may get into a comment. */
const ownId = /^\d{8}T\d{6}-[0-9a-f]{6}$/;

/**
 * At the front, where lists that cut statements still show it, and where servers store none of it. Null for an id that is
 * not of our form, which a ledger that was tampered with may hold.
 */
export function renderMark(deployment: string): string | null {
  return ownId.test(deployment) ? `/* sproc ${deployment} */ ` : null;
}

/** The same for the guard of a setting, which switches it back by itself and is never ended (decision 20). */
export function renderGuardMark(deployment: string): string | null {
  return ownId.test(deployment) ? `/* sproc ${deployment} guard */ ` : null;
}

/** Each statement of a packet, since servers list the one that runs alone. */
export function markEach(sql: Sql, mark: string | null): Sql {
  if (mark === null) return sql;
  return typeof sql === 'string' ? mark + sql : sql.map((statement) => mark + statement);
}

/** How many characters, and bytes, a statement takes more. */
export const markLength = '/* sproc 20000101T000000-000000 guard */ '.length;
