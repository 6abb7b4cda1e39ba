/** The Routines view: group → routine → its versions with their status, and where each runs. */
import type { Failure, VersionAnswer, VersionStatus } from '#engine';
import {
  projectState,
  snapshotName,
  sourceRoutines,
  status,
  tablesUsed,
  versions,
  type ProjectState,
  type Reply,
} from '#protocol';
import { commands, rowKinds } from '../workbench/contributions';
import type { LanguageServer } from '../workbench/language-server';
import { printPath, type Projects } from '../workbench/projects';
import type { RoutineFacts } from './model/arrangement';
import { isChanged, joinKnown, type KnownRoutine } from './model/known-routine';
import { listProjects } from './list-projects';
import { printMoment } from './model/moments';
import { placesOf, speakPlace } from './model/places';
import { groupRows } from './routine-rows';
import { brokenProjectRow, failureRow, type Row } from './row';
import { statusAppearance } from './model/state-appearance';
import type { ViewOptions } from './model/view-options';

interface Sources {
  readonly server: LanguageServer;
  readonly projects: Projects;
  readonly options: ViewOptions;
}

export function listRoutines(sources: Sources): Promise<readonly Row[]> {
  return listProjects(sources.projects, (project) => projectRows(sources, project));
}

async function projectRows(sources: Sources, project: string): Promise<readonly Row[]> {
  const { server, options } = sources;
  const state = await server.ask(projectState, { project });
  if (!state.ok) return [failureRow(project, state.error, { project })];
  const { mistakes, inForce } = state.value;
  const broken = mistakes > 0 ? [brokenProjectRow(state.value)] : [];
  if (inForce === 'none') return broken;
  const [defined, registered, { facts, failures }] = await Promise.all([
    server.ask(sourceRoutines, { project }),
    server.ask(status, { project, offline: true }),
    readFacts(sources, state.value),
  ]);
  if (!defined.ok) return [failureRow(project, defined.error, { project })];
  const filter = options.routines.words;
  const known = joinKnown(defined.value, registered.ok ? registered.value : { routines: [] });
  const { rows, count } = groupRows({
    ...{ project, known, facts, filter, arrangement: options.arrangement },
    versionRows: (each) => versionRows(server, state.value, each),
    explain: (each) => explain(server, state.value, each),
  });
  options.routines.count(project, count);
  const failed = [...(registered.ok ? [] : [registered.error]), ...failures];
  const none = rows.length === 0 && known.length > 0 ? [noMatchRow(project)] : [];
  return [...broken, ...uniqueFailures(project, failed), ...rows, ...none];
}

function uniqueFailures(project: string, failures: readonly Failure[]): readonly Row[] {
  const messages = failures.map(({ message }) => message);
  return failures
    .filter(({ message }, i) => messages.indexOf(message) === i)
    .map((failure, i) => ({ ...failureRow(project, failure, { project }), id: `${project}/failure ${i}` }));
}

function noMatchRow(project: string): Row {
  return {
    id: `${project}/no-match`,
    project,
    label: 'No routine matches the filter',
    description: 'Click to clear it',
    icon: { icon: 'filter', color: null },
    command: commands.clearRoutinesFilter,
  };
}

/** Reads statuses and tables only where the arrangement or the filter needs them. */
async function readFacts(
  { server, options }: Sources,
  { project, environments }: ProjectState,
): Promise<{ readonly facts: RoutineFacts; readonly failures: readonly Failure[] }> {
  const isFiltered = options.routines.words !== '';
  const [registered, used] = await Promise.all([
    isFiltered || options.arrangement.group === 'status'
      ? server.ask(versions, { project, listConflicts: true })
      : ({ ok: true, value: { versions: [] } } as const),
    isFiltered ? server.ask(tablesUsed, { project }) : ({ ok: true, value: {} } as const),
  ]);
  const statuses = new Map<string, VersionStatus>();
  // The newest of a routine comes last.
  for (const { kind, routine, status: its } of registered.ok ? registered.value.versions : [])
    statuses.set(`${kind} ${routine}`, its);
  const tables: Readonly<Record<string, readonly string[]>> = used.ok ? used.value : {};
  return {
    facts: {
      placesOf: (known) => placesOf(environments, known),
      statusOf: ({ kind, routine }) => statuses.get(`${kind} ${routine}`) ?? null,
      tablesOf: ({ kind, routine }) => tables[snapshotName(kind, routine)] ?? [],
    },
    failures: [registered, used].flatMap((reply: Reply<unknown>) => (reply.ok ? [] : [reply.error])),
  };
}

async function explain(server: LanguageServer, state: ProjectState, known: KnownRoutine): Promise<string> {
  const { routine, kind, source, registry } = known;
  const newest = registry === null ? undefined : (await versionsOf(server, state, known)).at(-1);
  const now = new Date();
  const seen = placesOf(state.environments, known).map((place) => {
    const at = state.environments.find(({ name }) => name === place.environment)?.observed?.at;
    return speakPlace(place) + (at === undefined ? '' : ` (read at ${printMoment(new Date(at), now)})`);
  });
  return [
    `${kind} ${routine}`,
    source === null ? 'No file of the workspace defines it.' : `${printPath(source.uri)}:${source.line}`,
    newest === undefined ? (registry ?? 'No version is registered yet.') : printNewest(newest),
    ...(isChanged(known) ? ['The text has changed since that version.'] : []),
    ...seen,
  ].join('\n');
}

function printNewest({ version, status: its, author, createdAt, description }: VersionAnswer): string {
  const head = `${version}, ${statusAppearance[its].words}: ${author}, ${printMoment(new Date(createdAt), new Date())}`;
  return description === '' ? head : `${head}\n${description}`;
}

async function versionsOf(
  server: LanguageServer,
  { project }: ProjectState,
  { routine, kind }: KnownRoutine,
): Promise<readonly VersionAnswer[]> {
  const reply = await server.ask(versions, { project, pattern: routine });
  return reply.ok ? reply.value.versions.filter((version) => version.kind === kind) : [];
}

async function versionRows(server: LanguageServer, state: ProjectState, known: KnownRoutine): Promise<readonly Row[]> {
  const { project } = state;
  const { routine, kind, registry } = known;
  if (registry === null) return [noVersionRow(project, known)];
  const reply = await server.ask(versions, { project, pattern: routine });
  if (!reply.ok) return [failureRow(`${project}/${kind} ${routine}`, reply.error, { project })];
  const its = reply.value.versions.filter((version) => version.kind === kind);
  return its.toReversed().map((version) => versionRow(state, version));
}

function noVersionRow(project: string, { routine, kind }: KnownRoutine): Row {
  return {
    id: `${project}/${kind} ${routine}/none`,
    project,
    routine,
    label: 'Register the first version…',
    icon: { icon: 'tag', color: null },
    command: commands.registerVersion,
  };
}

function versionRow(state: ProjectState, entry: VersionAnswer): Row {
  const { project } = state;
  const { routine, kind, version, status: versionStatus, author, createdAt, description, identifier } = entry;
  const appearance = statusAppearance[versionStatus];
  const places = whereItRuns(state, entry);
  return {
    id: `${project}/${kind} ${routine}@${version}`,
    project,
    routine,
    version,
    label: version,
    description: [appearance.words, ...(places.length === 0 ? [] : [`deployed to ${places.join(', ')}`])].join(' · '),
    tooltip: [identifier, `${author}, ${createdAt}`, description].filter((line) => line !== '').join('\n'),
    icon: appearance,
    kind: rowKinds.version,
    opens: { ref: `${routine}@${version}` },
  };
}

/** Returns the environments that run the version, as far as they were read since the window was opened. */
function whereItRuns(
  { environments }: ProjectState,
  { version, ...entry }: Pick<VersionAnswer, 'routine' | 'kind' | 'version'>,
): readonly string[] {
  return placesOf(environments, entry)
    .filter(({ snapshot }) => snapshot.version === version)
    .map(({ environment, snapshot: { words } }) => (words === 'in sync' ? environment : `${environment} (${words})`));
}
