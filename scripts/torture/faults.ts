/** The faults in the middle of a deployment that its process survives: one entry each, in a plain list. */
import { account, type Arena } from './arena';

export type Random = (below: number) => number;

export interface Fault {
  readonly name: string;
  /** The connection of the deployment to the server. */
  readonly road: 'straight' | 'wire';
  /** Strikes; gives what exactly it did, for the report of a loss. */
  strike(arena: Arena, random: Random): Promise<string>;
  /** Takes the cause away, as an administrator would; what it did remains. */
  heal(arena: Arena): Promise<void>;
}

const nothingToHeal = (): Promise<void> => Promise.resolve();

const serverKilled: Fault = {
  name: 'server killed',
  road: 'straight',
  async strike({ server }) {
    await server.kill('SIGKILL');
    return 'SIGKILL';
  },
  heal: ({ server }) => server.restart(),
};

const wireCut: Fault = {
  name: 'all connections cut',
  road: 'wire',
  strike({ proxy }) {
    proxy.cut(false);
    return Promise.resolve('cut once');
  },
  heal: nothingToHeal,
};

const oneWireCut: Fault = {
  name: 'one connection cut',
  road: 'wire',
  strike({ proxy }, random) {
    const which = random(10);
    proxy.cutOne(which);
    return Promise.resolve(`connection ${which}`);
  },
  heal: nothingToHeal,
};

const wireDead: Fault = {
  name: 'network gone',
  road: 'wire',
  strike({ proxy }) {
    proxy.cut(true);
    return Promise.resolve('cut for good');
  },
  heal({ proxy }) {
    proxy.mend();
    return Promise.resolve();
  },
};

const sessionsKilled: Fault = {
  name: 'sessions killed',
  road: 'straight',
  async strike({ administrator }, random) {
    const rows = await administrator.listSessions('torturer');
    const chosen = random(2) === 0 ? rows : rows.slice(random(Math.max(1, rows.length))).slice(0, 1);
    // One that has ended meanwhile cannot be killed, which is what was wanted.
    for (const { id } of chosen) await administrator.run(`KILL ${id}`).catch(() => undefined);
    return `${chosen.length} of ${rows.length} sessions`;
  },
  heal: nothingToHeal,
};

const privilegeRevoked: Fault = {
  name: 'privilege revoked',
  road: 'straight',
  async strike(arena, random) {
    const all = arena.privileges();
    const [privilege, place] = all[random(all.length)] ?? ['EXECUTE', `${arena.schema}.*`];
    await arena.administrator.run(`REVOKE ${privilege} ON ${place} FROM ${account}`);
    return `${privilege} on ${place}`;
  },
  async heal(arena) {
    for (const [privilege, place] of arena.privileges())
      await arena.administrator.run(`GRANT ${privilege} ON ${place} TO ${account}`);
  },
};

const readOnly: Fault = {
  name: 'server read-only',
  road: 'straight',
  async strike({ administrator, server }, random) {
    const setting = server.flavor === 'mysql' && random(2) === 0 ? 'super_read_only' : 'read_only';
    await administrator.run(`SET GLOBAL ${setting} = ON`);
    return setting;
  },
  async heal({ administrator, server }) {
    if (server.flavor === 'mysql') await administrator.run('SET GLOBAL super_read_only = OFF');
    await administrator.run('SET GLOBAL read_only = OFF');
  },
};

const ledgerTables = ['journal', 'saved_definition'];

const ledgerFull: Fault = {
  name: 'ledger full',
  road: 'straight',
  async strike({ administrator, schema }, random) {
    const table = ledgerTables[random(ledgerTables.length)] ?? 'journal';
    await administrator.run(
      `CREATE TRIGGER ${schema}_ledger.full_${table} BEFORE INSERT ON ${schema}_ledger.${table} FOR EACH ROW
        SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'`,
    );
    return table;
  },
  async heal({ administrator, schema }) {
    for (const table of ledgerTables) await administrator.run(`DROP TRIGGER IF EXISTS ${schema}_ledger.full_${table}`);
  },
};

const noMoreSessions: Fault = {
  name: 'no more sessions',
  road: 'wire',
  async strike({ administrator, proxy }, random) {
    await administrator.run(`ALTER USER ${account} WITH MAX_USER_CONNECTIONS 1`);
    proxy.cutOne(random(10));
    return 'MAX_USER_CONNECTIONS 1, and one connection cut';
  },
  async heal({ administrator }) {
    await administrator.run(`ALTER USER ${account} WITH MAX_USER_CONNECTIONS 0`);
  },
};

const leaseLost: Fault = {
  name: 'lease lost',
  road: 'straight',
  async strike({ administrator, schema }, random) {
    const [change, did] =
      random(2) === 0
        ? [`DELETE FROM ${schema}_ledger.lease`, 'row removed']
        : [`UPDATE ${schema}_ledger.lease SET owner = 'thief', holder = 'a thief'`, 'overtaken'];
    await administrator.run(change);
    return did;
  },
  async heal({ administrator, schema }) {
    await administrator.run(`DELETE FROM ${schema}_ledger.lease`);
  },
};

export const faults: readonly Fault[] = [
  serverKilled,
  wireCut,
  oneWireCut,
  wireDead,
  sessionsKilled,
  privilegeRevoked,
  readOnly,
  ledgerFull,
  noMoreSessions,
  leaseLost,
];
