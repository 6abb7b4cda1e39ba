/** Show Privileges…: the GRANT statements that the accounts of an environment need, ready to be run. */
import { grants } from '#protocol';
import { printGrants } from '../documents/reports/print-grants';
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProject, demandTrust } from './ask';
import type { Command } from './command';

export const showGrants: Command = {
  id: commands.showGrants,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    const environment = state && (await askEnvironment(context, state, argument, 'Show Privileges'));
    if (state === undefined || environment === undefined) return undefined;
    const where = { project: state.project, environment: environment.name };
    const reply = await whileAsking(`Reading the privileges of ${environment.name}`, (token) =>
      context.server.ask(grants, where, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, where);
      return undefined;
    }
    await context.reports.show('sproc-report', `Privileges for ${environment.name}.sql`, printGrants(reply.value));
    return reply.value;
  },
};
