/**
 * Temporary schemas that Sproc creates and drops. Each has a marker, and the name alone is not enough: a schema without
 * the right marker belongs to someone else, and is neither used nor dropped.
 */
import { checksum } from '../base/checksum';
import type { Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import { helperPrefix, type HelperPurpose } from '../routine/reserved-schema';
import { quoteName, quoteTextUnder } from '../syntax/quoting';
import { renderDefaults, type SchemaDefaults } from './schema-defaults';
import type { ServerError, Session } from './connection/session';

export interface HelperSchema {
  readonly name: string;
  readonly purpose: HelperPurpose;
  readonly ledgerSchema: string;
}

/**
 * Returns the helper schema of a purpose and a ledger. A name that has to be cut ends with a checksum of the whole, so
 * that no two are equal.
 */
export function helperSchema(
  purpose: HelperPurpose,
  { ledgerSchema }: { readonly ledgerSchema: string },
): HelperSchema {
  const whole = `${helperPrefix(purpose)}${ledgerSchema}`;
  const name =
    whole.length <= longestName ? whole : `${whole.slice(0, longestName - 17)}_${checksum(whole).slice(0, 16)}`;
  return { name, purpose, ledgerSchema };
}

/** MySQL manual, "Identifier Length Limits". */
const longestName = 64;

export type Ownership = 'absent' | 'own' | 'foreign';

/**
 * Returns the owner, as far as this account sees: a schema that is not shown looks absent, and cannot be created
 * either.
 */
export async function inspectHelper(session: Session, helper: HelperSchema): Promise<Result<Ownership, ServerError>> {
  const rows = await session.query(
    `SELECT t.TABLE_COMMENT AS marker FROM information_schema.SCHEMATA s
      LEFT JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = s.SCHEMA_NAME AND t.TABLE_NAME = '${markerTable}'
      WHERE s.SCHEMA_NAME = ?`,
    [helper.name],
  );
  if (!rows.ok) return rows;
  const [row] = rows.value;
  if (row === undefined) return succeed('absent');
  return succeed(String(row['marker']).toLowerCase() === markerOf(helper).toLowerCase() ? 'own' : 'foreign');
}

/**
 * Creates the schema with the defaults of another schema or the server's, and replaces one that an interrupted run
 * left.
 */
export async function makeHelper(
  session: Session,
  helper: HelperSchema,
  defaults: SchemaDefaults | null = null,
): Promise<Result<'made' | 'foreign', ServerError>> {
  const dropped = await dropHelper(session, helper);
  if (!dropped.ok) return dropped;
  if (dropped.value === 'foreign') return succeed('foreign');
  const made = await session.queryMany(renderHelper(helper, defaults));
  if (made.ok) return succeed('made');
  // Another session created it a moment ago, or it is not shown to this account.
  if (made.error.errno === 1007) return succeed('foreign');
  if (made.error.completed > 0) await dropUnmarked(session, helper);
  return made;
}

/**
 * Drops a schema that was just created and could not be marked: it is empty, and would later look like someone else's.
 */
async function dropUnmarked(session: Session, { name }: HelperSchema): Promise<void> {
  const held = await session.query('SELECT COUNT(*) AS held FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?', [
    name,
  ]);
  if (held.ok && Number(held.value[0]?.['held']) === 0) await session.query(`DROP DATABASE ${quoteName(name)}`);
}

/**
 * Creates the schema for a session without a lease: a lock of its name separates two runs, and `busy` means that another
 * session uses it.
 */
export async function claimHelper(
  session: Session,
  helper: HelperSchema,
): Promise<Result<'made' | 'foreign' | 'busy', ServerError>> {
  const free = await session.query('SELECT GET_LOCK(?, 0) AS ours', [helper.name]);
  if (!free.ok) return free;
  return Number(free.value[0]?.['ours']) === 1 ? makeHelper(session, helper) : succeed('busy');
}

/** Drops a claimed schema, also one that a dead session left; not one that another session is at work in. */
export async function releaseHelper(session: Session, helper: HelperSchema): Promise<void> {
  const free = await session.query('SELECT GET_LOCK(?, 0) AS ours', [helper.name]);
  if (!free.ok || Number(free.value[0]?.['ours']) !== 1) return;
  await dropHelper(session, helper);
  await session.query('SELECT RELEASE_LOCK(?)', [helper.name]);
}

/** Drops the schema if it has the marker, and does nothing otherwise. */
export async function dropHelper(session: Session, helper: HelperSchema): Promise<Result<Ownership, ServerError>> {
  const found = await inspectHelper(session, helper);
  if (!found.ok || found.value !== 'own') return found;
  const dropped = await session.query(`DROP DATABASE IF EXISTS ${quoteName(helper.name)}`);
  return dropped.ok ? succeed('absent') : dropped;
}

/** Renders the creation. A single statement adds the marker, so that it is never incomplete. */
export function renderHelper(helper: HelperSchema, defaults: SchemaDefaults | null = null): readonly string[] {
  const schema = quoteName(helper.name);
  const marker = quoteTextUnder(markerOf(helper), []);
  return [
    `CREATE DATABASE ${schema}${defaults === null ? '' : renderDefaults(defaults)}`,
    `CREATE TABLE ${schema}.${quoteName(markerTable)} (made INT PRIMARY KEY) COMMENT = ${marker}`,
  ];
}

/** Explains what to do about a schema that only has the name. */
export function explainForeign({ name }: HelperSchema): Failure & { readonly remedy: string } {
  return {
    kind: 'could-not',
    message: `The schema ${name} is not marked as created by Sproc, which needs a schema of that name. It is neither used nor dropped.`,
    remedy: `Move its contents, then remove it: DROP DATABASE ${quoteName(name)};`,
  };
}

const markerTable = 'sproc_marker';

function markerOf({ purpose, ledgerSchema }: HelperSchema): string {
  return `Made by Sproc for the ledger ${ledgerSchema} (${purpose}). It is dropped without asking.`;
}
