/** Promote…: shows what would be deployed, then registers, deploys and marks. */
import { planPromotion, promote as promoteRequest } from '#protocol';
import { routinesOf } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProjectToChange, askRoutines, saveSources } from './ask';
import { confirmAndRun } from './confirm-and-run';
import type { Command } from './command';

export const promote: Command = {
  id: commands.promote,
  async run(context, argument) {
    const { server } = context;
    const state = await askProjectToChange(context, argument);
    if (state === undefined) return undefined;
    const environment = await askEnvironment(context, state, argument, { title: 'Promote to…', isPromotion: true });
    if (environment === undefined) return undefined;
    const { name } = environment;
    const picked =
      routinesOf(argument) ?? (await askRoutines(context, state, { title: `Promote to ${name}`, environment }));
    const saved = picked === undefined ? null : await saveSources(state);
    if (picked === undefined || saved === null) return undefined;
    const { project } = state;
    const { message, reason } = argument;
    const wanted = {
      project,
      environment: name,
      // All are ticked.
      routines: picked.length === 0 ? ['*'] : picked,
      ...(message === undefined ? {} : { message }),
      ...(reason === undefined ? {} : { reason }),
    };
    const reply = await whileAsking(`Planning for ${name}`, (token) => server.ask(planPromotion, wanted, token));
    if (!reply.ok) {
      await showFailure(context, reply.error, { project, environment: name });
      return undefined;
    }
    const again = () => promote.run(context, { ...argument, project, environment: name, routines: wanted.routines });
    const operation = {
      ...({ project, environment, work: 'promote', button: 'Promote' } as const),
      ...{ plan: reply.value, saved, again },
    };
    return confirmAndRun(context, argument, operation, (confirmation, workDoneToken, token) =>
      server.ask(promoteRequest, { ...wanted, ...confirmation, workDoneToken }, token),
    );
  },
};
