/** Show History…: an environment's deployments, or those of one routine, in the Deployments view; or as a text. */
import { history } from '#protocol';
import { filterHistory } from '../views/deployment-rows';
import { printHistory } from '../documents/print-history';
import { routinesOf } from '../workbench/command-argument';
import { commands, rowCommands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProject, demandTrust } from './ask';
import type { Command } from './command';

export const showHistory: Command = {
  id: commands.showHistory,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    if (state === undefined) return undefined;
    const { project } = state;
    const routine = routinesOf(argument)?.[0]?.replace(/@[^@]*$/, '');
    if (routine !== undefined) {
      await context.deployments.showRoutine(project, routine, argument.environment);
      return routine;
    }
    const environment = await askEnvironment(context, state, argument, 'Show History');
    if (environment === undefined) return undefined;
    const where = { project, environment: environment.name };
    context.deployments.changed(where);
    const reply = await whileAsking(`Reading the history of ${environment.name}`, () =>
      context.deployments.history(project, environment.name),
    );
    if (reply.ok) await context.deployments.reveal(where);
    else await showFailure(context, reply.error, where);
    return reply.ok ? reply.value : undefined;
  },
};

/** Prints the history with the chain and every saved text verified. */
export const showHistoryText: Command = {
  id: rowCommands.showHistoryText,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    const environment = state && (await askEnvironment(context, state, argument, 'Show History'));
    if (state === undefined || environment === undefined) return undefined;
    const where = { project: state.project, environment: environment.name };
    const reply = await whileAsking(`Reading the history of ${environment.name}`, (token) =>
      context.server.ask(history, { ...where, verify: true }, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, where);
      return undefined;
    }
    const { routine } = argument;
    const subject = routine === undefined ? environment.name : `${routine} on ${environment.name}`;
    const text = printHistory(subject, filterHistory(reply.value, routine));
    await context.reports.show('sproc-report', `History of ${subject}.txt`, text);
    return reply.value;
  },
};

export const showOlder: Command = {
  id: rowCommands.showOlder,
  run({ deployments }, { within }) {
    if (within !== undefined) deployments.showOlder(within);
    return Promise.resolve(within);
  },
};

export const closeRoutineHistory: Command = {
  id: rowCommands.closeRoutineHistory,
  run({ deployments }, { project }) {
    if (project !== undefined) deployments.closeRoutine(project);
    return Promise.resolve(project);
  },
};
