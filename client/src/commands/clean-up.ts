/** Clean Up…: removes the deployments and retired versions of an environment that exceed the retention. */
import { gc } from '#protocol';
import { describeCleanUp } from '../documents/reports/effects';
import { commands } from '../workbench/contributions';
import { askEnvironment, askProjectToChange } from './ask';
import type { Command } from './command';
import { tryThenRun } from './try-then-run';

export const cleanUp: Command = {
  id: commands.cleanUp,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    const environment = state && (await askEnvironment(context, state, argument, 'Clean Up'));
    if (state === undefined || environment === undefined) return undefined;
    const { project } = state;
    const { name } = environment;
    return tryThenRun(context, argument, {
      ...{ project, environment, title: `Clean up ${name}`, button: 'Remove' },
      ask: (run, token) => context.server.ask(gc, { project, environment: name, ...run }, token),
      describe: (answer, isReal) => describeCleanUp(name, answer, isReal),
    });
  },
};
