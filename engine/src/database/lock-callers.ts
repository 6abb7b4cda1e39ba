/**
 * Functions that call procedures, in a schema of their own: no EXPLAIN takes a CALL, but a function that calls. They are
 * never executed, and are gone when they have served.
 */
import { succeed, type Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import type { ServerError, Session } from './session';

/** One for each ledger; a lock of its name keeps two runs apart. */
export function callersSchema({ ledgerSchema }: { readonly ledgerSchema: string }): string {
  return `sproc_callers_${ledgerSchema}`.slice(0, 64);
}

/** Makes the schema anew; false where another session is at work in it. */
export async function openCallers(session: Session, schema: string): Promise<Result<boolean, ServerError>> {
  const free = await session.query('SELECT GET_LOCK(?, 0) AS ours', [schema]);
  if (!free.ok) return free;
  if (Number(free.value[0]?.['ours']) !== 1) return succeed(false);
  const made = await session.queryMany(
    `DROP DATABASE IF EXISTS ${quoteName(schema)}; CREATE DATABASE ${quoteName(schema)}`,
  );
  return made.ok ? succeed(true) : made;
}

/** The expression that uses the procedure; it has `parameters` of them. */
export async function makeCaller(
  session: Session,
  schema: string,
  { key, parameters }: { readonly key: RoutineKey; readonly parameters: number },
): Promise<Result<string, ServerError>> {
  const caller = `${quoteName(schema)}.caller`;
  const call = `CALL ${quoteName(key.schema)}.${quoteName(key.name)}(${listOf('@given', parameters)})`;
  const made = await session.queryMany(
    `DROP FUNCTION IF EXISTS ${caller}; CREATE FUNCTION ${caller}() RETURNS INT DETERMINISTIC BEGIN ${call}; RETURN 1; END`,
  );
  return made.ok ? succeed(`${caller}()`) : made;
}

/** What is not there is left alone; so is what another session is at work in. */
export async function dropCallers(session: Session, schema: string): Promise<void> {
  const free = await session.query('SELECT GET_LOCK(?, 0) AS ours', [schema]);
  if (!free.ok || Number(free.value[0]?.['ours']) !== 1) return;
  await session.query(`DROP DATABASE IF EXISTS ${quoteName(schema)}`);
  await session.query('SELECT RELEASE_LOCK(?)', [schema]);
}

/** `@given, @given` */
export function listOf(what: string, count: number): string {
  return Array.from({ length: count }, () => what).join(', ');
}
