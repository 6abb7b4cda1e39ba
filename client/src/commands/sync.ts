/** Sync Environments…: deploys the routines of one environment to another, shown and confirmed as a plan. */
import { planSync, sync as syncRequest } from '#protocol';
import { routinesOf } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProjectToChange } from './ask';
import { confirmAndRun } from './confirm-and-run';
import type { Command } from './command';

export const sync: Command = {
  id: commands.sync,
  async run(context, argument) {
    const { server } = context;
    const state = await askProjectToChange(context, argument);
    if (state === undefined) return undefined;
    const { left, environment: given } = argument;
    const source = await askEnvironment(context, state, left === undefined ? {} : { environment: left }, 'Sync from');
    if (source === undefined) return undefined;
    const environment = await askEnvironment(
      context,
      { ...state, environments: state.environments.filter(({ name }) => name !== source.name) },
      given === undefined ? {} : { environment: given },
      `Sync from ${source.name} to`,
    );
    if (environment === undefined) return undefined;
    const { project } = state;
    const { overwrite = false } = argument;
    const routines = routinesOf(argument) ?? [];
    const wanted = { project, from: source.name, to: environment.name, routines, overwrite };
    const reply = await whileAsking(`Planning for ${environment.name}`, (token) => server.ask(planSync, wanted, token));
    if (!reply.ok) {
      await showFailure(context, reply.error, { project, environment: environment.name });
      return undefined;
    }
    const places = { project, left: source.name, environment: environment.name };
    const again = () => sync.run(context, { ...argument, ...places });
    const operation = {
      ...({ project, environment, work: 'sync', button: 'Deploy' } as const),
      ...{ plan: reply.value, again, from: source.name },
    };
    return confirmAndRun(context, argument, operation, (confirmation, workDoneToken, token) => {
      const request = { ...wanted, ...confirmation, environment: environment.name, workDoneToken };
      return server.ask(syncRequest, request, token);
    });
  },
};
