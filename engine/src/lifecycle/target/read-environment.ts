/** The routines of an environment, target by target, under the project's own names. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import type { Catalog, LiveRoutine } from '../../database/catalog';
import { explainServerError } from '../../database/connection/mysql-errors';
import { findIncompleteList, whyUnseen, type IncompleteList } from '../../database/list-completeness';
import { readCatalog } from '../../database/read-catalog';
import type { ServerFacts, Session } from '../../database/connection/session';
import type { StepFinished } from '../../ledger/ledger';
import type { Environment, Target } from '../../project/environment';
import { identify, type RoutineKey } from '../../routine/routine';
import type { Clock } from '../../routine/schedule/over';
import { renameKey } from '../../routine/naming';
import { renameRoutine } from '../../routine/rename-routine';
import { isAsDeployed, isFinished, isOfEnvironment, isOfProject, leftHere } from './last-deployed';
import { makeEnvironmentNaming, readOwnKeys, type EnvironmentNaming } from './environment-naming';
import { summarizeLedger, type LedgerSummary } from './summarize-ledger';
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
  /** The lists that may lack something, with the server's names. */
  readonly incomplete: readonly IncompleteList[];
  /** Returns the list that may lack a routine that was not found, by the project's key; null if its absence is certain. */
  readonly findIncomplete: (key: RoutineKey) => IncompleteList | null;
  /** Tables and views, under the project's schemas. */
  readonly tables: readonly { readonly schema: string; readonly name: string }[];
  readonly defaultCharacterSet: string;
  readonly clock: Clock | null;
  /**
   * The deployed routines by identity of the project's key; empty if the ledger was not read, is unreadable or has
   * none.
   */
  readonly deployed: ReadonlyMap<string, Deployed>;
  /** The last steps that left no routine of this project there, by identity of the project's key. */
  readonly others: ReadonlyMap<string, OtherStep>;
  /** The ledger's summary; null if it was not read. */
  readonly ledger: LedgerSummary | null;
}

/** The last step of a routine: another project's, or this project's drop. */
export interface OtherStep {
  /** The other project; null for this one. */
  readonly project: string | null;
  readonly isDropped: boolean;
}

/** The ledger's data about a routine that it left there. */
export interface Deployed {
  /** The project's key. */
  readonly key: RoutineKey;
  /** True if it is the last deployed one; false also if it does not exist. */
  readonly isUnchanged: boolean;
  /** Exact checksum of the project's text that it was deployed from; null where none is known. */
  readonly source: string | null;
  /** The version that was deployed; null for an unregistered text. */
  readonly version: string | null;
  /** The status of an event as that text states it; null if it states none, or if it is unknown. */
  readonly eventStatus: string | null;
  /** True for an event whose last moment has passed. */
  readonly isOver: boolean;
}

export interface EnvironmentReading {
  /** True to read the ledgers too. */
  readonly asksLedger?: boolean;
  /** The project's own keys; by default those of the files and the registry. */
  readonly own?: readonly RoutineKey[];
  /** True to read also the schemas that `schemas` maps and in which the project has no routine yet. */
  readonly includesMapped?: boolean;
}

/** Reads every target, one after the other. The first that cannot be read ends it. */
export async function readEnvironment(
  environment: Environment,
  project: Pick<ProjectAccess, 'config' | 'ports' | 'sources'>,
  { asksLedger = false, own: given, includesMapped = false }: EnvironmentReading = {},
): Promise<Result<readonly TargetCatalog[], Failure>> {
  const own = given === undefined ? await readOwnKeys(project) : succeed(given);
  if (!own.ok) return own;
  const catalogs: TargetCatalog[] = [];
  for (const target of environment.targets) {
    const read = await readTarget(environment, target, { project, own: own.value, asksLedger, includesMapped });
    if (!read.ok) return read;
    catalogs.push(read.value);
  }
  return succeed(catalogs);
}

function withMapped(naming: EnvironmentNaming, { schemas }: Environment): EnvironmentNaming {
  return { ...naming, schemas: [...new Set([...naming.schemas, ...Object.values(schemas)])] };
}

interface TargetReading {
  readonly project: Pick<ProjectAccess, 'config' | 'ports'>;
  readonly own: readonly RoutineKey[];
  readonly asksLedger: boolean;
  readonly includesMapped: boolean;
}

async function readTarget(
  environment: Environment,
  target: Target,
  { project, own: ownKeys, asksLedger, includesMapped }: TargetReading,
): Promise<Result<TargetCatalog, Failure>> {
  const open = await prepareTarget(environment, target, project.ports);
  if (!open.ok) return open;
  const session = await open.value();
  if (!session.ok) return session;
  const { server } = session.value;
  const named = { config: project.config, own: ownKeys, foldsNames: () => server.foldsNames === true };
  const ofTarget = makeEnvironmentNaming(environment, target, named);
  const naming = includesMapped ? withMapped(ofTarget, environment) : ofTarget;
  const catalogs = await readSchemas(session.value, environment, naming.schemas);
  const ledger = asksLedger && catalogs.ok ? await summarizeLedger(session.value, environment, target) : null;
  await session.value.close();
  if (!catalogs.ok) return catalogs;
  const own = catalogs.value.map((catalog) => withoutForeign(catalog, naming));
  const incomplete = own.flatMap((catalog) => catalog.incomplete);
  const steps = (ledger?.steps ?? []).filter(
    (step) => leftHere(step, environment, target) && !naming.isForeign(step.key),
  );
  return succeed({
    label: printTarget(target),
    target,
    server: session.value.server,
    routines: own.flatMap(({ routines }) => routines.map((live) => toLogical(live, naming))),
    unreadable: own.flatMap(({ unreadable }) =>
      unreadable.map(({ key, reason }) => ({ key: toLogicalKey(key, naming), reason })),
    ),
    incomplete,
    findIncomplete: (key) => findIncompleteList(incomplete, renameKey(key, naming.toPhysical)),
    tables: own.flatMap(({ schema, tables }) =>
      tables.map((name) => renameKey({ schema, kind: 'view', name }, naming.toLogical)),
    ),
    defaultCharacterSet: own[0]?.defaultCharacterSet ?? '',
    clock: own.find(({ clock }) => clock !== null)?.clock ?? null,
    deployed: describeDeployed(own, steps, naming),
    others: describeOthers(ledger?.steps ?? [], environment, { target, naming }),
    ledger,
  });
}

/** Leaves out what has the name of one of the project's routines without the environment's prefix. */
function withoutForeign(catalog: Catalog, naming: EnvironmentNaming): Catalog {
  const { schema } = catalog;
  return {
    ...catalog,
    routines: catalog.routines.filter(({ routine }) => !naming.isForeign(routine.key)),
    unreadable: catalog.unreadable.filter(({ key }) => !naming.isForeign(key)),
    tables: catalog.tables.filter((name) => !naming.isForeign({ schema, kind: 'view', name })),
  };
}

function describeDeployed(
  catalogs: readonly Catalog[],
  steps: readonly StepFinished[],
  naming: EnvironmentNaming,
): ReadonlyMap<string, Deployed> {
  if (steps.length === 0) return new Map();
  const live = new Map(
    catalogs.flatMap(({ routines }) => routines.map(({ routine }) => [identify(routine.key), routine] as const)),
  );
  const unreadable = new Set(catalogs.flatMap((catalog) => catalog.unreadable.map(({ key }) => identify(key))));
  const incomplete = catalogs.flatMap((catalog) => catalog.incomplete);
  const read = new Set(catalogs.map(({ schema }) => schema));
  const clock = catalogs.find((catalog) => catalog.clock !== null)?.clock ?? null;
  return new Map(
    steps.flatMap((step) => {
      if (!read.has(step.key.schema)) return [];
      const identity = identify(step.key);
      const now = live.get(identity);
      // An unreadable or unseen routine is not called changed.
      if (unreadable.has(identity) || (now === undefined && whyUnseen(incomplete, step.key) !== null)) return [];
      const key = toLogicalKey(step.key, naming);
      const isOver = isFinished(step, clock);
      const known = {
        key,
        isUnchanged: isAsDeployed(now, step) || (now === undefined && isOver),
        source: step.desired,
        version: step.to,
        eventStatus: step.event?.status ?? null,
        isOver,
      };
      return [[identify(key), known] as const];
    }),
  );
}

function describeOthers(
  steps: readonly StepFinished[],
  environment: Environment,
  { target, naming }: { readonly target: Target; readonly naming: EnvironmentNaming },
): ReadonlyMap<string, OtherStep> {
  const others = steps.filter((step) => step.targetSchema === target.schema && !naming.isForeign(step.key));
  return new Map(
    others.flatMap((step) => {
      const isOwn = isOfProject(step, environment);
      if (isOwn && (!isOfEnvironment(step, environment) || leftHere(step, environment, target))) return [];
      const project = isOwn ? null : (step.project ?? null);
      return [[identify(toLogicalKey(step.key, naming)), { project, isDropped: step.after === null }] as const];
    }),
  );
}

/** Returns the catalogs of several schemas of one server, under its own names. */
async function readSchemas(
  session: Session,
  environment: Environment,
  schemas: readonly string[],
): Promise<Result<readonly Catalog[], Failure>> {
  const catalogs: Catalog[] = [];
  for (const schema of schemas) {
    const catalog = await readCatalog(session, schema);
    if (!catalog.ok) {
      const { account } = session.server;
      return fail(
        explainServerError(catalog.error, {
          environment: environment.name,
          account,
          couldNot: couldNot.readSchema(schema),
          schema,
        }),
      );
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
