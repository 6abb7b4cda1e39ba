/** What lives in an environment, target by target, under the project's own names. */
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import type { Catalog, LiveRoutine } from '../database/catalog';
import { explainServerError } from '../database/mysql-errors';
import { readCatalog } from '../database/read-catalog';
import type { ServerFacts, Session } from '../database/session';
import type { Environment, Target } from '../project/environment';
import type { RoutineKey } from '../routine/routine';
import { renameKey } from '../routine/naming';
import { renameRoutine } from '../routine/rename-routine';
import { makeEnvironmentNaming, readOwnKeys, type EnvironmentNaming } from './environment-naming';
import { prepareTarget, printTarget } from './open-target';
import type { ProjectAccess } from './project-access';

export interface TargetCatalog {
  /** `db1:3306/shop`. */
  readonly label: string;
  readonly target: Target;
  readonly server: ServerFacts;
  /** Schemas, prefixed names, callees and mapped definers are the project's. */
  readonly routines: readonly LiveRoutine[];
  readonly unreadable: Catalog['unreadable'];
  /** Tables and views as `schema.name`, under the project's schemas. */
  readonly tables: readonly string[];
  readonly defaultCharacterSet: string;
}

/** Reads every target, one after the other. The first that cannot be read ends it. */
export async function readEnvironment(
  environment: Environment,
  project: Pick<ProjectAccess, 'config' | 'ports' | 'sources'>,
): Promise<Result<readonly TargetCatalog[], Failure>> {
  const own = await readOwnKeys(project);
  if (!own.ok) return own;
  const catalogs: TargetCatalog[] = [];
  for (const target of environment.targets) {
    const naming = makeEnvironmentNaming(environment, target, { config: project.config, own: own.value });
    const read = await readTarget(environment, target, { project, naming });
    if (!read.ok) return read;
    catalogs.push(read.value);
  }
  return succeed(catalogs);
}

async function readTarget(
  environment: Environment,
  target: Target,
  { project, naming }: { readonly project: Pick<ProjectAccess, 'ports'>; readonly naming: EnvironmentNaming },
): Promise<Result<TargetCatalog, Failure>> {
  const open = await prepareTarget(environment, target, project.ports);
  if (!open.ok) return open;
  const session = await open.value();
  if (!session.ok) return session;
  const catalogs = await readSchemas(session.value, environment, naming.schemas);
  await session.value.close();
  if (!catalogs.ok) return catalogs;
  return succeed({
    label: printTarget(target),
    target,
    server: session.value.server,
    routines: catalogs.value.flatMap(({ routines }) => routines.map((live) => toLogical(live, naming))),
    unreadable: catalogs.value.flatMap(({ unreadable }) =>
      unreadable.map(({ key, reason }) => ({ key: toLogicalKey(key, naming), reason })),
    ),
    tables: catalogs.value.flatMap(({ schema, tables }) =>
      tables.map((table) => `${naming.toLogical.schema(schema)}.${table}`),
    ),
    defaultCharacterSet: catalogs.value[0]?.defaultCharacterSet ?? '',
  });
}

/** The catalogs of several schemas of one server, under its own names. */
async function readSchemas(
  session: Session,
  environment: Environment,
  schemas: readonly string[],
): Promise<Result<readonly Catalog[], Failure>> {
  const catalogs: Catalog[] = [];
  for (const schema of schemas) {
    const catalog = await readCatalog(session, schema);
    if (!catalog.ok) {
      const doing = `read the schema ${schema}`;
      const { account } = session.server;
      return fail(explainServerError(catalog.error, { environment: environment.name, account, doing, schema }));
    }
    catalogs.push(catalog.value);
  }
  return succeed(catalogs);
}

export function toLogical(live: LiveRoutine, naming: EnvironmentNaming): LiveRoutine {
  const renamed = renameRoutine(live.routine, naming.toLogical);
  const definer = renamed.definer === null ? null : naming.definerToLogical(renamed.definer);
  return { ...live, routine: { ...renamed, definer } };
}

function toLogicalKey(key: RoutineKey, naming: EnvironmentNaming): RoutineKey {
  return renameKey(key, naming.toLogical);
}
