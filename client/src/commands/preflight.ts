/** Check Before Deploying…: what would stop or endanger a deployment; nothing is changed. */
import { preflight as preflightRequest } from '#protocol';
import { printPreflight } from '../documents/reports/print-preflight';
import { routinesOf } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProject, askRoutines, demandTrust, saveSources } from './ask';
import type { Command } from './command';

export const preflight: Command = {
  id: commands.preflight,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    const environment = state && (await askEnvironment(context, state, argument, 'Check Before Deploying'));
    if (state === undefined || environment === undefined) return undefined;
    const { name } = environment;
    const picking = { title: `Check before deploying to ${name}`, environment, ticksDue: true };
    const routines = routinesOf(argument) ?? (await askRoutines(context, state, picking));
    if (routines === undefined || (await saveSources(state)) === null) return undefined;
    const where = { project: state.project, environment: name };
    const reply = await whileAsking(`Checking ${name}`, (token) =>
      context.server.ask(preflightRequest, { ...where, routines }, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, where);
      return undefined;
    }
    await context.reports.show('sproc-report', `Check before deploying to ${name}`, printPreflight(name, reply.value));
    return reply.value;
  },
};
