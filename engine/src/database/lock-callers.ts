/**
 * Functions that call procedures, in a schema of their own: no EXPLAIN takes a CALL, but a function that calls. They are
 * never executed, and are gone when they have served.
 */
import { succeed, type Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import { dropHelper, makeHelper, type HelperSchema } from './helper-schema';
import type { ServerError, Session } from './connection/session';

/** Creates the schema; a lock of its name separates two runs, and `busy` means that another session uses it. */
export async function openCallers(
  session: Session,
  schema: HelperSchema,
): Promise<Result<'made' | 'foreign' | 'busy', ServerError>> {
  const free = await session.query('SELECT GET_LOCK(?, 0) AS ours', [schema.name]);
  if (!free.ok) return free;
  return Number(free.value[0]?.['ours']) === 1 ? makeHelper(session, schema) : succeed('busy');
}

/** Creates a caller, and returns the expression that uses the procedure with that many parameters. */
export async function makeCaller(
  session: Session,
  schema: string,
  { key, parameters }: { readonly key: RoutineKey; readonly parameters: number },
): Promise<Result<string, ServerError>> {
  const caller = `${quoteName(schema)}.caller`;
  const call = `CALL ${quoteName(key.schema)}.${quoteName(key.name)}(${listOf('@given', parameters)})`;
  const made = await session.queryMany([
    `DROP FUNCTION IF EXISTS ${caller}`,
    `CREATE FUNCTION ${caller}() RETURNS INT DETERMINISTIC BEGIN ${call}; RETURN 1; END`,
  ]);
  return made.ok ? succeed(`${caller}()`) : made;
}

/** Leaves alone what another session is at work in. */
export async function dropCallers(session: Session, schema: HelperSchema): Promise<void> {
  const free = await session.query('SELECT GET_LOCK(?, 0) AS ours', [schema.name]);
  if (!free.ok || Number(free.value[0]?.['ours']) !== 1) return;
  await dropHelper(session, schema);
  await session.query('SELECT RELEASE_LOCK(?)', [schema.name]);
}

/** Returns a list as in `@given, @given`. */
export function listOf(what: string, count: number): string {
  return Array.from({ length: count }, () => what).join(', ');
}
