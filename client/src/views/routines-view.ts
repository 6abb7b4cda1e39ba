/** The Routines view: schema → routine → its versions with their status, and where each runs. */
import type { VersionAnswer } from '#engine';
import { snapshotName, projectState, sourceRoutines, status, versions, type ProjectState } from '#protocol';
import { commands, rowKinds } from '../workbench/contributions';
import type { LanguageServer } from '../workbench/language-server';
import type { Projects } from '../workbench/projects';
import { joinKnown, type KnownRoutine } from './known-routine';
import { listProjects } from './list-projects';
import { brokenProjectRow, failureRow, type Row } from './row';
import { nameOf, schemaOf } from './routine-name';
import { kindIcon, statusAppearance } from './state-appearance';

interface Sources {
  readonly server: LanguageServer;
  readonly projects: Projects;
}

export function listRoutines(sources: Sources): Promise<readonly Row[]> {
  return listProjects(sources.projects, (project) => schemaRows(sources, project));
}

async function schemaRows(sources: Sources, project: string): Promise<readonly Row[]> {
  const state = await sources.server.ask(projectState, { project });
  if (!state.ok) return [failureRow(project, state.error, { project })];
  const { mistakes, inForce } = state.value;
  const broken = mistakes > 0 ? [brokenProjectRow(state.value)] : [];
  if (inForce === 'none') return broken;
  const [defined, registered] = await Promise.all([
    sources.server.ask(sourceRoutines, { project }),
    sources.server.ask(status, { project, offline: true }),
  ]);
  if (!defined.ok) return [failureRow(project, defined.error, { project })];
  const known = joinKnown(defined.value, registered.ok ? registered.value : { routines: [] });
  const schemas = [...new Set(known.map(({ routine }) => schemaOf(routine)))].sort();
  const rows = schemas.map((schema): Row => {
    const members = known.filter(({ routine }) => schemaOf(routine) === schema);
    return {
      id: `${project}/${schema}`,
      project,
      label: schema === '' ? '(no schema)' : schema,
      description: String(members.length),
      icon: { icon: 'symbol-namespace', color: null },
      open: schemas.length === 1,
      children: () => Promise.resolve(members.map((member) => routineRow(sources, state.value, member))),
    };
  });
  return [...broken, ...(registered.ok ? [] : [failureRow(project, registered.error, { project })]), ...rows];
}

function routineRow(sources: Sources, state: ProjectState, known: KnownRoutine): Row {
  const { project } = state;
  const { routine, kind, source, registry } = known;
  return {
    id: `${project}/${kind} ${routine}`,
    project,
    routine,
    label: nameOf(routine),
    description: describeRoutine(known),
    tooltip: `${kind} ${routine}`,
    icon: { icon: kindIcon(kind), color: source !== null ? null : 'disabledForeground' },
    kind: rowKinds.routine,
    ...(source === null ? {} : { opens: { uri: source.uri, line: source.line } }),
    children: () =>
      registry === null ? Promise.resolve([noVersionRow(project, known)]) : versionRows(sources, state, known),
  };
}

function describeRoutine({ source, workspace, registry }: KnownRoutine): string {
  if (source === null) return `${registry ?? ''}, not in the workspace`;
  if (registry === null) return 'no version yet';
  return workspace === registry
    ? registry
    : workspace === null || workspace === 'modified'
      ? `changed since ${registry}`
      : workspace;
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

async function versionRows(
  { server }: Sources,
  state: ProjectState,
  { routine, kind }: KnownRoutine,
): Promise<readonly Row[]> {
  const { project } = state;
  const reply = await server.ask(versions, { project, pattern: routine });
  if (!reply.ok) return [failureRow(`${project}/${kind} ${routine}`, reply.error, { project })];
  const its = reply.value.versions.filter((version) => version.kind === kind);
  return its.toReversed().map((version) => versionRow(state, version));
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
  { routine, kind, version }: Pick<VersionAnswer, 'routine' | 'kind' | 'version'>,
): readonly string[] {
  return environments.flatMap(({ name, observed }) => {
    const seen = observed?.routines[snapshotName(kind, routine)];
    if (seen?.version !== version) return [];
    return [seen.words === 'in sync' ? name : `${name} (${seen.words})`];
  });
}
