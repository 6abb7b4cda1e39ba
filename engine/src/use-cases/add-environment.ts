/** Adds an environment to sproc.json: first tried on its server, then written, each on a person's request. */
import type { AddEnvironmentAnswer, NewEnvironment, TryEnvironmentAnswer } from './answers/typed-login';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { ServerFacts } from '../database/connection/session';
import { readPrivileges, type Privileges } from '../database/read-privileges';
import { prepareTarget } from '../lifecycle/target/open-target';
import { audienceOf } from '../project/audience';
import type { Environment, ProjectConfig } from '../project/environment';
import { insertEnvironment } from './starting/insert-environment';
import { parseProjectFile } from '../project/parse-project-file';
import { projectFile } from '../project/project-file';
import type { Secrets, SourceTree } from '../project/ports';
import { openProject, type SprocPorts } from './open-project';
import type { Sproc } from './sproc';
import { findLacking } from './environments/doctor-privileges';

interface Candidate {
  readonly text: string;
  readonly config: ProjectConfig;
  readonly environment: Environment;
}

/** Writes the environment to sproc.json. Fails if that has mistakes, or has an environment of this name. */
export async function addEnvironment(
  tree: SourceTree,
  added: NewEnvironment,
): Promise<Result<AddEnvironmentAnswer, Failure>> {
  const candidate = await makeCandidate(tree, added);
  if (!candidate.ok) return candidate;
  const written = await tree.write(projectFile, candidate.value.text);
  return written.ok ? succeed({ audience: audienceOf(candidate.value.environment) }) : written;
}

/** Logs in once and reads about the server; nothing is written, here or there. */
export async function tryEnvironment(
  ports: SprocPorts,
  added: NewEnvironment,
  password: string,
): Promise<Result<TryEnvironmentAnswer, Failure>> {
  const candidate = await makeCandidate(ports.tree, added);
  if (!candidate.ok) return candidate;
  const { config, environment } = candidate.value;
  const secrets = withPassword(ports.secrets, added.name, password);
  const trial = await logIn(environment, { ...ports, secrets });
  if (!trial.ok) {
    const isRefused = trial.error.login !== undefined;
    return succeed({ result: isRefused ? 'refused' : 'untested', failure: trial.error });
  }
  const opened = await openProject({ ...ports, secrets }, undefined, config);
  if (!opened.ok) return opened;
  const { server, privileges } = trial.value;
  try {
    const examined = await opened.value.doctor({ environments: [added.name] });
    if (!examined.ok) return examined;
    return succeed({
      result: 'accepted',
      dialect: server.dialect,
      version: server.versionText,
      account: server.account,
      sqlMode: server.sqlMode,
      lines: examined.value.lines.filter(({ area, state }) => area === 'environment' && state !== 'ok'),
      grants: await findGrants(opened.value, added.name, privileges),
    });
  } finally {
    await opened.value.close();
  }
}

async function makeCandidate(tree: SourceTree, added: NewEnvironment): Promise<Result<Candidate, Failure>> {
  const text = (await tree.read(projectFile)) ?? '';
  const before = parseProjectFile(text).value;
  if (before === null)
    return failure('bad-project', 'sproc.json has mistakes. No environment was added.', 'Correct them first.');
  if (before.environments[added.name] !== undefined)
    return failure('bad-input', `sproc.json has an environment ${added.name} already.`, 'Choose another name.');
  const { name, ...settings } = added;
  const entry = { ...settings, ...(added.stage === 'PRODUCTION' ? { protected: true } : {}) };
  const changed = insertEnvironment(text, name, entry);
  const { value: config, mistakes } = parseProjectFile(changed);
  const environment = config?.environments[name];
  if (config === null || environment === undefined) {
    const [first] = mistakes;
    return failure('bad-input', first?.message ?? `sproc.json cannot have an environment ${name}.`);
  }
  return succeed({ text: changed, config, environment });
}

/** Gives the typed password to the new environment alone. */
function withPassword(secrets: Secrets, name: string, password: string): Secrets {
  return {
    ...secrets,
    password: (environment) =>
      environment.name === name ? Promise.resolve(succeed(password)) : secrets.password(environment),
  };
}

interface LoggedIn {
  readonly server: ServerFacts;
  /** The privileges; null if they cannot be read. */
  readonly privileges: Privileges | null;
}

async function logIn(
  environment: Environment,
  ports: Pick<SprocPorts, 'connect' | 'secrets'>,
): Promise<Result<LoggedIn, Failure>> {
  const [target] = environment.targets;
  if (target === undefined) return failure('bad-input', `Environment ${environment.name} has no server.`);
  const open = await prepareTarget(environment, target, ports);
  const session = open.ok ? await open.value({ withoutSchema: true }) : open;
  if (!session.ok) return session;
  try {
    const privileges = await readPrivileges(session.value);
    return succeed({ server: session.value.server, privileges: privileges.ok ? privileges.value : null });
  } finally {
    await session.value.close();
  }
}

async function findGrants(
  sproc: Sproc,
  environment: string,
  privileges: Privileges | null,
): Promise<readonly string[] | null> {
  const grants = privileges === null ? null : await sproc.grants({ environment });
  if (grants?.ok !== true || privileges === null) return null;
  const deployers = grants.value.accounts.filter(({ role }) => role === 'deployer');
  return deployers.flatMap((account) =>
    account.statements.filter((statement) => findLacking([{ ...account, statements: [statement] }], privileges).length),
  );
}
