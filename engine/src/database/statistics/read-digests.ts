/**
 * The statements that clients have sent, as a server counts them. Source: MySQL manual, "Performance Schema Statement
 * Digests"; measured on both servers: a statement inside of a stored program has no digest.
 */
import { fail, succeed, type Result } from '../../base/result';
import type { ServerError, Session } from '../connection/session';
import { isCounting } from './is-counting';

/** The statements of one normalized text, sent while one schema was the default. */
export interface Digest {
  /** The default schema; null for none. */
  readonly schema: string | null;
  /** The statement with quoted names, and with `?` for values. */
  readonly text: string;
  readonly calls: number;
  /** The time of the last one, in seconds since 1970. */
  readonly lastSeen: number;
}

export interface Digests {
  readonly found: readonly Digest[];
  /** True if the table was full, so that later statements are not listed. */
  readonly isFull: boolean;
  /** The number of texts that the server has cut. */
  readonly cut: number;
}

/** The reason why a server counts nothing. */
export type NotCounted = 'off' | 'no-digests';

/** Reads the digests whose text contains one of the names. */
export async function readDigests(
  session: Session,
  names: readonly string[],
): Promise<Result<Digests | NotCounted, ServerError>> {
  const on = await isCounting(session);
  if (!on.ok) return on;
  if (!on.value) return succeed('off');
  const totals = await session.query(
    `SELECT COUNT(*) AS total, COALESCE(SUM(DIGEST IS NULL AND COUNT_STAR > 0), 0) AS others,
        COALESCE(SUM(DIGEST_TEXT LIKE '%...'), 0) AS cut
      FROM performance_schema.events_statements_summary_by_digest`,
  );
  if (!totals.ok) return totals;
  const [total] = totals.value;
  // Opening this session alone has been counted, if anything is.
  if (Number(total?.['total']) === 0) return succeed('no-digests');
  const found = new Map<string, Digest>();
  for (let start = 0; start < names.length; start += together) {
    const some = names.slice(start, start + together);
    const rows = await session.query(
      `SELECT SCHEMA_NAME AS \`schema\`, DIGEST AS digest, DIGEST_TEXT AS text, COUNT_STAR AS calls, 
          UNIX_TIMESTAMP(LAST_SEEN) AS last_seen
        FROM performance_schema.events_statements_summary_by_digest
        WHERE ${some.map(() => `DIGEST_TEXT LIKE ? ESCAPE '|'`).join(' OR ')}`,
      some.map((name) => `%${name.replace(/[%_|]/g, '|$&')}%`),
    );
    if (!rows.ok) return fail(rows.error);
    for (const row of rows.value)
      found.set(`${String(row['schema'])} ${String(row['digest'])}`, {
        schema: row['schema'] == null ? null : String(row['schema']),
        text: String(row['text']),
        calls: Number(row['calls']),
        lastSeen: Number(row['last_seen']),
      });
  }
  return succeed({ found: [...found.values()], isFull: Number(total?.['others']) > 0, cut: Number(total?.['cut']) });
}

/** Names in one query; a server with many digests compares each with every name. */
const together = 100;
