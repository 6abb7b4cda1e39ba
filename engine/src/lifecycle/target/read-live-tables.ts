/** The tables of an environment with their columns, target by target, under the project's own schema names. */
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot, type CouldNot } from '../../database/connection/could-not';
import { explainServerError } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import { readTables } from '../../database/read-tables';
import { toDefinition } from '../../database/show-create';
import type { Environment, Target } from '../../project/environment';
import { renameKey } from '../../routine/naming';
import { printKey, type RoutineKey } from '../../routine/routine';
import { makeLiveTables, type LiveTables } from '../../routine/live-tables';
import { quoteName } from '../../syntax/quoting';
import { makeEnvironmentNaming, readOwnKeys, type EnvironmentNaming } from './environment-naming';
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
    const read = await readTarget(environment, target, {
      ...{ project, own: own.value, couldNot: couldNot.readTables() },
      read: (session, naming) => readTablesOf(session, { environment, naming }),
    });
    if (!read.ok) return read;
    all.push(read.value);
  }
  return succeed(all);
}

/** Returns the CREATE TABLE or CREATE VIEW of one table, from the first target. */
export async function readTableText(
  environment: Environment,
  project: Access,
  table: Pick<RoutineKey, 'schema' | 'name'>,
): Promise<Result<string, Failure>> {
  const printed = printKey({ ...table, kind: 'view' });
  const absent = failure('not-found', `Table ${printed} does not exist in ${environment.name}.`);
  const own = await readOwnKeys(project);
  if (!own.ok) return own;
  const [target] = environment.targets;
  if (target === undefined) return absent;
  const text = await readTarget(environment, target, {
    ...{ project, own: own.value, couldNot: couldNot.readRoutine(`table ${printed}`) },
    async read(session, naming) {
      const { schema, name } = renameKey({ ...table, kind: 'view' }, naming.toPhysical);
      const rows = await session.query(`SHOW CREATE TABLE ${quoteName(schema)}.${quoteName(name)}`);
      if (!rows.ok) return rows.error.errno === noSuchTable ? succeed(null) : rows;
      return succeed(toDefinition(rows.value[0] ?? {}).text);
    },
  });
  return text.ok && text.value === null ? absent : (text as Result<string, Failure>);
}

/** ER_NO_SUCH_TABLE. */
const noSuchTable = 1146;

interface TargetReading<T> {
  readonly project: Access;
  readonly own: readonly RoutineKey[];
  readonly couldNot: CouldNot;
  readonly read: (session: Session, naming: EnvironmentNaming) => Promise<Result<T, ServerError>>;
}

/** Reads something of a target on a session that is closed afterwards. */
async function readTarget<T>(
  environment: Environment,
  target: Target,
  { project, own, read, couldNot: sentence }: TargetReading<T>,
): Promise<Result<T, Failure>> {
  const open = await prepareTarget(environment, target, project.ports);
  if (!open.ok) return open;
  const session = await open.value();
  if (!session.ok) return session;
  const { server } = session.value;
  const foldsNames = (): boolean => server.foldsNames === true;
  const naming = makeEnvironmentNaming(environment, target, { config: project.config, own, foldsNames });
  const found = await read(session.value, naming);
  await session.value.close();
  if (found.ok) return found;
  const context = { environment: environment.name, account: server.account, schema: target.schema };
  return fail(explainServerError(found.error, { ...context, couldNot: sentence }));
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
