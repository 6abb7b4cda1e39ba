/** Select Environment: the one that comes first wherever an environment is asked for. */
import { commands } from '../workbench/contributions';
import { askEnvironment, askProject } from './ask';
import type { Command } from './command';

export const selectEnvironment: Command = {
  id: commands.selectEnvironment,
  async run(context, argument) {
    const state = await askProject(context, argument);
    const environment = state && (await askEnvironment(context, state, argument, 'Select Environment'));
    if (state === undefined || environment === undefined) return undefined;
    await context.projects.chooseEnvironment(state.project, environment.name);
    return environment.name;
  },
};
