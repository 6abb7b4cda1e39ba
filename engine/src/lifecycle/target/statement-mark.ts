/** The comment in front of each statement of a deployment: the process list then names whose statement it is. */
import type { Sql } from '../../database/connection/session';

/**
 * The form of an id, digits and hexadecimal letters as `makeClaim` writes them: nothing else may be put into a comment.
 */
const ownId = /^\d{8}T\d{6}-[0-9a-f]{6}$/;

/**
 * Renders the mark, which precedes a statement because lists that cut statements still show it there, and servers do
 * not store it. Returns null for an id of another form, which a ledger that was tampered with may contain.
 */
export function renderMark(deployment: string): string | null {
  return ownId.test(deployment) ? `/* sproc ${deployment} */ ` : null;
}

/**
 * Renders the mark of the guard of a setting, which switches it on again by itself and is never ended (decision 20).
 */
export function renderGuardMark(deployment: string): string | null {
  return ownId.test(deployment) ? `/* sproc ${deployment} guard */ ` : null;
}

/** Marks each statement of a packet, because servers list only the running one. */
export function markEach(sql: Sql, mark: string | null): Sql {
  if (mark === null) return sql;
  return typeof sql === 'string' ? mark + sql : sql.map((statement) => mark + statement);
}

/** The number of characters, and bytes, that the mark adds to a statement. */
export const markLength = '/* sproc 20000101T000000-000000 guard */ '.length;
