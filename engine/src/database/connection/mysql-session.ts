/** Sessions over mysql2: opened, asked who the server is, and their errors translated. */
import { Memory } from '../../base/memory';
import { resolve } from 'node:path';
import type { Failure } from '../../base/failure';
import { printableLine, printableSentence } from '../../base/printable';
import { fail, succeed, type Result } from '../../base/result';
import type { Dialect } from '../../syntax/dialect';
import { answerKind, limitErrors } from './answer-limits';
import { openWire } from './mysql-connect';
import { explainConnectionError, printPlace } from './mysql-errors';
import type { ExpectedAnswers } from './expected-answers';
import type { Answers, Stopped, Wire } from './mysql-wire';
import {
  joinSql,
  type Address,
  type Connect,
  type Row,
  type ServerError,
  type ServerFacts,
  type Session,
  type Sql,
  type SqlValue,
} from './session';

/** Opens a session and asks the server who it is. Never throws; no message holds the password. */
export const connectMysql: Connect = async (address, password) => {
  const wire = await openWire(address, password);
  return wire.ok ? prepare(wire.value, address) : wire;
};

/** Returns a function that connects to addresses of a project file, whose paths are relative to its folder. */
export function connectMysqlFrom(folder: string): Connect {
  const at = (path: string | null | undefined): string | null => (path == null ? null : resolve(folder, path));
  return (address, password) =>
    connectMysql({ ...address, ca: at(address.ca), serverPublicKey: at(address.serverPublicKey) }, password);
}

/**
 * The settings on which reading and writing depend, whatever the server, its `init_connect` or the account would set:
 * quoted names in SHOW CREATE, backslashes in the driver's own escaping, short waits for locks, a COMMIT that only
 * commits, and complete answers.
 */
const pinned =
  "SET SESSION sql_mode = CONCAT('STRICT_TRANS_TABLES'/*M!100200 , ',NO_AUTO_CREATE_USER' */), sql_quote_show_create = 1, lock_wait_timeout = 3, innodb_lock_wait_timeout = 5, " +
  "autocommit = 1, completion_type = 'NO_CHAIN', sql_select_limit = 18446744073709551615, sql_big_selects = 1" +
  '/*!50708 , max_execution_time = 0 *//*M!100200 , max_statement_time = 0 */';

const factsQuery = `SELECT VERSION() AS version, CURRENT_USER() AS account, CONNECTION_ID() AS connection_id, @@global.sql_mode AS sql_mode, @@lower_case_table_names AS name_case`;

async function prepare(wire: Wire, address: Address): Promise<Result<Session, Failure>> {
  const facts = await pinAndAsk(wire, address);
  const server = facts.ok ? describeServer(facts.value.at(-1)?.[0] ?? {}) : null;
  const problem = facts.ok ? rejectServer(server, address) : explainConnectionError(facts.error.error, address);
  if (server !== null && problem === null) return succeed(makeSession(wire, server));
  wire.giveUp();
  return fail(problem ?? explainConnectionError(limitErrors.unexpected, address));
}

async function pinAndAsk(wire: Wire, { singleStatements }: Address): Promise<Answers> {
  const ask = (sql: string): Promise<Answers> => wire.run({ sql, kind: 'facts' });
  if (singleStatements !== true) return ask(`${pinned};\n${factsQuery}`);
  const set = await ask(pinned);
  return set.ok ? ask(factsQuery) : set;
}

/** Returns the facts about the server; null if its version is not one of a known server. */
function describeServer(row: Row): ServerFacts | null {
  const versionText = String(row['version']);
  const version = /^(?:5\.5\.5-)?(\d{1,2})\.(\d{1,2})(?:\.(\d{1,2}))?/.exec(versionText);
  const connectionId = Number(row['connection_id']);
  if (version === null || !Number.isSafeInteger(connectionId)) return null;
  const [, major = '0', minor = '0', patch = '0'] = version;
  return {
    dialect: /mariadb/i.test(versionText) ? 'mariadb' : 'mysql',
    version: Number(major) * 10_000 + Number(minor) * 100 + Number(patch),
    versionText: printableLine(versionText),
    account: String(row['account']),
    connectionId,
    sqlMode: String(row['sql_mode'] ?? '')
      .toUpperCase()
      .split(',')
      .filter((mode) => mode !== ''),
    foldsNames: Number(row['name_case'] ?? 0) > 0,
  };
}

/**
 * The oldest supported versions. Older ones lack features that are required, such as lock_wait_timeout and columns of
 * information_schema.
 */
const oldest = { mysql: [50_700, 'MySQL 5.7'], mariadb: [100_200, 'MariaDB 10.2'] } as const;

function rejectServer(server: ServerFacts | null, address: Address): Failure | null {
  if (server === null || server.version >= oldest[server.dialect][0]) return null;
  return {
    kind: 'could-not',
    message: `${printPlace(address)} runs version ${server.versionText}, which Sproc does not support.`,
    remedy: `Upgrade it to ${oldest[server.dialect][1]} or later, or name another server in sproc.json.`,
  };
}

function makeSession(wire: Wire, server: ServerFacts): Session {
  const run = async (sql: Sql, values?: readonly SqlValue[], expected?: ExpectedAnswers): Promise<SentPacket> => {
    const packet = joinSql(sql);
    const sets = await wire.run({ sql: packet, values, kind: answerKind(packet) }, expected);
    return sets.ok ? sets : fail(toServerError(sets.error, server));
  };
  return {
    server,
    memory: new Memory(),
    async query(sql, values) {
      const sets = await run(sql, values);
      return sets.ok ? succeed(sets.value[sets.value.length - 1] ?? []) : sets;
    },
    queryMany: (sql, whose = 'ours') =>
      run(sql, undefined, whose === 'ours' ? undefined : { answers: [], isWhole: false }),
    close: () => wire.close(),
    destroy: () => wire.giveUp(),
  };
}

type SentPacket = Result<readonly (readonly Row[])[], ServerError>;

function toServerError({ error, completed }: Stopped, { dialect }: ServerFacts): ServerError {
  const connectionLost = error.fatal === true || lostErrnos[dialect].has(error.errno ?? 0);
  return {
    errno: error.sqlState === undefined && connectionLost ? 0 : (error.errno ?? 0),
    sqlState: error.sqlState ?? '',
    message: printableSentence(error.sqlMessage ?? error.message),
    connectionLost,
    code: error.code ?? '',
    completed,
  };
}

/** Server shutdown, client went away, connection killed (MySQL and MariaDB numbers), disconnected for inactivity. */
const lostErrnos: Readonly<Record<Dialect, ReadonlySet<number>>> = {
  mysql: new Set([1053, 2006, 2013, 2055, 3169, 4031]),
  mariadb: new Set([1053, 1927, 2006, 2013, 2055]),
};
