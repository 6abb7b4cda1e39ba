/** The last guard of every server: what could not be decoded is never sent. */
import { fail, succeed } from '../../base/result';
import type { Connect, ServerError, Session, Sql, SqlValue } from './session';

/**
 * Returns a function whose sessions reject statements and values with lone surrogates, which the driver would send as
 * U+FFFD.
 */
export function sendOnlyDecoded(connect: Connect): Connect {
  return async (address, password) => {
    const opened = await connect(address, password);
    return opened.ok ? succeed(guard(opened.value)) : opened;
  };
}

function guard(session: Session): Session {
  return {
    ...session,
    query: (sql, values) =>
      isSqlDecoded(sql) && (values ?? []).every(isDecoded)
        ? session.query(sql, values)
        : Promise.resolve(fail(notWellFormed)),
    queryMany: (sql, whose) =>
      isSqlDecoded(sql) ? session.queryMany(sql, whose) : Promise.resolve(fail(notWellFormed)),
  };
}

function isSqlDecoded(sql: Sql): boolean {
  return typeof sql === 'string' ? isDecoded(sql) : sql.every(isDecoded);
}

function isDecoded(value: SqlValue): boolean {
  return typeof value !== 'string' || value.isWellFormed();
}

const notWellFormed: ServerError = {
  errno: 0,
  sqlState: '',
  message: 'The statement has characters that could not be decoded, so it was not sent. Save the source as UTF-8.',
  connectionLost: false,
  code: 'SPROC_UNDECODED',
  completed: 0,
};
