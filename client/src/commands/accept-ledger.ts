/** Accept Changed Ledger…: goes on with a ledger whose rows were changed after they were written. */
import { acceptLedger as acceptRequest } from '#protocol';
import { describeAcceptance } from '../documents/reports/effects';
import { commands } from '../workbench/contributions';
import { askEnvironment, askProjectToChange } from './ask';
import type { Command } from './command';
import { tryThenRun } from './try-then-run';

export const acceptLedger: Command = {
  id: commands.acceptLedger,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    const environment = state && (await askEnvironment(context, state, argument, 'Accept Changed Ledger'));
    if (state === undefined || environment === undefined) return undefined;
    const { project } = state;
    const { name } = environment;
    const title = `Accept the ledger of ${name}`;
    const check = (text: string): string | null =>
      text.trim() === '' ? 'A reason is required: it is recorded in the ledger.' : null;
    const reason =
      argument.reason ?? (await context.dialogs.ask({ title, prompt: 'Reason (recorded in the ledger)', check }));
    if (reason === undefined) return undefined;
    return tryThenRun(context, argument, {
      ...{ project, environment, title, button: 'Accept' },
      ask: (run, token) => context.server.ask(acceptRequest, { project, environment: name, reason, ...run }, token),
      describe: (answer, isReal) => describeAcceptance(name, answer, isReal),
    });
  },
};
