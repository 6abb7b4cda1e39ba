/**
 * Functions that call procedures, in a schema of their own: no EXPLAIN takes a CALL, but a function that calls. They are
 * never executed, and are gone when they have served.
 */
import { succeed, type Result } from '../base/result';
import type { RoutineKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import type { ServerError, Session } from './connection/session';

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

/** Returns a list as in `@given, @given`. */
export function listOf(what: string, count: number): string {
  return Array.from({ length: count }, () => what).join(', ');
}
