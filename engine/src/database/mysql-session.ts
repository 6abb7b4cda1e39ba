/** Sessions over mysql2: the one place that knows the driver. */
import { readFile } from 'node:fs/promises';
import { createConnection, type Connection, type ConnectionOptions, type QueryError, type SslOptions } from 'mysql2';
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { explainConnectionError, type DriverError } from './mysql-errors';
import type { Address, Connect, Row, ServerError, ServerFacts, Session, SqlValue } from './session';

const connectTimeoutMs = 8_000;
/** Far beyond what DDL takes with a short lock_wait_timeout: whoever does not answer by then is gone. */
const queryTimeoutMs = 120_000;

/** Opens a session and asks the server who it is. Never throws; no message holds the password. */
export const connectMysql: Connect = async (address, password) => {
  const secured = await chooseTls(address);
  if (!secured.ok) return secured;
  const first = await open(address, password, secured.value);
  if (first.ok || address.tls !== 'preferred' || first.error.code !== 'HANDSHAKE_NO_SSL_SUPPORT') {
    return first.ok ? prepare(first.value, address) : fail(explainConnectionError(first.error, address));
  }
  const second = await open(address, password, null);
  return second.ok ? prepare(second.value, address) : fail(explainConnectionError(second.error, address));
};

/** One object for all: by it the driver finds the TLS session it had with a server, which spares most of a handshake. */
const unverified: SslOptions = { rejectUnauthorized: false };

async function chooseTls(address: Address): Promise<Result<SslOptions | null, Failure>> {
  if (address.tls === 'off' || address.socket !== null) return succeed(null);
  if (address.tls !== 'verify') return succeed(unverified);
  if (address.ca === null) return succeed({ rejectUnauthorized: true, verifyIdentity: true });
  try {
    return succeed({ rejectUnauthorized: true, verifyIdentity: true, ca: await readFile(address.ca, 'utf8') });
  } catch {
    return fail({
      kind: 'bad-project',
      message: `The CA certificate ${address.ca} cannot be read.`,
      remedy: 'Correct "ca" in sproc.json: it is the path of a PEM file.',
    });
  }
}

function open(
  address: Address,
  password: string | null,
  ssl: SslOptions | null,
): Promise<Result<Connection, DriverError>> {
  return new Promise((resolve) => {
    let connection: Connection;
    try {
      connection = createConnection(driverOptions(address, password, ssl));
    } catch (error) {
      resolve(fail(error as DriverError));
      return;
    }
    // Without a listener a lost connection would end the process; every query tells it anyway.
    connection.on('error', () => undefined);
    connection.connect((error: QueryError | null) => {
      if (error === null) resolve(succeed(connection));
      else {
        connection.destroy();
        resolve(fail(error));
      }
    });
  });
}

function driverOptions(address: Address, password: string | null, ssl: SslOptions | null): ConnectionOptions {
  return {
    ...(address.socket === null ? { host: address.host, port: address.port } : { socketPath: address.socket }),
    user: address.user,
    ...(password === null ? {} : { password }),
    ...(address.schema === null ? {} : { database: address.schema }),
    ...(ssl === null ? {} : { ssl }),
    charset: address.characterSet ?? 'utf8mb4',
    // The driver's own default would be recorded in the sql_mode of every routine.
    flags: ['-IGNORE_SPACE', '-LOCAL_FILES'],
    multipleStatements: address.singleStatements !== true,
    supportBigNumbers: true,
    dateStrings: true,
    jsonStrings: true,
    connectTimeout: connectTimeoutMs,
    connectAttributes: { program_name: 'sproc' },
  };
}

/**
 * The settings that what we read and write depends on: quoted names in SHOW CREATE, backslashes in the driver's own
 * escaping, and never a long wait for a lock.
 */
const pinned =
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', sql_quote_show_create = 1, lock_wait_timeout = 3, innodb_lock_wait_timeout = 5";

const factsQuery = `SELECT VERSION() AS version, CURRENT_USER() AS account, CONNECTION_ID() AS connection_id, @@global.sql_mode AS sql_mode`;

async function prepare(connection: Connection, address: Address): Promise<Result<Session, Failure>> {
  const facts = await pinAndAsk(connection, address);
  if (!facts.ok) {
    connection.destroy();
    return fail(explainConnectionError(facts.error.error, address));
  }
  const row = (facts.value[facts.value.length - 1] ?? [])[0] ?? {};
  return succeed(makeSession(connection, describeServer(row)));
}

async function pinAndAsk(
  connection: Connection,
  { singleStatements }: Address,
): Promise<Result<readonly (readonly Row[])[], Stopped>> {
  if (singleStatements !== true) return run(connection, `${pinned};\n${factsQuery}`, undefined);
  const set = await run(connection, pinned, undefined);
  return set.ok ? run(connection, factsQuery, undefined) : set;
}

function describeServer(row: Row): ServerFacts {
  const versionText = String(row['version']);
  const [, major = '0', minor = '0', patch = '0'] =
    /(\d+)\.(\d+)(?:\.(\d+))?/.exec(versionText.replace(/^5\.5\.5-/, '')) ?? [];
  return {
    dialect: /mariadb/i.test(versionText) ? 'mariadb' : 'mysql',
    version: Number(major) * 10_000 + Number(minor) * 100 + Number(patch),
    versionText,
    account: String(row['account']),
    connectionId: Number(row['connection_id']),
    sqlMode: String(row['sql_mode'] ?? '')
      .toUpperCase()
      .split(',')
      .filter((mode) => mode !== ''),
  };
}

function makeSession(connection: Connection, server: ServerFacts): Session {
  return {
    server,
    async query(sql, values) {
      const sets = await run(connection, sql, values);
      return sets.ok ? succeed(sets.value[sets.value.length - 1] ?? []) : fail(toServerError(sets.error, connection));
    },
    async queryMany(sql) {
      const sets = await run(connection, sql, undefined);
      return sets.ok ? sets : fail(toServerError(sets.error, connection));
    },
    close: () => closePolitely(connection),
    destroy: () => giveUp(connection),
  };
}

/** A packet that was not answered to its end. */
interface Stopped {
  readonly error: DriverError;
  readonly completed: number;
}

/** One entry of rows for each statement of the packet. */
function run(
  connection: Connection,
  sql: string,
  values: readonly SqlValue[] | undefined,
): Promise<Result<readonly (readonly Row[])[], Stopped>> {
  return new Promise((resolve) => {
    const unanswered = unansweredOf(connection);
    let completed = 0;
    const stop = (error: DriverError): void => resolve(fail({ error, completed }));
    unanswered.add(stop);
    const options = { sql, timeout: queryTimeoutMs, ...(values === undefined ? {} : { values: [...values] }) };
    const query = connection.query(options, (error: QueryError | null, result: unknown, fields: unknown) => {
      unanswered.delete(stop);
      if (error !== null) stop(error);
      else resolve(succeed(toResultSets(result, fields)));
    });
    // Each statement of a packet is answered once: with its columns, or with none.
    query.on('fields', () => completed++);
  });
}

type Abandon = (error: DriverError) => void;

const unansweredQueries = new WeakMap<Connection, Set<Abandon>>();

function unansweredOf(connection: Connection): Set<Abandon> {
  const known = unansweredQueries.get(connection) ?? new Set();
  unansweredQueries.set(connection, known);
  return known;
}

/** The driver leaves queries that wait unanswered until their time is over: whoever waits for one is told at once. */
function giveUp(connection: Connection): void {
  connection.destroy();
  const lost = {
    name: 'Error',
    message: 'The connection was given up.',
    code: 'PROTOCOL_CONNECTION_LOST',
    fatal: true,
  };
  for (const abandon of unansweredOf(connection)) abandon(lost);
  unansweredOf(connection).clear();
}

/** The driver gives one result, or an array of them where a packet held several statements; a CALL adds a header. */
function toResultSets(result: unknown, fields: unknown): readonly (readonly Row[])[] {
  const several =
    Array.isArray(result) &&
    Array.isArray(fields) &&
    fields.some((entry) => entry === undefined || Array.isArray(entry));
  if (!several) return [toRows(result)];
  return result.map(toRows);
}

function toRows(result: unknown): readonly Row[] {
  return Array.isArray(result) ? (result as readonly Row[]) : [];
}

function toServerError({ error, completed }: Stopped, connection: Connection): ServerError {
  const code = error.code ?? '';
  const abandoned = code === 'PROTOCOL_SEQUENCE_TIMEOUT';
  if (abandoned) giveUp(connection);
  const connectionLost = error.fatal === true || abandoned || lostErrnos.has(error.errno ?? 0);
  return {
    errno: error.sqlState === undefined && connectionLost ? 0 : (error.errno ?? 0),
    sqlState: error.sqlState ?? '',
    message: error.sqlMessage ?? error.message,
    connectionLost,
    code,
    completed,
  };
}

/** Server shutdown, client went away, connection killed (MySQL and MariaDB numbers), disconnected for inactivity. */
const lostErrnos: ReadonlySet<number> = new Set([1053, 1927, 2006, 2013, 2055, 3169, 4031]);

function closePolitely(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      giveUp(connection);
      resolve();
    }, 1_000);
    connection.end(() => {
      clearTimeout(limit);
      resolve();
    });
  });
}
