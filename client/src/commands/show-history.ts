/** Show History…: an environment's ledger in an editor, with the chain verified. */
import { history } from '#protocol';
import { commands } from '../workbench/contributions';
import { printHistory } from '../documents/print-history';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProject, demandTrust } from './ask';
import type { Command } from './command';

export const showHistory: Command = {
  id: commands.showHistory,
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
    await context.reports.show(
      'sproc-report',
      `History of ${environment.name}.txt`,
      printHistory(environment.name, reply.value),
    );
    return reply.value;
  },
};
