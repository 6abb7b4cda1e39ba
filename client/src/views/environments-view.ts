/** The Environments view: environment → what lives there, each routine with its version and state. */
import type { StatusAnswer } from '#engine';
import { projectState, status, type EnvironmentState, type ProjectState } from '#protocol';
import { rowCommands, rowKinds } from '../contributions';
import { isTrusted, type LanguageServer } from '../language-server';
import type { Projects } from '../projects';
import { listProjects } from './list-projects';
import { brokenProjectRow, failureRow, type Row } from './row';
import { stateAppearance } from './state-appearance';

interface Sources {
  readonly server: LanguageServer;
  readonly projects: Projects;
}

/** Empty in Restricted Mode: the view's welcome then says why. */
export async function listEnvironments(sources: Sources): Promise<readonly Row[]> {
  if (!isTrusted()) return [];
  return listProjects(sources.projects, (project) => environmentRows(sources, project));
}

async function environmentRows(sources: Sources, project: string): Promise<readonly Row[]> {
  const state = await sources.server.ask(projectState, { project });
  if (!state.ok) return [failureRow(project, state.error)];
  const { environments, mistakes } = state.value;
  if (environments.length === 0 && mistakes > 0) return [brokenProjectRow(project, false)];
  return environments.map((environment) => environmentRow(sources, state.value, environment));
}

function environmentRow({ server, projects }: Sources, { project }: ProjectState, environment: EnvironmentState): Row {
  const { name, stage, targets, protected: isProtected, observed } = environment;
  const chosen = projects.environment(project) === name;
  const id = `${project}/${name}`;
  return {
    id,
    project,
    environment: name,
    label: name,
    description: [stage, chosen ? 'selected' : '', summarize(environment)].filter((part) => part !== '').join(' · '),
    tooltip: [
      `${name}, ${stage}${isProtected ? ', protected: deploying asks for its name' : ''}`,
      ...targets,
      ...(observed === null ? [] : [`looked at ${observed.at}`]),
    ].join('\n'),
    icon: { icon: isProtected ? 'lock' : 'database', color: null },
    kind: rowKinds.environment,
    children: async () => {
      const reply = await server.ask(status, { project, environments: [name] });
      return reply.ok ? liveRows(project, name, reply.value) : [failureRow(id, reply.error)];
    },
  };
}

/** `2 drifted, 1 behind`, of what was seen last. */
function summarize({ observed }: EnvironmentState): string {
  if (observed === null) return '';
  const states = Object.values(observed.routines).map(({ state }) => state);
  const telling = (['drifted', 'behind', 'ahead', 'missing'] as const)
    .map((state) => ({ words: stateAppearance[state].words, number: states.filter((other) => other === state).length }))
    .filter(({ number }) => number > 0);
  return telling.map(({ words, number }) => `${number} ${words}`).join(', ');
}

function liveRows(project: string, environment: string, { routines }: StatusAnswer): readonly Row[] {
  const byName = routines.toSorted((a, b) => (a.routine < b.routine ? -1 : 1));
  const rows = byName.flatMap(({ routine, kind, environments }): Row[] => {
    const live = environments[environment];
    if (live === undefined) return [];
    const { words: state, icon, color } = stateAppearance[live.state];
    const words = live.isChangedOutside === true ? `${state}, changed outside Sproc` : state;
    return [
      {
        id: `${project}/${environment}/${kind} ${routine}`,
        project,
        environment,
        routine,
        label: routine,
        description: live.version === null ? words : `${live.version} · ${words}`,
        tooltip: `${kind} ${routine}: ${words} on ${environment}`,
        icon: { icon, color },
        kind: rowKinds.liveRoutine,
        ...(live.state === 'missing' ? {} : { command: rowCommands.openText }),
      },
    ];
  });
  if (rows.length > 0) return rows;
  return [
    { id: `${project}/${environment}/none`, label: 'No routine lives here.', icon: { icon: 'info', color: null } },
  ];
}
