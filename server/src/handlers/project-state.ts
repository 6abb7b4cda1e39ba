/** sproc/projectState: what is known of a project without connecting anywhere. */
import type { Environment } from '#engine';
import { printKey } from '#engine';
import { projectState as projectStateRequest, type EnvironmentState, type ProjectState } from '#protocol';
import type { OpenProject } from '../open-project';
import type { Handler } from './handler';

export const projectState: Handler = ({ connection, workspace }) => {
  connection.onRequest(projectStateRequest, async ({ project: folder }) => {
    const project = workspace.project(folder);
    if (project === null)
      return { ok: false, error: { kind: 'bad-project', message: `There is no project at ${folder}.` } };
    await project.loaded();
    return { ok: true, value: describe(project) };
  });
};

function describe(project: OpenProject): ProjectState {
  const { config, index, mistakes } = project;
  return {
    project: project.folder,
    mistakes: config === null ? Math.max(1, mistakes.length) : 0,
    environments: Object.values(config?.environments ?? {}).map((environment) =>
      describeEnvironment(project, environment),
    ),
    sources: index.routines().map(({ file, routine, definition }) => {
      const lines = index.facts(file)?.lines;
      return {
        routine: printKey(routine.key),
        kind: definition.kind,
        uri: project.uriOf(file),
        line: lines?.place(definition.span.start).line ?? 1,
        endLine: lines?.place(definition.span.end).line ?? 1,
      };
    }),
  };
}

function describeEnvironment({ observations }: OpenProject, environment: Environment): EnvironmentState {
  const { name, stage, protected: isProtected, targets } = environment;
  return {
    name,
    stage,
    protected: isProtected,
    targets: targets.map(({ host, port, socket, schema }) => `${socket ?? `${host}:${port}`}/${schema}`),
    observed: observations.environment(name),
  };
}
