/** Deploy…: plans, shows, asks, deploys. */
import type { PlanAnswer, PlanRequest } from '#engine';
import { plural } from '../documents/plural';
import { deploy as deployRequest, plan as planRequest, type InProject } from '#protocol';
import { routinesOf } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { needsOverwriteOnly } from '../documents/plan-parts';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProjectToChange, askRoutines, saveSources } from './ask';
import { confirmAndRun } from './confirm-and-run';
import type { Command, CommandContext } from './command';
import { compare } from './compare';

type Wanted = PlanRequest & InProject;

export const deploy: Command = {
  id: commands.deploy,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    if (state === undefined) return undefined;
    const environment = await askEnvironment(context, state, argument, 'Deploy');
    if (environment === undefined) return undefined;
    const ticksDue = argument.environment !== undefined;
    const picking = { title: `Deploy to ${environment.name}`, environment, ticksDue };
    const routines = routinesOf(argument) ?? (await askRoutines(context, state, picking));
    const saved = routines === undefined ? null : await saveSources(state);
    if (routines === undefined || saved === null) return undefined;
    const { project } = state;
    const { overwrite = false, withCallees = false, prune = false } = argument;
    const given = { project, environment: environment.name, routines, overwrite, withCallees, prune };
    const planned = await makePlan(context, given);
    if (planned === undefined) return undefined;
    const again = () => deploy.run(context, { ...argument, project, environment: environment.name, routines });
    const operation = {
      ...({ project, environment, work: 'deploy', button: 'Deploy' } as const),
      ...{ plan: planned.plan, saved, again },
    };
    return confirmAndRun(context, argument, operation, (confirmation, workDoneToken, token) =>
      context.server.ask(deployRequest, { ...planned.wanted, ...confirmation, workDoneToken }, token),
    );
  },
};

/** Returns the plan and its request, which includes `overwrite` once the person has seen what would be lost. */
async function makePlan(
  context: CommandContext,
  wanted: Wanted,
): Promise<{ readonly plan: PlanAnswer; readonly wanted: Wanted } | undefined> {
  const { project, environment } = wanted;
  const reply = await whileAsking(`Planning for ${environment}`, (token) =>
    context.server.ask(planRequest, wanted, token),
  );
  if (!reply.ok) {
    await showFailure(context, reply.error, { project, environment });
    return undefined;
  }
  const plan = reply.value;
  if (!needsOverwriteOnly(plan)) return { plan, wanted };
  return (await mayOverwrite(context, wanted, plan)) ? makePlan(context, { ...wanted, overwrite: true }) : undefined;
}

/** Asks before a colleague's change is overwritten, and offers a diff of both texts. */
async function mayOverwrite(context: CommandContext, wanted: Wanted, plan: PlanAnswer): Promise<boolean> {
  const { project, environment, routines = [] } = wanted;
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  const [look, overwrite] = ['Compare', 'Overwrite…'];
  const answer = await context.dialogs.confirm({
    message: `Deploying would overwrite ${plural(errors.length, 'routine')} on ${environment} created or changed outside this project.`,
    detail: `${errors.map(({ message }) => message).join('\n')}\nThe live text is saved in the ledger before it is replaced.`,
    answers: [look, overwrite],
  });
  if (answer === look) await compare.run(context, { project, left: environment, right: 'workspace', routines });
  return answer === overwrite;
}
