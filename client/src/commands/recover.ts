/** Recover Interrupted Deployment…: finishes or undoes what was left open. */
import { recover as recoverRequest } from '#protocol';
import { commands } from '../workbench/contributions';
import { printNoun, printWork } from '../documents/print-outcome';
import { showFailure } from '../workbench/failure-message';
import { whileWorking } from '../workbench/progress';
import { askEnvironment, askProjectToChange } from './ask';
import { reportOutcome } from './confirm-and-run';
import type { Command } from './command';

export const recover: Command = {
  id: commands.recover,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    if (state === undefined) return undefined;
    const environment = await askEnvironment(context, state, argument, 'Recover');
    if (environment === undefined) return undefined;
    const { name } = environment;
    const button = 'Recover';
    const message = `Look for an interrupted deployment to ${name}, and finish or undo it?`;
    const detail = 'Each routine is either restored or finished, and the result is reported.';
    if ((await context.dialogs.confirm({ message, detail, answers: [button] })) !== button) return undefined;
    const { project } = state;
    const change = { project, environment: name, what: printNoun('recover', name) };
    const reply = await context.changes.run(change, () =>
      whileWorking(context.server, printWork('recover', name), (workDoneToken, token) =>
        context.server.ask(recoverRequest, { project, environment: name, confirm: name, workDoneToken }, token),
      ),
    );
    if ('error' in reply) await showFailure(context, reply.error, { project, environment: name });
    if (reply.end !== 'answered') return undefined;
    reportOutcome(context, { work: 'recover', environment, project }, reply.value);
    return reply.value;
  },
};
