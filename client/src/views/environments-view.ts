/** The Environments view: environment → its routines, each with its version and state. */
import type { Failure } from '#engine';
import { projectState, status, type EnvironmentState, type EnvironmentSnapshot, type ProjectState } from '#protocol';
import { printTime } from '../documents/print-outcome';
import { commands, rowKinds } from '../workbench/contributions';
import { isTrusted, type LanguageServer } from '../workbench/language-server';
import type { Projects } from '../workbench/projects';
import { listProjects } from './list-projects';
import { liveRowKind } from './live-row-kind';
import type { Looks } from './looks';
import { brokenProjectRow, failureRow, type Row } from './row';
import { nameOf, schemaOf } from './routine-name';
import { stateAppearance } from './state-appearance';

interface Sources {
  readonly server: LanguageServer;
  readonly projects: Projects;
  readonly looks: Looks;
}

export async function listEnvironments(sources: Sources): Promise<readonly Row[]> {
  if (!isTrusted()) return [];
  return listProjects(sources.projects, (project) => environmentRows(sources, project));
}

async function environmentRows(sources: Sources, project: string): Promise<readonly Row[]> {
  const state = await sources.server.ask(projectState, { project });
  if (!state.ok) return [failureRow(project, state.error, { project })];
  const { environments, mistakes } = state.value;
  const broken = mistakes > 0 ? [brokenProjectRow(state.value)] : [];
  if (environments.length === 0 && mistakes === 0) return [noEnvironmentRow(project)];
  return [...broken, ...environments.map((environment) => environmentRow(sources, state.value, environment))];
}

function noEnvironmentRow(project: string): Row {
  return {
    id: `${project}/no-environment`,
    project,
    label: 'Add an environment…',
    description: 'sproc.json has no environments yet: add one with a host, user, schema and stage',
    icon: { icon: 'add', color: null },
    command: commands.openProjectFile,
  };
}

function environmentRow(sources: Sources, { project }: ProjectState, environment: EnvironmentState): Row {
  const { name, stage, targets, audience, protected: isProtected, observed } = environment;
  const chosen = sources.projects.environment(project) === name;
  const readAt = observed === null ? '' : `read at ${printTime(new Date(observed.at))}`;
  const parts = [stage, chosen ? 'selected' : '', observed?.summary ?? '', readAt];
  return {
    id: `${project}/${name}`,
    project,
    environment: name,
    label: name,
    description: parts.filter((part) => part !== '').join(' · '),
    tooltip: [
      `${name}, ${stage}${isProtected ? ', protected: deploying requires its name' : ''}`,
      ...targets,
      `as ${audience.join(', ')}`,
      ...(readAt === '' ? [] : [`${readAt}; Refresh reads it again`]),
    ].join('\n'),
    icon: { icon: isProtected ? 'lock' : 'database', color: null },
    kind: rowKinds.environment,
    children: () => environmentChildren(sources, project, environment),
  };
}

/** Asks the server that runs it once; what the sources are changed to later is compared with what was seen then. */
async function environmentChildren(
  { server, looks }: Sources,
  project: string,
  { name, observed }: EnvironmentState,
): Promise<readonly Row[]> {
  const id = `${project}/${name}`;
  const about = { project, environment: name };
  if (observed !== null && looks.isDone(id)) return liveRows(project, name, observed);
  const known = looks.failure(id);
  if (known !== null) return [failureRow(id, known, about)];
  const seen = await look(server, project, name);
  looks.done(id, seen.ok ? null : seen.error);
  return seen.ok ? liveRows(project, name, seen.value) : [failureRow(id, seen.error, about)];
}

type Seen =
  { readonly ok: true; readonly value: EnvironmentSnapshot } | { readonly ok: false; readonly error: Failure };

async function look(server: LanguageServer, project: string, name: string): Promise<Seen> {
  const reply = await server.ask(status, { project, environments: [name] });
  if (!reply.ok) return reply;
  const state = await server.ask(projectState, { project });
  if (!state.ok) return state;
  const value = state.value.environments.find((environment) => environment.name === name)?.observed ?? null;
  if (value !== null) return { ok: true, value };
  const message = `${name} changed while it was read.`;
  return { ok: false, error: { kind: 'could-not', message, remedy: 'Refresh the view.' } };
}

function liveRows(project: string, environment: string, { routines }: EnvironmentSnapshot): readonly Row[] {
  const byName = Object.values(routines).toSorted((a, b) => (a.routine < b.routine ? -1 : 1));
  const schemas = new Set(byName.map(({ routine }) => schemaOf(routine)));
  const rows = byName.map((snapshot): Row => {
    const { routine, kind, version, state, shown, words } = snapshot;
    return {
      id: `${project}/${environment}/${kind} ${routine}`,
      project,
      environment,
      routine,
      // A schema that all have says nothing.
      label: schemas.size === 1 ? nameOf(routine) : routine,
      description: version === null ? words : words === 'in sync' ? version : `${version} · ${words}`,
      spoken: version === null ? `${kind}, ${words}` : `${kind}, ${version}, ${words}`,
      tooltip: `${kind} ${routine}: ${words} on ${environment}`,
      icon: stateAppearance[shown],
      kind: liveRowKind(snapshot),
      ...(state === 'missing' ? {} : { opens: { ref: `${routine}@${environment}` } }),
    };
  });
  if (rows.length > 0) return rows;
  return [{ id: `${project}/${environment}/none`, label: 'No routines', icon: { icon: 'info', color: null } }];
}
