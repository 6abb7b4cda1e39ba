/** The deployment of one environment's routines to another: the same versions, under the names of the other. */
import { advise } from '../../base/advice';
import type { DeployAnswer } from '../../lifecycle/answers/deploy';
import type { PlanAnswer, PlanRequest } from '../../lifecycle/answers/plan';
import type { SyncRequest } from '../answers/sync';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { printUnseen } from '../../database/list-completeness';
import { deploy } from '../../lifecycle/deploy';
import { plan } from '../../lifecycle/plan-deployment';
import type { ProjectAccess } from '../../lifecycle/target/project-access';
import { prepareTarget } from '../../lifecycle/target/open-target';
import { readEnvironment, type TargetCatalog } from '../../lifecycle/target/read-environment';
import type { Environment } from '../../project/environment';
import type { RoutineRecord } from '../../registry/records/registry';
import { equalsLive, type LiveContext } from '../../lifecycle/target/same-view';
import { findDifferences } from '../../routine/difference';
import { unitOf } from '../../routine/distinct-names';
import { levelServers, modesElsewhere, type ServerSide } from '../../lifecycle/target/across-servers';
import { identify, printKey, type Routine, type RoutineKey } from '../../routine/routine';
import { parseNames, select, selects, type Selector } from '../../routine/selector';
import type { Dialect } from '../../syntax/dialect';
import { quoteName } from '../../syntax/quoting';
import { collectManaged } from '../shared/managed';
import { overlaySources, type OverlaidText } from '../shared/overlay-sources';
import type { Project } from '../shared/project';

/** Returns the effect of `sync`. Nothing is changed anywhere. */
export async function planSync(project: Project, request: SyncRequest): Promise<Result<PlanAnswer, Failure>> {
  const prepared = await prepare(project, request);
  return prepared.ok ? plan(prepared.value.project, prepared.value.request) : prepared;
}

export async function sync(project: Project, request: SyncRequest): Promise<Result<DeployAnswer, Failure>> {
  const prepared = await prepare(project, request);
  if (!prepared.ok) return prepared;
  const reason = request.reason ?? `synced from ${request.from}`;
  return deploy(prepared.value.project, { ...request, ...prepared.value.request, reason }, 'sync');
}

interface Prepared {
  /** The project; its sources contain the texts of FROM that are not a version. */
  readonly project: ProjectAccess;
  readonly request: PlanRequest;
}

async function prepare(project: Project, request: SyncRequest): Promise<Result<Prepared, Failure>> {
  const [from, to] = [project.environment(request.from), project.environment(request.to)];
  if (!from.ok) return from;
  if (!to.ok) return to;
  if (request.from === request.to)
    return failure(
      'usage',
      'Source and destination are the same environment.',
      advise`Name two environments: ${{ id: 'sync', from: request.from }}.`,
    );
  const found = await readRoutines(project, from.value, request.routines ?? []);
  if (!found.ok) return found;
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  const known = new Map(records.value.map((record) => [identify(record.key), record]));
  const dialect = await readDialect(project, to.value);
  if (!dialect.ok) return dialect;
  const index = await project.sources();
  const refs: string[] = [];
  const texts: OverlaidText[] = [];
  for (const one of found.value) {
    const { key } = one.routine;
    const version = findVersion(known.get(identify(key)), one, {
      environment: from.value,
      dialect: project.config.dialect,
    });
    refs.push(version === null ? printRef(key) : `${printRef(key)}@${version}`);
    if (version !== null) continue;
    if (to.value.stage !== 'DEVELOPMENT') return notRegistered(from.value, to.value, key);
    const own = index.find(identify(key))[0]?.routine;
    const routine = textForServer(one, { dialect: dialect.value, own });
    if (routine !== null) texts.push({ label: `${request.from}: ${printKey(key)}`, routine });
  }
  if (refs.length === 0)
    return failure(
      'not-found',
      `No routine of this project exists in ${request.from}.`,
      advise`See where routines are deployed with ${{ id: 'status' }}.`,
    );
  const overwrite = request.overwrite === true;
  return succeed({
    project: withTexts(project, texts),
    request: { environment: request.to, routines: refs, overwrite },
  });
}

/** Returns the kind of server that the environment has; the first target's where it has both. */
async function readDialect(project: Project, environment: Environment): Promise<Result<Dialect, Failure>> {
  const [target] = environment.targets;
  if (target === undefined) return succeed(project.config.dialect);
  const prepared = await prepareTarget(environment, target, project.ports);
  if (!prepared.ok) return prepared;
  const session = await prepared.value();
  if (!session.ok) return session;
  await session.value.close();
  return succeed(session.value.server.dialect);
}

/**
 * Returns the text for a server of that kind: to one of the other kind, what FROM's server presets is not carried along,
 * because the other may not know it. Null means the workspace's text, from which the routine was deployed.
 */
function textForServer(
  { routine, target: { server, deployed } }: LiveText,
  { dialect, own }: { readonly dialect: Dialect; readonly own: Routine | undefined },
): Routine | null {
  if (server.dialect === dialect) return routine;
  const origin = deployed.get(identify(routine.key));
  if (own !== undefined && origin?.isUnchanged === true && origin.source === own.checksums.exact) return null;
  return { ...routine, modes: modesElsewhere(routine.modes, server.sqlMode) };
}

interface LiveText {
  readonly routine: Routine;
  readonly target: TargetCatalog;
}

/**
 * Returns the project's own routines, one text for each; fails if the targets of FROM differ, because it is unknown
 * which one is meant.
 */
async function readRoutines(
  project: Project,
  from: Environment,
  routines: readonly string[],
): Promise<Result<readonly LiveText[], Failure>> {
  const selectors = parseNames(routines);
  if (!selectors.ok) return selectors;
  const managed = await collectManaged(project);
  if (!managed.ok) return managed;
  const targets = await readEnvironment(from, project, { asksLedger: true });
  if (!targets.ok) return targets;
  const found = new Map<string, LiveText>();
  for (const target of targets.value) {
    const hidden = target.unreadable.find(
      ({ key }) =>
        managed.value.has(identify(key)) &&
        (selectors.value.length === 0 || selectors.value.some((selector) => selects(selector, key))),
    );
    if (hidden !== undefined) return failure('not-permitted', `${hidden.reason} Nothing was synced.`);
    const unseen = findUnseen(target, managed.value, selectors.value);
    if (unseen !== null) return failure('not-permitted', `${unseen} Nothing was synced.`);
    for (const { routine } of target.routines) {
      const identity = identify(routine.key);
      if (!managed.value.has(identity)) continue;
      const other = found.get(identity);
      if (other !== undefined && !isSame(other, { routine, target }))
        return failure(
          'could-not',
          `${target.label} and ${other.target.label} have different versions of ${printKey(routine.key)}.`,
          `Deploy one version to all of ${from.name} first.`,
        );
      found.set(identity, { routine, target });
    }
  }
  return select([...found.values()], ({ routine }) => routine.key, selectors.value);
}

/** Returns a sentence for the first routine of the project that may exist in FROM unseen; null if there is none. */
function findUnseen(
  { routines, findIncomplete }: TargetCatalog,
  managed: ReadonlyMap<string, RoutineKey>,
  selectors: readonly Selector[],
): string | null {
  const there = new Set(routines.map(({ routine }) => identify(routine.key)));
  for (const [identity, key] of managed) {
    const list = there.has(identity) ? null : findIncomplete(key);
    const isWanted = selectors.length === 0 || selectors.some((selector) => selects(selector, key));
    if (list !== null && isWanted) return printUnseen(list, key);
  }
  return null;
}

/** Returns true if two texts, as servers show them, are equal. */
function isSame(one: LiveText, other: LiveText): boolean {
  const { defaultCharacterSet } = other.target;
  const comparesViews = one.target.server.dialect === other.target.server.dialect;
  const isView = one.routine.key.kind === 'view';
  if (isView && !comparesViews && !cameFromOneText(one, other)) return false;
  const sides = levelServers(onServer(one), onServer(other));
  return findDifferences(...sides, { defaultCharacterSet, comparesViews }).length === 0;
}

function onServer({ routine, target: { server } }: LiveText): ServerSide {
  return { routine, dialect: server.dialect, sqlMode: server.sqlMode };
}

/** Servers of two kinds write a view differently: only the ledgers know. */
function cameFromOneText(one: LiveText, other: LiveText): boolean {
  const [from, to] = [one, other].map(({ routine, target }) => target.deployed.get(identify(routine.key)));
  return from?.isUnchanged === true && to?.isUnchanged === true && from.source !== null && from.source === to.source;
}

function findVersion(
  record: RoutineRecord | undefined,
  { routine: live, target }: LiveText,
  own: Pick<LiveContext, 'environment' | 'dialect'>,
): string | null {
  const { defaultCharacterSet, deployed, server } = target;
  const context = { ...own, origin: deployed.get(identify(live.key)) ?? null, defaultCharacterSet, server };
  return record?.versions.findLast(({ routine }) => equalsLive(routine, live, context))?.version ?? null;
}

function notRegistered(from: Environment, to: Environment, key: RoutineKey): Result<never, Failure> {
  const routine = printKey(key);
  return failure(
    'not-permitted',
    `The version of ${routine} running in ${from.name} is not registered, and ${to.name} (${to.stage}) accepts registered versions only.`,
    advise`Take it over with ${{ id: 'import', environment: from.name, routine, overwrite: true }}, then register it with ${{ id: 'register', routine }}.`,
  );
}

function printRef({ schema, kind, name }: RoutineKey): string {
  const quoted = schema === '' ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
  return `${unitOf(kind)}:${quoted}`;
}

function withTexts(project: Project, texts: readonly OverlaidText[]): ProjectAccess {
  return {
    config: project.config,
    ports: project.ports,
    get unreadable() {
      return project.unreadable;
    },
    sources: async () => overlaySources(await project.sources(), texts),
    environment: (name) => project.environment(name),
  };
}
