/** Select Project: the one that commands mean where the window holds several. */
import { commands } from '../workbench/contributions';
import { printProject } from '../workbench/projects';
import type { Command } from './command';

export const selectProject: Command = {
  id: commands.selectProject,
  async run({ projects, dialogs }, argument) {
    const { folders } = projects;
    const [only] = folders;
    if (argument.project === undefined && only !== undefined && folders.length === 1) {
      void dialogs.report('information', `This window has one project: ${printProject(only)}. It is already selected.`);
      return only;
    }
    const choices = folders.map((project) => ({ label: printProject(project), value: project }));
    const project = argument.project ?? (await dialogs.pick(choices, 'Select Project', 'Select the active project'));
    if (project === undefined) return undefined;
    await projects.choose(project);
    return project;
  },
};
