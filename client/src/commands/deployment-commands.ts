/** The commands of a deployment's rows: the diff of a step, its statements, its id, and rolling it back. */
import { commands as vscodeCommands, env } from 'vscode';
import type { DeploymentStepsAnswer } from '#engine';
import { deploymentSteps, type InProject } from '#protocol';
import { hasNoText, printDiffTitle, printSides, printStatements } from '../documents/print-deployment';
import type { CommandArgument } from '../workbench/command-argument';
import { rowCommands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { demandTrust } from './ask';
import type { Command, CommandContext } from './command';
import { rollBack } from './roll-back';

/** Opens the text that a step replaced beside the one that it created. */
export const openStep: Command = {
  id: rowCommands.openStep,
  async run(context, argument) {
    const where = placeOf(argument);
    if (where === null || argument.step === undefined) return undefined;
    const answer = await readSteps(context, where, argument.step);
    const step = answer?.steps[0];
    if (answer === undefined || step === undefined) return undefined;
    if (hasNoText(step)) {
      const { before, after } = printSides(step);
      const sentences = [before, after].map((text) => text.replace(/^-- /, '').trim());
      void context.dialogs.report('warning', [...new Set(sentences)].join(' '));
      return step;
    }
    const addresses = context.ledger.addressesOf({ ...where, step: step.step }, step);
    const title = printDiffTitle(where.environment, answer.startedAt, step);
    await vscodeCommands.executeCommand('vscode.diff', addresses.before, addresses.after, title, { preview: true });
    return step;
  },
};

/** Shows all statements of a deployment as they were sent. */
export const showDeploymentSql: Command = {
  id: rowCommands.showDeploymentSql,
  async run(context, argument) {
    const where = placeOf(argument);
    const answer = where === null ? undefined : await readSteps(context, where);
    if (where === null || answer === undefined) return undefined;
    const title = `Deployment ${where.deployment} to ${where.environment}.sql`;
    await context.reports.show('sproc-report', title, printStatements(where.environment, answer));
    return answer;
  },
};

export const copyDeploymentId: Command = {
  id: rowCommands.copyDeploymentId,
  async run(_, { deployment }) {
    if (deployment !== undefined) await env.clipboard.writeText(deployment);
    return deployment;
  },
};

/** Shows a deployment in the view. */
export const showDeployment: Command = {
  id: rowCommands.showDeployment,
  async run(context, argument) {
    const where = placeOf(argument);
    if (where !== null) await context.deployments.reveal(where, where.deployment);
    return where?.deployment;
  },
};

/** Rolls back the whole deployment, although the row may be that of one routine's history. */
export const rollBackDeployment: Command = {
  id: rowCommands.rollBackDeployment,
  run(context, { routine: _, routines: __, ...argument }) {
    return argument.deployment === undefined ? Promise.resolve(undefined) : rollBack.run(context, argument);
  },
};

interface DeploymentPlace extends InProject {
  readonly environment: string;
  readonly deployment: string;
}

function placeOf({ project, environment, deployment }: CommandArgument): DeploymentPlace | null {
  if (project === undefined || environment === undefined || deployment === undefined) return null;
  return { project, environment, deployment };
}

async function readSteps(
  context: CommandContext,
  where: DeploymentPlace,
  step?: number,
): Promise<DeploymentStepsAnswer | undefined> {
  if (!(await demandTrust(context))) return undefined;
  const request = step === undefined ? where : { ...where, step };
  const reply = await whileAsking(`Reading deployment ${where.deployment}`, (token) =>
    context.server.ask(deploymentSteps, request, token),
  );
  if (reply.ok) return reply.value;
  await showFailure(context, reply.error, where);
  return undefined;
}
