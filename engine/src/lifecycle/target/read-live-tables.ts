/** The tables of an environment with their columns, target by target, under the project's own schema names. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import { readTables } from '../../database/read-tables';
import type { Environment, Target } from '../../project/environment';
import { renameKey } from '../../routine/naming';
import type { RoutineKey } from '../../routine/routine';
import { makeLiveTables, type LiveTables } from '../../routine/live-tables';
import { makeEnvironmentNaming, readOwnKeys } from './environment-naming';
import { prepareTarget } from './open-target';
import type { ProjectAccess } from './project-access';
import type { OpenTarget } from './target-at-work';

type Access = Pick<ProjectAccess, 'config' | 'ports' | 'sources'>;

/** Reads these targets, one after the other. The first that cannot be read ends it. */
export async function readLiveTables(
  environment: Environment,
  project: Access,
  targets: readonly Target[] = environment.targets,
): Promise<Result<readonly LiveTables[], Failure>> {
  const own = await readOwnKeys(project);
  if (!own.ok) return own;
  const all: LiveTables[] = [];
  for (const target of targets) {
    const read = await readTarget(environment, target, { project, own: own.value });
    if (!read.ok) return read;
    all.push(read.value);
  }
  return succeed(all);
}

async function readTarget(
  environment: Environment,
  target: Target,
  { project, own }: { readonly project: Access; readonly own: readonly RoutineKey[] },
): Promise<Result<LiveTables, Failure>> {
  const open = await prepareTarget(environment, target, project.ports);
  if (!open.ok) return open;
  const session = await open.value();
  if (!session.ok) return session;
  const { server } = session.value;
  const foldsNames = (): boolean => server.foldsNames === true;
  const naming = makeEnvironmentNaming(environment, target, { config: project.config, own, foldsNames });
  const read = await readTablesOf(session.value, { environment, naming });
  await session.value.close();
  if (read.ok) return read;
  const context = { environment: environment.name, account: server.account, schema: target.schema };
  return fail(explainServerError(read.error, { ...context, couldNot: couldNot.readTables() }));
}

/** Reads the tables of a target on a session of its own, under the project's names. */
export async function readTablesOf(
  session: Session,
  { environment, naming }: Pick<OpenTarget, 'environment' | 'naming'>,
): Promise<Result<LiveTables, ServerError>> {
  const { server } = session;
  // A schema without routines of the project may have tables that they use.
  const mapped = Object.values(environment.schemas);
  const read = await readTables(session, [...new Set([...naming.schemas, ...mapped])]);
  if (!read.ok) return read;
  const tables = read.value.flatMap((table) => {
    const key: RoutineKey = { schema: table.schema, kind: 'view', name: table.name };
    const { schema, name } = renameKey(key, naming.toLogical);
    return naming.isForeign(key) ? [] : [{ ...table, schema, name }];
  });
  const sqlMode = environment.sqlMode ?? server.sqlMode;
  return succeed(
    makeLiveTables({
      environment: environment.name,
      server: { dialect: server.dialect, serverVersion: server.version },
      sqlMode,
      tables,
    }),
  );
}
