/** Roll Back…: one routine to the previous version or to a version, or a whole deployment; shown and confirmed as a plan. */
import { history, planRollback, rollBack as rollBackRequest } from '#protocol';
import { routinesOf, type CommandArgument } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import type { Choice } from '../workbench/dialogs';
import { printDeploymentHead } from '../documents/print-history';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProjectToChange } from './ask';
import { confirmAndRun } from './confirm-and-run';
import type { Command, CommandContext } from './command';

/** The routine or deployment to roll back. */
type RollbackChoice = { readonly routine: string } | { readonly deployment: string };

export const rollBack: Command = {
  id: commands.rollBack,
  async run(context, argument) {
    const { server } = context;
    const state = await askProjectToChange(context, argument);
    if (state === undefined) return undefined;
    const environment = await askEnvironment(context, state, argument, 'Roll Back');
    if (environment === undefined) return undefined;
    const where = { project: state.project, environment: environment.name };
    const aim = aimOf(argument) ?? (await askAim(context, where));
    if (aim === undefined) return undefined;
    const wanted = { ...where, ...aim };
    const reply = await whileAsking(`Planning the rollback of ${environment.name}`, (token) =>
      server.ask(planRollback, wanted, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, where);
      return undefined;
    }
    const { project } = state;
    const again = () => rollBack.run(context, { ...argument, ...(aimOf(argument) === undefined ? wanted : where) });
    const operation = {
      ...({ project, environment, work: 'roll-back', button: 'Roll Back' } as const),
      ...{ plan: reply.value, again },
    };
    const { reason } = argument;
    return confirmAndRun(context, argument, operation, (confirmation, workDoneToken, token) => {
      const request = { ...wanted, ...confirmation, workDoneToken, ...(reason === undefined ? {} : { reason }) };
      return server.ask(rollBackRequest, request, token);
    });
  },
};

function aimOf(argument: CommandArgument): RollbackChoice | undefined {
  if (argument.deployment !== undefined) return { deployment: argument.deployment };
  const routine = routinesOf(argument)?.[0];
  return routine === undefined ? undefined : { routine };
}

/** Lists whole deployments first, the newest on top, then each routine that they changed. */
async function askAim(
  context: CommandContext,
  where: { readonly project: string; readonly environment: string },
): Promise<RollbackChoice | undefined> {
  const reply = await whileAsking(`Reading the history of ${where.environment}`, (token) =>
    context.server.ask(history, where, token),
  );
  if (!reply.ok) {
    await showFailure(context, reply.error, where);
    return undefined;
  }
  const { deployments } = reply.value;
  if (deployments.length === 0) {
    await context.dialogs.report('information', `Nothing was deployed to ${where.environment} yet.`);
    return undefined;
  }
  const routines = [...new Set(deployments.flatMap(({ steps }) => steps.map(({ routine }) => routine)))].sort();
  const choices: Choice<RollbackChoice>[] = [
    ...deployments.map((entry) => ({
      label: `$(history) ${printDeploymentHead(entry)}`,
      description: entry.by,
      detail: entry.steps.map(({ routine }) => routine).join(', '),
      value: { deployment: entry.deployment },
    })),
    ...routines.map((routine) => ({
      label: `$(symbol-method) ${routine}`,
      description: 'to the previous version',
      value: { routine },
    })),
  ];
  return context.dialogs.pick(choices, `Roll Back on ${where.environment}`, 'Select a routine, or a whole deployment');
}
