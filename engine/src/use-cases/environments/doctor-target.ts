/** One target of an environment: whether it can be reached, what it is, and what its account may do there. */
import { append } from '../../base/long-lists';
import { advise } from '../../base/advice';
import type { Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import { isLoopback } from '../../database/connection/loopback';
import { readIncompleteLists } from '../../database/list-catalog';
import { nameAllKinds, type IncompleteList } from '../../database/list-completeness';
import { readPrivileges, type Privileges } from '../../database/read-privileges';
import { readSchemaDefaults } from '../../database/schema-defaults';
import { readWriteFacts } from '../../database/server-facts';
import { makeEnvironmentNaming } from '../../lifecycle/target/environment-naming';
import { prepareTarget, printTarget } from '../../lifecycle/target/open-target';
import type { OpenTarget } from '../../lifecycle/target/target-at-work';
import { TargetSessions } from '../../lifecycle/target/target-sessions';
import type { Environment, Target } from '../../project/environment';
import type { SourceIndex } from '../../analysis/sources/source-index';
import { renameKey } from '../../routine/naming';
import type { RoutineKey } from '../../routine/routine';
import type { Project } from '../shared/project';
import { listAccess } from './access-grants';
import { examineLedger } from './doctor-ledger';
import { unknown, type Examination, type TargetLine } from './doctor-line';
import type { Names } from './doctor-names';
import { findLacking } from './doctor-privileges';
import { examineSettings } from './doctor-settings';
import { describeOwn } from './grants';

export interface Examined {
  readonly environment: Environment;
  readonly target: Target;
  readonly own: readonly RoutineKey[];
  readonly names: Names;
  readonly ledgerKey: Result<string | null, Failure>;
}

export async function examineTarget(project: Project, examined: Examined): Promise<readonly TargetLine[]> {
  const { environment, target, own, names, ledgerKey } = examined;
  const prepared = await prepareTarget(environment, target, project.ports);
  if (!prepared.ok) return unreached(names, prepared.error);
  // A missing schema is a separate line.
  const sessions = new TargetSessions((options) => prepared.value({ ...options, withoutSchema: true }));
  const foldsNames = (): boolean => sessions.foldsNames;
  const open: OpenTarget = {
    ...{ environment, target, label: printTarget(target), sessions },
    naming: makeEnvironmentNaming(environment, target, { config: project.config, own, foldsNames }),
    ledgerKey: ledgerKey.ok ? ledgerKey.value : null,
  };
  try {
    const session = await open.sessions.get('ledger');
    if (!session.ok) return unreached(names, session.error);
    return await examineSession(project, { open, session: session.value, names });
  } finally {
    await open.sessions.close();
  }
}

function unreached(names: Names, error: Failure): readonly TargetLine[] {
  return [{ state: 'problem', code: error.kind, ...names.explain(error) }];
}

async function examineSession(project: Project, examination: Examination): Promise<readonly TargetLine[]> {
  const { session } = examination;
  const lines = [describeServer(project, examination), await describeWire(examination)];
  const privileges = await readPrivileges(session);
  if (!privileges.ok) lines.push(unknown('privileges', 'The privileges of the account cannot be read.'));
  append(lines, await examineSchemas(examination));
  if (privileges.ok) {
    append(lines, await examinePrivileges(project, examination, privileges.value));
    append(lines, await examineSettings(project, examination, privileges.value));
  }
  return [...lines, ...(await examineLedger(project, examination))];
}

/** The oldest versions that Sproc is tried on. */
const supported = { mysql: [80_029, 'MySQL 8.0.29'], mariadb: [101_100, 'MariaDB 10.11'] } as const;

function describeServer({ config }: Project, { session, names }: Examination): TargetLine {
  const { dialect, version, versionText, account } = session.server;
  const flavor = dialect === 'mysql' ? 'MySQL' : 'MariaDB';
  const message = `Server: ${flavor} ${names.version(versionText)}. Account: ${names.show('account', account)}.`;
  const [oldest, name] = supported[dialect];
  if (version < oldest) {
    const remedy = `Upgrade the server to ${name} or later.`;
    return { state: 'warning', code: 'old-server', message: `${message} This version is not supported.`, remedy };
  }
  if (dialect === config.dialect) return { state: 'ok', code: 'server', message, remedy: null };
  return {
    ...{ state: 'warning', code: 'other-dialect', message },
    remedy: `The sources are written for ${config.dialect === 'mysql' ? 'MySQL' : 'MariaDB'}: set "dialect" in sproc.json if that is wrong.`,
  };
}

async function describeWire({ open: { target }, session }: Examination): Promise<TargetLine> {
  const rows = await session.query(`SHOW SESSION STATUS LIKE 'Ssl_cipher'`);
  if (!rows.ok) return unknown('encryption', 'It is unknown whether the connection is encrypted.');
  if (String(rows.value[0]?.['Value'] ?? '') !== '')
    return {
      state: 'ok',
      code: 'encryption',
      message: `The connection is encrypted ("tls": "${target.tls}").`,
      remedy: null,
    };
  if (target.socket !== null || isLoopback(target.host))
    return {
      state: 'ok',
      code: 'encryption',
      message: 'The connection stays on this machine and is not encrypted.',
      remedy: null,
    };
  return {
    state: 'warning',
    code: 'not-encrypted',
    message: `The connection is not encrypted ("tls": "${target.tls}"): others on the network can read and alter it.`,
    remedy: 'Set up TLS on the server, and set "tls" to "required" or "verify".',
  };
}

async function examineSchemas({ open, session, names }: Examination): Promise<readonly TargetLine[]> {
  const lines: TargetLine[] = [];
  for (const schema of open.naming.schemas) {
    const found = await readSchemaDefaults(session, schema);
    const shown = names.show('schema', schema);
    if (!found.ok) lines.push(unknown('schema', `It is unknown whether schema ${shown} exists.`));
    else if (found.value === null)
      lines.push({
        state: 'problem',
        code: 'missing-schema',
        message: `Schema ${shown} does not exist, or is not visible to ${names.show('account', session.server.account)}.`,
        remedy: 'Create it with CREATE DATABASE, or correct "schema" or "schemas" of the environment.',
      });
  }
  return lines;
}

const needs = { deployer: 'deploy, promote, sync, rollback and recover', reader: 'status, compare, plan and history' };

async function examinePrivileges(
  project: Project,
  { open, session, names }: Examination,
  privileges: Privileges,
): Promise<readonly TargetLine[]> {
  const write = await readWriteFacts(session);
  if (!write.ok) return [unknown('settings', 'The settings of the server cannot be read.')];
  const { environment, target, naming } = open;
  const { registry } = project.config;
  const isKeeper = registry.kind === 'server' && registry.environment === environment.name;
  const { account } = session.server;
  const index = await project.sources();
  const access = listAccess({
    ...{ server: session.server, write: write.value, ledgerSchema: environment.ledgerSchema, accounts: null },
    routines: index.routines().map(({ routine }) => describeOwn(routine, naming)),
    schemas: naming.schemas,
    registrySchema: isKeeper && target === environment.targets[0] ? registry.schema : null,
    ...{ deployer: account, reader: account, application: account },
  });
  const lacking = findLacking(access.accounts, privileges);
  const hidden = await examineLists({ open, session, names }, index);
  const all = 'The account has every privilege that the routines of the project need.';
  if (lacking.length === 0) return [{ state: 'ok', code: 'privileges', message: all, remedy: null }, ...hidden];
  const shown = names.show('account', account);
  const lines = lacking.map(({ role, kind, name, privileges: missing }) => {
    const on = {
      server: 'the server',
      table: name,
      schema: `schema ${kind === 'schema' ? names.show('schema', name) : ''}`,
    };
    return {
      state: 'warning',
      code: 'missing-privilege',
      message: `${shown} lacks ${missing.join(', ')} on ${on[kind]}, used by ${needs[role]}.`,
      remedy: advise`Run ${{ id: 'grants', environment: names.show('environment', environment.name) }} for the GRANT statements of a ${role}.`,
    } as const;
  });
  return [...lines, ...hidden];
}

/** Reports objects that may exist unseen, of the kinds that no file defines: no other line is about their privileges. */
async function examineLists(
  { open: { environment, naming }, session, names }: Examination,
  index: SourceIndex,
): Promise<readonly TargetLine[]> {
  const own = index.routines().map(({ key }) => renameKey(key, naming.toPhysical));
  const lines: TargetLine[] = [];
  for (const schema of naming.schemas) {
    const defaults = await readSchemaDefaults(session, schema);
    if (defaults.ok && defaults.value === null) continue;
    const read = await readIncompleteLists(session, schema, true);
    if (!read.ok) lines.push(unknown('incomplete-list', 'It is unknown what the account may see.'));
    const isOwn = ({ kinds }: IncompleteList): boolean =>
      own.some((key) => key.schema === schema && kinds.includes(key.kind));
    const lists = read.ok ? read.value.filter((list) => !isOwn(list)) : [];
    if (lists.length === 0) continue;
    const [shown, account] = [names.show('schema', schema), names.show('account', session.server.account)];
    lines.push({
      state: 'warning',
      code: 'incomplete-list',
      message: `Schema ${shown} may have ${nameAllKinds(lists)} that are not visible to ${account}. A baseline or an import would miss them.`,
      remedy: advise`Run ${{ id: 'grants', environment: names.show('environment', environment.name) }} for the GRANT statement.`,
    });
  }
  return lines;
}
