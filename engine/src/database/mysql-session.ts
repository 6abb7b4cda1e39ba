/** Sessions over mysql2: opened, asked who the server is, and their errors translated. */
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { answerKind } from './answer-limits';
import { openWire } from './mysql-connect';
import { explainConnectionError } from './mysql-errors';
import type { Answers, Stopped, Wire } from './mysql-wire';
import type { Address, Connect, Row, ServerError, ServerFacts, Session, SqlValue } from './session';

/** Opens a session and asks the server who it is. Never throws; no message holds the password. */
export const connectMysql: Connect = async (address, password) => {
  const wire = await openWire(address, password);
  return wire.ok ? prepare(wire.value, address) : wire;
};

/**
 * The settings that what we read and write depends on: quoted names in SHOW CREATE, backslashes in the driver's own
 * escaping, and never a long wait for a lock.
 */
const pinned =
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', sql_quote_show_create = 1, lock_wait_timeout = 3, innodb_lock_wait_timeout = 5";

const factsQuery = `SELECT VERSION() AS version, CURRENT_USER() AS account, CONNECTION_ID() AS connection_id, @@global.sql_mode AS sql_mode`;

async function prepare(wire: Wire, address: Address): Promise<Result<Session, Failure>> {
  const facts = await pinAndAsk(wire, address);
  if (!facts.ok) {
    wire.giveUp();
    return fail(explainConnectionError(facts.error.error, address));
  }
  const row = (facts.value[facts.value.length - 1] ?? [])[0] ?? {};
  return succeed(makeSession(wire, describeServer(row)));
}

async function pinAndAsk(wire: Wire, { singleStatements }: Address): Promise<Answers> {
  if (singleStatements !== true) return wire.run(`${pinned};\n${factsQuery}`, undefined, 'facts');
  const set = await wire.run(pinned, undefined, 'facts');
  return set.ok ? wire.run(factsQuery, undefined, 'facts') : set;
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

function makeSession(wire: Wire, server: ServerFacts): Session {
  const run = async (
    sql: string,
    values?: readonly SqlValue[],
  ): Promise<Result<readonly (readonly Row[])[], ServerError>> => {
    const sets = await wire.run(sql, values, answerKind(sql));
    return sets.ok ? sets : fail(toServerError(sets.error));
  };
  return {
    server,
    async query(sql, values) {
      const sets = await run(sql, values);
      return sets.ok ? succeed(sets.value[sets.value.length - 1] ?? []) : sets;
    },
    queryMany: (sql) => run(sql),
    close: () => wire.close(),
    destroy: () => wire.giveUp(),
  };
}

function toServerError({ error, completed }: Stopped): ServerError {
  const connectionLost = error.fatal === true || lostErrnos.has(error.errno ?? 0);
  return {
    errno: error.sqlState === undefined && connectionLost ? 0 : (error.errno ?? 0),
    sqlState: error.sqlState ?? '',
    message: error.sqlMessage ?? error.message,
    connectionLost,
    code: error.code ?? '',
    completed,
  };
}

/** Server shutdown, client went away, connection killed (MySQL and MariaDB numbers), disconnected for inactivity. */
const lostErrnos: ReadonlySet<number> = new Set([1053, 1927, 2006, 2013, 2055, 3169, 4031]);
