/** Handles sproc/createProject: a first sproc.json in a folder that is not a project yet. */
import { proposeProject, startProject } from '#engine';
import { createProject as createProjectRequest } from '#protocol';
import type { Handler } from './handler';

export const createProject: Handler = ({ connection, workspace }) => {
  connection.onRequest(createProjectRequest, async ({ folder }) => {
    const tree = workspace.treeOf(folder);
    const proposal = await proposeProject(tree);
    return proposal.ok ? startProject(tree, proposal.value) : proposal;
  });
};
