/** Tables of Sproc in a schema on a server: it creates and updates them, and explains if it may not. */
import { failure, type Failure } from '../base/failure';
import { whyReserved } from '../routine/reserved-schema';
import { fail, succeed, type Result } from '../base/result';
import { quoteName } from '../syntax/quoting';
import { couldNot, type CouldNot } from './connection/could-not';
import { explainServerError, quoteAccount } from './connection/mysql-errors';
import type { ServerError, Session } from './connection/session';

export interface OwnTables {
  readonly session: Session;
  readonly schema: string;
  /** The environment's name, for messages. */
  readonly environment: string;
  readonly purpose: 'ledger' | 'registry';
  /**
   * The statements that migrate the tables: those from version n - 1 to n are at index n - 1; their names are without a
   * schema.
   */
  readonly migrations: readonly (readonly string[])[];
  /** Statements that are optional: they run if the account may. */
  readonly guards?: readonly string[];
  /** The privileges for using the tables: `SELECT, INSERT`. */
  readonly privileges: string;
}

/** Creates the schema and its tables, or updates them. Several processes may do so at once. */
export async function prepareTables(tables: OwnTables): Promise<Result<void, Failure>> {
  const reserved = whyReserved(tables.schema);
  if (reserved !== null)
    return failure(
      'bad-project',
      sentences[tables.purpose].reserved(tables, reserved),
      'Name another schema in sproc.json.',
    );
  const version = await readTablesVersion(tables);
  if (!version.ok) {
    const { kind, errno } = version.error;
    // If the tables are not visible they may not exist yet: creating them shows which privilege is missing.
    return kind === 'not-permitted' && errno === 1142 ? migrate(tables, 0) : fail(version.error);
  }
  return version.value === tables.migrations.length ? succeed(undefined) : migrate(tables, version.value);
}

/** Returns the version of the tables, 0 if there are none; fails if a newer Sproc has created them. */
export async function readTablesVersion(
  tables: OwnTables,
): Promise<Result<number, Failure & { readonly errno: number }>> {
  const { session, schema, purpose, migrations } = tables;
  const rows = await session.query(`SELECT MAX(version) AS version FROM ${ownTable(schema, 'schema_version')}`);
  if (!rows.ok) {
    if (isMissingTable(rows.error)) return succeed(0);
    return fail({ ...explainTables(tables, rows.error, sentences[purpose].read), errno: rows.error.errno });
  }
  const version = Number(rows.value[0]?.['version'] ?? 0);
  if (version <= migrations.length) return succeed(version);
  return fail({
    errno: 0,
    kind: 'could-not',
    message: sentences[purpose].newer(tables, version),
    remedy: 'Use that version of Sproc or a later one.',
  });
}

async function migrate(tables: OwnTables, from: number): Promise<Result<void, Failure>> {
  const { session, schema, migrations, guards = [], purpose } = tables;
  const missing = !(await schemaExists(tables));
  const statements = [
    ...(missing ? [`CREATE DATABASE IF NOT EXISTS ${quoteName(schema)} DEFAULT CHARACTER SET utf8mb4`] : []),
    renderVersionTable(schema),
    ...migrations
      .slice(from)
      .flat()
      .map((statement) => nameTable(schema, statement)),
  ];
  for (const statement of statements) {
    const run = await session.query(statement);
    if (!run.ok) return fail(explainTables(tables, run.error, sentences[purpose].create));
  }
  for (const guard of guards) {
    const run = await session.query(nameTable(schema, guard));
    if (!run.ok && !isDispensable(run.error)) return fail(explainTables(tables, run.error, sentences[purpose].create));
  }
  const numbers = migrations.slice(from).map((_, i) => `(${from + i + 1}, UTC_TIMESTAMP(6))`);
  const noted = await session.query(
    `INSERT IGNORE INTO ${ownTable(schema, 'schema_version')} (version, migrated_at) VALUES ${numbers.join(', ')}`,
  );
  return noted.ok ? succeed(undefined) : fail(explainTables(tables, noted.error, sentences[purpose].create));
}

async function schemaExists({ session, schema }: OwnTables): Promise<boolean> {
  const rows = await session.query('SELECT 1 AS one FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?', [schema]);
  return rows.ok && rows.value.length > 0;
}

/**
 * Returns true for an object that exists already, or a trigger that this account may not create, because of the binary
 * log or at all.
 */
function isDispensable({ errno }: ServerError): boolean {
  return [1359, 1419, 1142, 1227].includes(errno);
}

/** Returns true if the table or the schema does not exist: nothing was ever written here. */
export function isMissingTable({ errno }: ServerError): boolean {
  return errno === 1146 || errno === 1049;
}

/** Returns the qualified name of one of Sproc's tables. */
export function ownTable(schema: string, table: string): string {
  return `${quoteName(schema)}.${quoteName(table)}`;
}

/** Adds the schema and the options: all tables are InnoDB, utf8mb4, compared by bytes. */
function nameTable(schema: string, statement: string): string {
  const named = statement
    .replace(
      /^(CREATE TABLE IF NOT EXISTS|INSERT IGNORE INTO|ALTER TABLE) (\w+)/,
      (_whole, verb: string, table: string) => `${verb} ${ownTable(schema, table)}`,
    )
    .replace(
      /^CREATE TRIGGER (\w+) BEFORE (\w+) ON (\w+)/,
      (_whole, name: string, event: string, table: string) =>
        `CREATE TRIGGER ${ownTable(schema, name)} BEFORE ${event} ON ${ownTable(schema, table)}`,
    );
  return named.startsWith('CREATE TABLE') ? `${named} ${tableOptions}` : named;
}

const tableOptions = 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

function renderVersionTable(schema: string): string {
  return `CREATE TABLE IF NOT EXISTS ${ownTable(schema, 'schema_version')} (
  version INT UNSIGNED NOT NULL PRIMARY KEY,
  migrated_at DATETIME(6) NOT NULL
) ${tableOptions}`;
}

const lockWaitTimeout = 1205;

/** Explains a wait for a table of Sproc, rather than for a routine. */
export function explainLocked(plain: Failure, { errno }: ServerError, purpose: OwnTables['purpose']): Failure {
  if (errno !== lockWaitTimeout) return plain;
  return { ...plain, remedy: sentences[purpose].locked };
}

/** Explains an error; `sentence` makes the sentence for the schema. */
export function explainTables(tables: OwnTables, error: ServerError, sentence: (schema: string) => CouldNot): Failure {
  const { schema, environment, privileges, purpose } = tables;
  const { account } = tables.session.server;
  const asked = { environment, account, couldNot: sentence(schema), schema };
  const plain = explainLocked(explainServerError(error, asked), error, purpose);
  if (error.errno !== 1044 && error.errno !== 1142) return plain;
  const grants = `CREATE DATABASE IF NOT EXISTS ${quoteName(schema)}; GRANT ${privileges} ON ${quoteName(schema)}.* TO ${quoteAccount(account)};`;
  return { ...plain, kind: 'not-permitted', remedy: `As an administrator: ${grants}` };
}

interface OwnSentences {
  readonly read: (schema: string) => CouldNot;
  readonly create: (schema: string) => CouldNot;
  readonly locked: string;
  reserved(tables: OwnTables, why: string): string;
  newer(tables: OwnTables, version: number): string;
}

/** The sentences on the tables, by purpose. */
const sentences: Readonly<Record<OwnTables['purpose'], OwnSentences>> = {
  ledger: {
    read: couldNot.readLedger,
    create: couldNot.createLedger,
    locked: 'Another session locks the ledger. Wait until it ends, or end it, and try again.',
    reserved: ({ environment, schema }, why) =>
      `The ledger of environment ${environment} cannot be stored in schema ${schema}, because ${why}.`,
    newer: ({ environment, schema }, version) =>
      `The ledger in schema ${schema} of environment ${environment} was created by a newer version of Sproc (table version ${version}).`,
  },
  registry: {
    read: couldNot.readRegistry,
    create: couldNot.createRegistry,
    locked: 'Another session locks the registry. Wait until it ends, or end it, and try again.',
    reserved: ({ environment, schema }, why) =>
      `The registry of environment ${environment} cannot be stored in schema ${schema}, because ${why}.`,
    newer: ({ environment, schema }, version) =>
      `The registry in schema ${schema} of environment ${environment} was created by a newer version of Sproc (table version ${version}).`,
  },
};
