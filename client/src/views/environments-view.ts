/** The Environments view: environment → its routines, each with its version and state. */
import type { Failure } from '#engine';
import { projectState, status, type EnvironmentState, type EnvironmentSnapshot, type ProjectState } from '#protocol';
import { commands } from '../workbench/contributions';
import { isTrusted, type LanguageServer } from '../workbench/language-server';
import type { Projects } from '../workbench/projects';
import { environmentRow } from './environment-row';
import { listProjects } from './list-projects';
import { liveRows } from './live-rows';
import type { Looks } from './model/looks';
import { brokenProjectRow, failureRow, type Row } from './row';
import type { ViewOptions } from './model/view-options';

interface Sources {
  readonly server: LanguageServer;
  readonly projects: Projects;
  readonly looks: Looks;
  readonly options: ViewOptions;
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
  return [...broken, ...environments.map((environment) => rowOf(sources, state.value, environment))];
}

function noEnvironmentRow(project: string): Row {
  return {
    id: `${project}/no-environment`,
    project,
    label: 'Add an environment…',
    description: 'sproc.json has no environments yet',
    icon: { icon: 'add', color: null },
    command: commands.addEnvironment,
  };
}

function rowOf(sources: Sources, { project }: ProjectState, environment: EnvironmentState): Row {
  const isSelected = sources.projects.environment(project) === environment.name;
  return {
    ...environmentRow(project, environment, isSelected, new Date()),
    children: () => environmentChildren(sources, project, environment),
  };
}

/** Asks the server that runs it once; what the sources are changed to later is compared with what was seen then. */
async function environmentChildren(
  sources: Sources,
  project: string,
  { name, observed }: EnvironmentState,
): Promise<readonly Row[]> {
  const { server, looks } = sources;
  const id = `${project}/${name}`;
  const about = { project, environment: name };
  if (observed !== null && looks.isDone(id)) return listLive(sources, project, name, observed);
  const known = looks.failure(id);
  if (known !== null) return [failureRow(id, known, about)];
  const seen = await look(server, project, name);
  looks.done(id, seen.ok ? null : seen.error);
  return seen.ok ? listLive(sources, project, name, seen.value) : [failureRow(id, seen.error, about)];
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

function listLive(
  { options }: Sources,
  project: string,
  environment: string,
  snapshot: EnvironmentSnapshot,
): readonly Row[] {
  const { onlyDiffering } = options;
  const filter = options.environments.words;
  const { rows, count } = liveRows({ project, environment, snapshot, filter, onlyDiffering });
  options.environments.count(`${project}/${environment}`, count);
  return rows;
}
