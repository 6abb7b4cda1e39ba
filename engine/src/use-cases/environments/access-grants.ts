/**
 * The privileges that accounts need on a server, as GRANT statements: least privilege, for the project's objects there.
 * Pure.
 */
import { append } from '../../base/long-lists';
import type { GrantsAnswer } from '../answers/grants';
import { listWords } from '../../base/list-words';
import { plural } from '../../base/plural';
import type { RoutineKind } from '../../syntax/routine-kind';
import { helperSchema } from '../../database/helper-schema';
import { quoteAccount } from '../../database/connection/mysql-errors';
import type { WriteFacts } from '../../database/server-facts';
import type { ServerFacts } from '../../database/connection/session';
import { printAccount } from '../../routine/print-routine';
import type { Need } from '../../analysis/program/definer-needs';
import { renderGrants } from '../../lifecycle/preflight/definer-rights';
import { identify, type Account, type RoutineKey } from '../../routine/routine';
import { quoteName, quoteText } from '../../syntax/quoting';

export interface OwnRoutine {
  /** The key with the target's names. */
  readonly key: RoutineKey;
  /** The definer with the target's names; null if the text leaves it to the deploying account. */
  readonly definer: Account | null;
  /** Runs with the caller's own rights. */
  readonly isInvoker: boolean;
  /** The privileges that its statements need, as the target names them; none if it runs with the caller's rights. */
  readonly needs: readonly Need[];
  /** `schema.name`, as the target names them. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** The existence of the routine; null if it may exist without being visible to the account. */
  readonly isThere: boolean | null;
}

export interface AccessInput {
  readonly server: ServerFacts;
  readonly write: WriteFacts;
  readonly routines: readonly OwnRoutine[];
  /** The schemas of the target, with and without routines of the project. */
  readonly schemas: readonly string[];
  readonly ledgerSchema: string;
  /** The registry's schema, if it is on this server. */
  readonly registrySchema: string | null;
  readonly deployer: string;
  readonly reader: string;
  readonly application: string;
  /** `user@host` of every account; null where they may not be read. */
  readonly accounts: ReadonlySet<string> | null;
}

type Accesses = GrantsAnswer['accounts'];

export function listAccess(input: AccessInput): Pick<GrantsAnswer, 'accounts' | 'notes'> {
  const accounts: Accesses = [
    {
      role: 'deployer',
      ...describeAccount(input, input.deployer),
      statements: forDeployer(input, quoteGrantee(input, input.deployer)),
    },
    {
      role: 'reader',
      ...describeAccount(input, input.reader),
      statements: forReader(input, quoteGrantee(input, input.reader)),
    },
    {
      role: 'application',
      ...describeAccount(input, input.application),
      statements: forApplication(input, quoteGrantee(input, input.application)),
    },
    ...forDefiners(input),
  ];
  return { accounts, notes: makeNotes(input) };
}

function describeAccount(input: AccessInput, account: string): Pick<Accesses[number], 'account' | 'exists'> {
  const { accounts } = input;
  return { account, exists: accounts === null ? null : accounts.has(atAnyHost(account)) || isRole(input, account) };
}

/** Returns the account; without a host it is one of any host. */
function atAnyHost(account: string): string {
  return account.includes('@') ? account : `${account}@%`;
}

/**
 * Returns true for a role. MariaDB keeps roles as accounts with an empty host; on MySQL they look like other accounts.
 */
function isRole({ server, accounts }: AccessInput, account: string): boolean {
  return server.dialect === 'mariadb' && accounts?.has(`${account}@`) === true;
}

/**
 * Returns the account as GRANT accepts it. MariaDB rejects a role with a host; without one it finds either itself, if
 * the accounts are not readable.
 */
function quoteGrantee(input: AccessInput, account: string): string {
  const isUnknown = input.server.dialect === 'mariadb' && input.accounts === null && !account.includes('@');
  return isUnknown || isRole(input, account) ? quoteText(account) : quoteAccount(atAnyHost(account));
}

/** Renders a GRANT; `grantee` is written as in SQL. */
function render(privileges: Iterable<string>, on: string, grantee: string, option = ''): string {
  return `GRANT ${[...privileges].join(', ')} ON ${on} TO ${grantee}${option}`;
}

function bySchema({ routines }: AccessInput): ReadonlyMap<string, readonly OwnRoutine[]> {
  const groups = new Map<string, OwnRoutine[]>();
  for (const routine of routines) {
    const group = groups.get(routine.key.schema);
    if (group === undefined) groups.set(routine.key.schema, [routine]);
    else group.push(routine);
  }
  return groups;
}

const isCalled = (kind: RoutineKind): boolean => kind !== 'trigger' && kind !== 'event' && kind !== 'view';

/**
 * Returns the privileges for a kind. A trigger is replaced under LOCK TABLES on MySQL, and by OR REPLACE on MariaDB.
 */
function toDeploy(kind: RoutineKind, { dialect }: ServerFacts): readonly string[] {
  if (kind === 'trigger') return dialect === 'mysql' ? ['TRIGGER', 'LOCK TABLES', 'SELECT'] : ['TRIGGER'];
  if (kind === 'event') return ['EVENT'];
  return kind === 'view' ? ['CREATE VIEW', 'DROP', 'SELECT'] : [];
}

function forDeployer(input: AccessInput, grantee: string): readonly string[] {
  const { server, deployer, ledgerSchema } = input;
  const drops = server.dialect === 'mysql';
  const statements: string[] = [];
  for (const [schema, routines] of bySchema(input)) {
    const kinds = new Set(routines.map(({ key }) => key.kind));
    const privileges = new Set(routines.flatMap(({ key }) => toDeploy(key.kind, server)));
    // Tables are seen only by those who have some right on them.
    privileges.add('SHOW VIEW');
    const called = [...kinds].some(isCalled);
    const on = `${quoteName(schema)}.*`;
    // A replacement on MySQL drops, and gives the grants on the routine back: only who has them may.
    const option = called && drops ? ' WITH GRANT OPTION' : '';
    if (called)
      ['CREATE ROUTINE', 'ALTER ROUTINE', ...(drops ? ['EXECUTE'] : [])].forEach((each) => privileges.add(each));
    statements.push(render(privileges, on, grantee, option));
  }
  const foreign = input.routines.some(({ definer }) => definer !== null && printAccount(definer) !== deployer);
  const global = [
    ...(server.dialect === 'mysql' && server.version >= 80_020 ? ['SHOW_ROUTINE'] : []),
    ...(foreign ? [namesOthers(server)] : []),
  ];
  if (global.length > 0) statements.push(render(global, '*.*', grantee));
  if (server.dialect === 'mariadb') statements.push(render(['SELECT'], 'mysql.proc', grantee));
  if (drops) statements.push(render(['SELECT'], 'mysql.procs_priv', grantee));
  statements.push(render(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE'], `${quoteName(ledgerSchema)}.*`, grantee));
  append(statements, forRegistry(input, grantee, ['SELECT', 'INSERT', 'CREATE', 'TRIGGER']));
  return statements;
}

/**
 * Returns the privilege to name another account as definer (MySQL manual, "Stored Object Access Control"; MariaDB: SET
 * USER).
 */
function namesOthers({ dialect, version }: ServerFacts): string {
  if (dialect === 'mariadb') return 'SET USER';
  return version >= 80_200 ? 'SET_ANY_DEFINER' : 'SET_USER_ID';
}

function forRegistry(
  { registrySchema }: AccessInput,
  grantee: string,
  privileges: readonly string[],
): readonly string[] {
  return registrySchema === null ? [] : [render(privileges, `${quoteName(registrySchema)}.*`, grantee)];
}

function forReader(input: AccessInput, grantee: string): readonly string[] {
  const { server, ledgerSchema } = input;
  const statements: string[] = [];
  for (const [schema, routines] of bySchema(input)) {
    const kinds = new Set(routines.map(({ key }) => key.kind));
    const privileges = ['SHOW VIEW'];
    if (kinds.has('trigger')) privileges.push('TRIGGER');
    if (kinds.has('event')) privileges.push('EVENT');
    if (kinds.has('view')) privileges.push('SELECT');
    statements.push(render(privileges, `${quoteName(schema)}.*`, grantee));
  }
  if (server.dialect === 'mariadb') statements.push(render(['SELECT'], 'mysql.proc', grantee));
  else statements.push(render([server.version >= 80_020 ? 'SHOW_ROUTINE' : 'SELECT'], '*.*', grantee));
  statements.push(render(['SELECT'], `${quoteName(ledgerSchema)}.*`, grantee));
  append(statements, forRegistry(input, grantee, ['SELECT']));
  return statements;
}

/**
 * Returns EXECUTE on each existing routine; one with its caller's rights also needs those on the tables that it uses.
 */
function forApplication({ routines }: AccessInput, grantee: string): readonly string[] {
  const statements: string[] = [];
  const tables = new Map<string, Set<string>>();
  for (const { key, isInvoker, reads, writes, isThere } of routines) {
    if (!isCalled(key.kind) || key.kind === 'package body' || isThere !== true) continue;
    statements.push(
      render(['EXECUTE'], `${key.kind.toUpperCase()} ${quoteName(key.schema)}.${quoteName(key.name)}`, grantee),
    );
    if (!isInvoker) continue;
    for (const table of reads) add(tables, table, ['SELECT']);
    for (const table of writes) add(tables, table, ['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
  }
  for (const [table, privileges] of tables) {
    const dot = table.indexOf('.');
    const name = `${quoteName(table.slice(0, dot))}.${quoteName(table.slice(dot + 1))}`;
    statements.push(render(privileges, name, grantee));
  }
  return statements;
}

/** Returns the definers with the privileges that their routines need to run. EXECUTE is granted on existing routines only. */
function forDefiners(input: AccessInput): Accesses {
  const { routines, deployer } = input;
  const there = new Set(routines.filter(({ isThere }) => isThere === true).map(({ key }) => identify(key)));
  const definers = new Map<string, Need[]>();
  for (const { definer, needs } of routines) {
    const account = definer === null ? atAnyHost(deployer) : printAccount(definer);
    const granted = needs.filter(
      ({ on, schema, name }) =>
        (on !== 'procedure' && on !== 'function') || there.has(identify({ kind: on, schema, name })),
    );
    definers.set(account, [...(definers.get(account) ?? []), ...granted]);
  }
  return [...definers].flatMap(([account, needs]) => {
    const name = account.endsWith('@') ? account.slice(0, -1) : account;
    const statements = renderGrants(needs, quoteGrantee(input, name));
    return statements.length === 0 ? [] : [{ role: 'definer' as const, ...describeAccount(input, name), statements }];
  });
}

function add(tables: Map<string, Set<string>>, table: string, privileges: readonly string[]): void {
  const known = tables.get(table) ?? new Set();
  privileges.forEach((privilege) => known.add(privilege));
  tables.set(table, known);
}

function makeNotes(input: AccessInput): readonly string[] {
  const { routines, write, ledgerSchema, registrySchema } = input;
  const logged = routines.some(({ key }) => key.kind === 'function' || key.kind === 'trigger');
  const called = routines.filter(({ key }) => isCalled(key.kind));
  const missing = called.filter(({ isThere }) => isThere === false).length;
  const unseen = called.filter(({ isThere }) => isThere === null).length;
  return [
    ...(logged && write.binaryLog && !write.trustsFunctionCreators
      ? ['Functions and triggers need SET GLOBAL log_bin_trust_function_creators = 1, because binary logging is on.']
      : []),
    ...(missing > 0
      ? [
          missing === 1
            ? '1 routine does not exist yet. Run this again after the first deployment for EXECUTE on it.'
            : `${missing} routines do not exist yet. Run this again after the first deployment for EXECUTE on them.`,
        ]
      : []),
    ...(unseen > 0
      ? [
          `It is unknown whether ${plural(unseen, 'routine')} exist${unseen === 1 ? 's' : ''}, because ${input.server.account} cannot see all routines. Run this again with the privileges of the deployer for EXECUTE on ${unseen === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    `An administrator may run CREATE DATABASE IF NOT EXISTS ${quoteName(ledgerSchema)}; otherwise the deployer creates it with the CREATE privilege above.`,
    ...(input.accounts === null
      ? [
          'It is unknown whether these accounts exist, because mysql.user is not readable. A GRANT to a missing account fails.',
        ]
      : []),
    ...describeOptional(input),
    ...describeAdoption(input),
    ...(registrySchema === null
      ? []
      : ['Accounts that only read versions need SELECT on the registry and nothing else.']),
  ];
}

/** Describes the privileges that show and read objects of the kinds that the project has no files of yet. */
function describeAdoption(input: AccessInput): readonly string[] {
  const groups = bySchema(input);
  return input.schemas.flatMap((schema) => {
    const own = new Set((groups.get(schema) ?? []).map(({ key }) => key.kind));
    const others = (['trigger', 'event', 'view'] as const).filter((kind) => !own.has(kind));
    if (others.length === 0) return [];
    const privileges = others.flatMap((kind) => (kind === 'view' ? ['SELECT', 'SHOW VIEW'] : kind.toUpperCase()));
    const shows = render(privileges, `${quoteName(schema)}.*`, quoteGrantee(input, input.deployer));
    return `${shows}, to show what the project has no files of yet: ${listWords(others.map((kind) => `${kind}s`))}. Without it they may be missing from baseline, import, status and compare.`;
  });
}

/** Describes the optional privileges of a deployer, and their purpose. */
function describeOptional(input: AccessInput): readonly string[] {
  const { server, ledgerSchema } = input;
  const deployer = quoteGrantee(input, input.deployer);
  const scratch = helperSchema('scratch', { ledgerSchema });
  const hasViews = input.routines.some(({ key }) => key.kind === 'view');
  const tried = [
    'CREATE',
    'DROP',
    'CREATE ROUTINE',
    'TRIGGER',
    ...(hasViews ? ['CREATE VIEW', 'SELECT', 'EXECUTE'] : []),
  ];
  const tries = render(tried, `${quoteName(scratch.name)}.*`, deployer);
  const sees = render(['SELECT'], 'performance_schema.*', deployer);
  const views = helperSchema('views', { ledgerSchema });
  const compares = render(
    ['CREATE', 'DROP', 'CREATE VIEW', 'SHOW VIEW', 'SELECT'],
    `${quoteName(views.name)}.*`,
    deployer,
  );
  return [
    `${tries}, to try replacements in that schema first.`,
    ...(hasViews ? [`${compares}, to take over views by texts that a client has run.`] : []),
    server.dialect === 'mysql'
      ? `${sees}, to let preflight name the sessions that use the replaced routines, and plans count the statements that call what they drop or change.`
      : `${sees}, to let plans count the statements that call what they drop or change, if performance_schema is on.`,
  ];
}
