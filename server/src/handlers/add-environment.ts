/** Handles sproc/tryEnvironment and sproc/addEnvironment: an environment that sproc.json does not have yet. */
import { restricted, type Failure, type Result } from '#engine';
import { addEnvironment as addRequest, tryEnvironment as tryRequest } from '#protocol';
import type { OpenProject } from '../workspace/open-project';
import type { Handler } from './handler';
import { outdated } from './outdated';

export const addEnvironment: Handler = ({ connection, workspace, isTrusted, stateChanged }) => {
  const find = (folder: string): Result<OpenProject, Failure> => {
    const project = workspace.project(folder);
    if (!isTrusted()) return { ok: false, error: restricted };
    if (project === null)
      return { ok: false, error: { kind: 'bad-project', message: `No project exists at ${folder}.` } };
    return project.isOutdated ? { ok: false, error: outdated } : { ok: true, value: project };
  };
  connection.onRequest(tryRequest, async ({ project, added, password }) => {
    const found = find(project);
    return found.ok ? found.value.tryEnvironment(added, password) : found;
  });
  connection.onRequest(addRequest, async ({ project, added }) => {
    const found = find(project);
    if (!found.ok) return found;
    const reply = await found.value.addEnvironment(added);
    if (reply.ok) stateChanged(found.value, 'project-file');
    return reply;
  });
};
