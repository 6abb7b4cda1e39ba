/** The matrix version × environment: which version runs where is observed on the servers, never only recorded. */
import { isDeepStrictEqual } from 'node:util';
import type { RoutineState, RoutineStatus } from '../../routine/states/routine-state';
import type { LastSeenAnswer } from '../answers/last-seen';
import type { StatusAnswer, StatusRequest } from '../answers/status';
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { makePause } from '../../base/slices';
import type { SourceRoutine } from '../../analysis/sources/source-index';
import type { Deployed } from '../../lifecycle/target/read-environment';
import type { Environment } from '../../project/environment';
import { findEqualVersion } from '../../registry/records/line-ends';
import type { RoutineRecord } from '../../registry/records/registry';
import { stageAdmits, statusOf } from '../../registry/records/statuses';
import { isFinishedText } from '../../lifecycle/target/finished-text';
import { equalsLive } from '../../lifecycle/target/same-view';
import type { ComparedRoutine } from '../../routine/difference';
import type { Dialect } from '../../syntax/dialect';
import { distinctPrinter } from '../../routine/distinct-names';
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import type { Project } from '../shared/project';
import { seenSide, SeenEnvironments, wasLookedFor, type SeenEnvironment, type SeenSide } from './seen-environments';
import { readSides } from '../shared/sides';
import { findLastSeen, keepLastSeen } from './last-seen';
import { reportLedgers } from './report-ledgers';

type Cell = RoutineStatus;

interface RoutineFacts {
  readonly workspace: SourceRoutine | null;
  /** `unread` if the registry could not be read; null if the routine was never registered. */
  readonly record: RoutineRecord | 'unread' | null;
}

interface ProjectFacts {
  readonly routines: ReadonlyMap<string, RoutineFacts & { readonly key: RoutineKey }>;
  /** The reason why the registry could not be read; null if it was. */
  readonly registry: Failure | null;
}

export async function status(
  project: Project,
  request: StatusRequest,
  seen = new SeenEnvironments(),
): Promise<Result<StatusAnswer, Failure>> {
  const names = request.environments ?? [];
  const pause = makePause();
  const { routines: known, registry } = await collectFacts(project, pause);
  // A registry that was changed or is damaged must be repaired before anything is believed.
  if (registry?.kind === 'bad-input') return fail(registry);
  const { environments: all } = project.config;
  const read =
    request.offline === true
      ? succeed(seen.among(all))
      : await readColumns(project, names.length === 0 ? Object.keys(all) : names, known);
  if (!read.ok) return read;
  const columns = read.value;
  if (request.offline !== true) for (const column of columns) seen.keep(column);
  const rows = new Map<string, RoutineKey>([...known].map(([identity, { key }]) => [identity, key]));
  for (const { sides } of columns)
    for (const side of sides)
      for (const [identity, { key }] of [...side.routines, ...side.unreadable, ...side.deployed])
        if (!rows.has(identity)) rows.set(identity, key);
  await pause();
  const printName = distinctPrinter(rows.values());
  const routines: StatusAnswer['routines'][number][] = [];
  const compared: ComparedRow[] = [];
  for (const identity of [...rows.keys()].sort()) {
    const key = rows.get(identity);
    if (key === undefined) continue;
    await pause();
    const facts = known.get(identity) ?? { workspace: null, record: registry === null ? null : 'unread' };
    const cells = columns.map((column) => {
      if (column.failure !== null) return unknown;
      const place = { ...column, key, dialect: project.config.dialect };
      return worst(column.sides.map((side) => [side.target, observe(facts, { ...place, side })] as const));
    });
    compared.push({ key, cells });
    routines.push({
      routine: printName(key),
      kind: key.kind,
      ...describeOwn(facts),
      environments: Object.fromEntries(columns.map(({ environment }, i) => [environment.name, cells[i] ?? unknown])),
    });
  }
  const { notes = [], ...ledgers } = reportLedgers(columns, routines, registry);
  const isWhole = request.offline !== true && registry === null;
  const last = isWhole ? await remember(project, columns, { compared, printName }) : nothingSeen;
  const sentences = [...notes, ...last.notes, ...project.describeUnread()];
  return succeed({
    ...{ routines, ...ledgers },
    ...(sentences.length > 0 && { notes: sentences }),
    ...(last.environments.length > 0 && { lastSeen: last.environments }),
  });
}

/** A routine with its cells in the order of the columns. */
interface ComparedRow {
  readonly key: RoutineKey;
  readonly cells: readonly Cell[];
}

const nothingSeen: LastSeenAnswer = { environments: [], notes: [] };

/** Keeps the states of the environments that were read, and returns the kept ones of those that were not. */
async function remember(
  project: Project,
  columns: readonly SeenEnvironment[],
  {
    compared,
    printName,
  }: { readonly compared: readonly ComparedRow[]; readonly printName: (key: RoutineKey) => string },
): Promise<LastSeenAnswer> {
  for (const [i, { environment, failure }] of columns.entries())
    if (failure === null)
      await keepLastSeen(
        project,
        environment,
        compared.map(({ key, cells }) => ({ key, status: cells[i] ?? unknown })),
      );
  const unread = columns.flatMap(({ environment, failure }) => (failure === null ? [] : [environment]));
  return unread.length === 0 ? nothingSeen : findLastSeen(project, unread, printName);
}

const unknown: Cell = { version: null, state: 'unknown' };

/**
 * Reads the environments. One that fails or does not answer hides nothing of the others; if none can be read, its
 * failure is the answer.
 */
async function readColumns(
  project: Project,
  names: readonly string[],
  own: ReadonlyMap<string, { readonly key: RoutineKey }>,
): Promise<Result<readonly SeenEnvironment[], Failure>> {
  const columns: SeenEnvironment[] = [];
  const keys = new Map([...own].map(([identity, { key }]) => [identity, key]));
  for (const name of names) {
    const environment = project.environment(name);
    if (!environment.ok) return environment;
    const sides = await readSides(project, name, { asksLedger: true, own: [...keys.values()] });
    columns.push({
      ...{ environment: environment.value, own: keys },
      ...(sides.ok ? { sides: sides.value.map(seenSide), failure: null } : { sides: [], failure: sides.error }),
    });
  }
  const [first] = columns;
  const isBlind = columns.every(({ failure }) => failure !== null);
  return isBlind && first?.failure != null ? fail(first.failure) : succeed(columns);
}

/** Returns what is known without a server. A registry that cannot be read hides the versions, and nothing else. */
async function collectFacts(project: Project, pause: () => Promise<void>): Promise<ProjectFacts> {
  const index = await project.sources();
  const records = await project.ports.registry.list();
  const facts = new Map<string, RoutineFacts & { readonly key: RoutineKey }>();
  for (const record of records.ok ? records.value : [])
    facts.set(identify(record.key), { key: record.key, record, workspace: null });
  for (const source of index.chosen()) {
    const record = records.ok ? (facts.get(source.identity)?.record ?? null) : 'unread';
    facts.set(source.identity, { key: source.key, record, workspace: source });
    await pause();
  }
  return { routines: facts, registry: records.ok ? null : records.error };
}

function describeOwn({ workspace, record }: RoutineFacts): {
  readonly workspace: string | null;
  readonly registry: string | null;
} {
  if (record === 'unread') return { workspace: workspace === null ? null : 'unknown', registry: 'unknown' };
  // The text is read again only where a version may equal it in all but its line ends.
  const equal =
    workspace === null || record === null
      ? undefined
      : (record.versions.findLast(({ routine }) => routine.checksums.exact === workspace.exact) ??
        findEqualVersion(record, workspace.routine));
  const newest = record?.versions.at(-1)?.version ?? null;
  return {
    workspace: workspace === null ? null : (equal?.version ?? 'modified'),
    registry: record?.conflict == null ? newest : 'unknown',
  };
}

/** The position of a cell: one target of an environment, and a routine. */
interface Place extends SeenEnvironment {
  readonly side: SeenSide;
  readonly key: RoutineKey;
  /** The kind of server for which the project's texts are written. */
  readonly dialect: Dialect;
}

/**
 * Returns one cell, the live routine compared with the expected one. A change outside Sproc is reported whatever the
 * routine equals now.
 */
function observe(facts: RoutineFacts, place: Place): Cell {
  const cell = classify(facts, place);
  const { ledger, deployed } = place.side;
  const last = deployed.get(identify(place.key));
  if (last?.isUnchanged === false && cell.state !== 'drifted') return { ...cell, isChangedOutside: true };
  const isKnown = ledger !== null && ledger.problem === null;
  const isStrange = cell.state === 'missing' || cell.state === 'different';
  if (!isKnown || last !== undefined) return cell;
  const other = place.side.others.get(identify(place.key));
  if (other === undefined) return isStrange ? { ...cell, isNeverDeployed: true } : cell;
  const project = other.project === null ? {} : { project: other.project };
  if (other.isDropped) return isStrange ? { ...cell, isDropped: true, ...project } : cell;
  return { ...cell, ...project, ...(cell.state === 'different' && { state: 'unmanaged' }) };
}

function classify(facts: RoutineFacts, place: Place): Cell {
  const { side, key } = place;
  const identity = identify(key);
  const live = side.routines.get(identity);
  const isUnreadable = side.unreadable.has(identity);
  if (live === undefined && !isUnreadable && side.findIncomplete(key) !== null) return unknown;
  if (facts.workspace === null && facts.record === 'unread') return unknown;
  const deployed = side.deployed.get(identity);
  if (facts.workspace === null && facts.record === null && deployed === undefined)
    return { version: null, state: live === undefined && !isUnreadable ? 'missing' : 'unmanaged' };
  if (isUnreadable) return { version: null, state: 'unreadable' };
  if (live !== undefined) return classifyLive(facts, place, live);
  if (deployed === undefined && !wasLookedFor(place, identity, key)) return unknown;
  return { version: null, state: isFinishedEvent(facts, place) ? 'finished' : 'missing' };
}

/** Returns true for an event that is gone because it is over: by its text, or by the ledger if that text was deployed. */
function isFinishedEvent({ workspace, record }: RoutineFacts, { side, key, environment }: Place): boolean {
  if (key.kind !== 'event') return false;
  const registered =
    record === null || record === 'unread' ? undefined : record.versions[expectedVersion(record, environment)];
  const own = environment.stage === 'DEVELOPMENT' ? undefined : registered?.routine;
  const wanted = own ?? workspace?.routine ?? registered?.routine;
  return wanted !== undefined && isFinishedText(wanted, side);
}

function classifyLive(
  { workspace, record }: RoutineFacts,
  { side, environment, dialect }: Place,
  live: ComparedRoutine,
): Cell {
  const deployed = side.deployed.get(identify(live.key)) ?? null;
  const { defaultCharacterSet } = side;
  const context = { origin: deployed, defaultCharacterSet, environment, dialect, server: side };
  const equals = (routine: Routine): boolean => equalsLive(routine, live, context);
  if (record === 'unread') return classifyWithoutVersions(workspace, environment, { deployed, equals });
  const expected = expectedVersion(record, environment);
  const { at, ...identified } = identifyVersion(record, equals, { deployed, expected });
  const named = isRetired(record, identified.named)
    ? { ...identified.named, isRetired: true as const }
    : identified.named;
  const isWorkspace =
    workspace !== null && (equals(workspace.routine) || (at >= 0 && at === findPlace(record, workspace.routine)));
  if (live.key.kind === 'view' && !isWorkspace && at < 0 && !knowsOrigin(deployed)) return unknown;
  if (record?.conflict != null) return { ...named, state: isChanged(deployed, isWorkspace) ? 'drifted' : 'unknown' };
  if (environment.stage === 'DEVELOPMENT' && workspace !== null)
    return { ...named, state: isWorkspace ? 'in-sync' : classifyOther(deployed, at) };
  if (at < 0) return { ...named, state: isWorkspace ? 'unregistered' : classifyOther(deployed, at) };
  const state = position(at, expected);
  return { ...named, state: isChanged(deployed, isWorkspace) && state !== 'in-sync' ? 'drifted' : state };
}

/**
 * Returns the place of the live version: the one that the ledger says was deployed, because several versions may have
 * the same text; else one with its text, the expected one before the newest.
 */
function identifyVersion(
  record: RoutineRecord | null,
  equals: (routine: Routine) => boolean,
  { deployed, expected }: { readonly deployed: Deployed | null; readonly expected: number },
): { readonly at: number; readonly named: Pick<Cell, 'version' | 'equals'> } {
  const versions = record?.versions ?? [];
  const equal = versions.flatMap(({ routine }, at) => (equals(routine) ? [at] : []));
  const nameOf = (at: number): string => versions[at]?.version ?? '';
  const recorded = deployed?.isUnchanged === true ? equal.find((at) => nameOf(at) === deployed.version) : undefined;
  const at = recorded ?? (equal.includes(expected) ? expected : (equal.at(-1) ?? -1));
  const version = versions[at]?.version ?? null;
  const isOneOfMany = recorded === undefined && equal.length > 1;
  return { at, named: isOneOfMany ? { version, equals: equal.map(nameOf) } : { version } };
}

/** Returns true if every version that the live routine may be is RETIRED. */
function isRetired(record: RoutineRecord | null, { version, equals = [] }: Pick<Cell, 'version' | 'equals'>): boolean {
  if (record === null || version === null) return false;
  return [version, ...equals].every((one) => statusOf(record, one) === 'RETIRED');
}

/** Classifies a routine by its text and the ledger alone: which version it is, and which is expected, is unknown. */
function classifyWithoutVersions(
  workspace: SourceRoutine | null,
  environment: Environment,
  { deployed, equals }: { readonly deployed: Deployed | null; readonly equals: (routine: Routine) => boolean },
): Cell {
  const isWorkspace = workspace !== null && equals(workspace.routine);
  if (isChanged(deployed, isWorkspace)) return { version: null, state: 'drifted' };
  return isWorkspace && environment.stage === 'DEVELOPMENT' ? { version: null, state: 'in-sync' } : unknown;
}

function isChanged(deployed: Deployed | null, isWorkspace: boolean): boolean {
  return deployed?.isUnchanged === false && !isWorkspace;
}

/** Returns true if the ledger names the text of a view, or shows that the view was changed since its deployment. */
function knowsOrigin(deployed: Deployed | null): boolean {
  return deployed !== null && (deployed.source !== null || !deployed.isUnchanged);
}

/** Classifies a routine that differs from the workspace: a deployed one has not drifted, and a changed one has. */
function classifyOther(deployed: Deployed | null, at: number): RoutineState {
  if (deployed?.isUnchanged === true) return at < 0 ? 'unregistered' : 'behind';
  return deployed === null && at >= 0 ? 'behind' : deployed === null ? 'different' : 'drifted';
}

/**
 * Returns the position of the equal version, also of one that differs in line ends only: a deployment uses its text.
 */
function findPlace(record: RoutineRecord | null, routine: Routine): number {
  const equal = findEqualVersion(record, routine);
  return equal === null ? -1 : (record?.versions.indexOf(equal) ?? -1);
}

/** Returns the newest version that the environment's stage accepts; -1 for none. */
function expectedVersion(record: RoutineRecord | null, environment: Environment): number {
  if (record === null) return -1;
  return record.versions.findLastIndex(({ version }) => stageAdmits(environment.stage, statusOf(record, version)));
}

function position(at: number, expected: number): RoutineState {
  if (at === expected) return 'in-sync';
  return at < expected ? 'behind' : 'ahead';
}

const badness: readonly RoutineState[] = [
  ...(['in-sync', 'finished', 'ahead', 'unregistered', 'behind', 'unmanaged'] as const),
  ...(['unknown', 'unreadable', 'missing', 'different', 'drifted'] as const),
];

/** Returns the worst cell of several targets, and all of them where they differ. */
function worst(cells: readonly (readonly [target: string, Cell])[]): Cell {
  const [first] = cells;
  if (first === undefined) return { version: null, state: 'missing' };
  const [, bad] = cells.reduce((a, b) => (badness.indexOf(b[1].state) > badness.indexOf(a[1].state) ? b : a), first);
  if (cells.every(([, cell]) => isDeepStrictEqual(cell, bad))) return bad;
  const isOutside = cells.some(([, { isChangedOutside }]) => isChangedOutside);
  return { ...bad, ...(isOutside && { isChangedOutside: true }), targets: Object.fromEntries(cells) };
}
