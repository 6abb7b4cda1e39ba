/**
 * Calls, errors and times of stored programs, as far as a server counts them. Source: MySQL manual, "Statement Summary
 * Tables"; measured on both servers: a program that is dropped or replaced begins at zero, ALTER keeps its figures, and
 * MariaDB counts neither statements nor errors of a program unless it keeps current statements.
 */
import { fail, succeed, type Result } from '../../base/result';
import { identify, type RoutineKey } from '../../routine/routine';
import { isRoutineKind } from '../../syntax/routine-kind';
import { limitErrors, rejectAnswer } from '../connection/answer-limits';
import type { ServerError, Session } from '../connection/session';
import { isCounting } from './is-counting';

export interface ProgramFigures {
  readonly calls: number;
  /** The number of statements in it that failed; null where the server does not count them. */
  readonly errors: number | null;
  /** Milliseconds of all calls together. */
  readonly totalMs: number;
}

/** Returns the figures by identity; a program that did not run since it was created has zeros. `off` if nothing is counted. */
export async function readProgramFigures(
  session: Session,
  keys: readonly RoutineKey[],
): Promise<Result<ReadonlyMap<string, ProgramFigures> | 'off' | 'full', ServerError>> {
  const on = await isCounting(session);
  if (!on.ok) return on;
  if (!on.value) return succeed('off');
  const lost = await session.query(`SHOW GLOBAL STATUS LIKE 'Performance_schema_program_lost'`);
  if (!lost.ok) return lost;
  const schemas = [...new Set(keys.map(({ schema }) => schema))];
  const rows = await session.query(
    `SELECT OBJECT_TYPE AS kind, OBJECT_SCHEMA AS \`schema\`, OBJECT_NAME AS name, COUNT_STAR AS calls,
        COUNT_STATEMENTS AS statements, SUM_ERRORS AS errors, SUM_TIMER_WAIT / 1000000000 AS total_ms
      FROM performance_schema.events_statements_summary_by_program
      WHERE OBJECT_SCHEMA IN (${schemas.map(() => '?').join(', ')})`,
    schemas,
  );
  if (!rows.ok) return rows;
  const counted = new Map<string, ProgramFigures>();
  for (const row of rows.value) {
    const kind = String(row['kind']).toLowerCase();
    if (kind === 'table') continue;
    if (!isRoutineKind(kind)) return fail(rejectAnswer(limitErrors.unexpected));
    const key = { kind, schema: String(row['schema']), name: String(row['name']) };
    const calls = Number(row['calls']);
    const countsNoErrors = session.server.dialect === 'mariadb' && calls > 0 && Number(row['statements']) === 0;
    counted.set(identify(key), {
      calls,
      errors: countsNoErrors ? null : Number(row['errors']),
      totalMs: Number(row['total_ms']),
    });
  }
  if (Number(lost.value[0]?.['Value'] ?? 0) > 0 && keys.some((key) => !counted.has(identify(key))))
    return succeed('full');
  return succeed(new Map(keys.map((key) => [identify(key), counted.get(identify(key)) ?? none])));
}

const none: ProgramFigures = { calls: 0, errors: 0, totalMs: 0 };
