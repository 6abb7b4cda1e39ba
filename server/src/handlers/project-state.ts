/** Handles sproc/projectState and sproc/sourceRoutines: the state of a project that is known without a server. */
import type { Environment } from '#engine';
import { audienceOf, identify, LineIndex, printAmong } from '#engine';
import {
  projectState as projectStateRequest,
  sourceRoutines,
  type EnvironmentState,
  type ProjectState,
  type Reply,
  type SourceRoutine,
} from '#protocol';
import type { OpenProject } from '../workspace/open-project';
import { toRange } from '../workspace/translate';
import type { Handler } from './handler';

export const projectState: Handler = ({ connection, workspace }) => {
  const answer = async <T>(folder: string, describe: (project: OpenProject) => T): Promise<Reply<T>> => {
    const project = workspace.project(folder);
    if (project === null)
      return { ok: false, error: { kind: 'bad-project', message: `No project exists at ${folder}.` } };
    await project.settled();
    return { ok: true, value: describe(project) };
  };
  connection.onRequest(projectStateRequest, async ({ project }) => answer(project, describeProject));
  connection.onRequest(sourceRoutines, async ({ project, uri }) =>
    answer(project, (open) => describeSources(open, uri ?? null)),
  );
};

function describeProject(project: OpenProject): ProjectState {
  const { config, inForce, readAt } = project;
  const errors = inForce === 'present' ? [] : project.mistakes.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  return {
    project: project.folder,
    mistakes: inForce === 'present' ? 0 : Math.max(1, errors.length),
    firstMistake: first === undefined ? null : toRange(new LineIndex(project.projectFileText), first.span).start,
    inForce,
    readAt: readAt?.toISOString() ?? null,
    environments: Object.values(config?.environments ?? {}).map((environment) =>
      describeEnvironment(project, environment),
    ),
  };
}

function describeSources(project: OpenProject, uri: string | null): readonly SourceRoutine[] {
  const path = uri === null ? null : project.sourcePath(uri);
  const one = path === null ? null : project.index.facts(path);
  const files = uri === null ? project.index.files() : one === null ? [] : [one];
  return files.flatMap(({ file, routines }) =>
    routines
      .filter((source) => uri !== null || project.index.counts(source))
      .map(({ key, line, endLine }) => ({
        routine: printAmong(key, (other) => project.index.find(identify(other)).length > 0),
        kind: key.kind,
        uri: project.uriOf(file),
        line,
        endLine,
      })),
  );
}

function describeEnvironment({ snapshots }: OpenProject, environment: Environment): EnvironmentState {
  const { name, stage, protected: isProtected, targets } = environment;
  return {
    name,
    stage,
    protected: isProtected,
    targets: targets.map(({ host, port, socket, schema }) => `${socket ?? `${host}:${port}`}/${schema}`),
    audience: audienceOf(environment),
    observed: snapshots.environment(name),
  };
}
