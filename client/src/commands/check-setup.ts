/** Check Setup…: whether sources, registry and one environment are in order; nothing is changed. */
import { doctor } from '#protocol';
import { printSetup } from '../documents/reports/print-setup';
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProject, demandTrust } from './ask';
import type { Command } from './command';

export const checkSetup: Command = {
  id: commands.checkSetup,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    if (state === undefined) return undefined;
    const { project, environments } = state;
    const environment =
      environments.length === 0 ? null : await askEnvironment(context, state, argument, 'Check Setup');
    if (environment === undefined) return undefined;
    const names = environment === null ? [] : [environment.name];
    const reply = await whileAsking('Checking the setup', (token) =>
      context.server.ask(doctor, { project, environments: names }, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, { project });
      return undefined;
    }
    await context.reports.show('sproc-report', 'Setup', printSetup(reply.value));
    return reply.value;
  },
};
