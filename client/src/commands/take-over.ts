/** Take Over Environment…: makes what lives in an environment versions with the status of its stage. */
import { baseline } from '#protocol';
import { describeBaseline } from '../documents/reports/effects';
import { routinesOf } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { askEnvironment, askProjectToChange, findUnsaved } from './ask';
import type { Command } from './command';
import { saveBeforeWriting } from './save-before-writing';
import { tryThenRun } from './try-then-run';

export const takeOver: Command = {
  id: commands.takeOver,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    const environment = state && (await askEnvironment(context, state, argument, 'Take Over'));
    if (state === undefined || environment === undefined) return undefined;
    const { project } = state;
    const { name } = environment;
    const purpose = `Taking over ${name} writes source files`;
    if (!(await saveBeforeWriting(context.dialogs, findUnsaved(project), purpose))) return undefined;
    const routines = routinesOf(argument) ?? [];
    return tryThenRun(context, argument, {
      ...{ project, environment, title: `Take over ${name}`, button: 'Take Over' },
      ask: (run, token) => context.server.ask(baseline, { project, environment: name, routines, ...run }, token),
      describe: describeBaseline,
    });
  },
};
