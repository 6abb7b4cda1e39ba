/** Show Plan…: what a deployment would do, in an editor; nothing is changed. */
import { plan as planRequest } from '#protocol';
import { routinesOf } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { isDeployable, planTitle, printPlan } from '../documents/print-plan';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProject, askRoutines, demandTrust, saveSources } from './ask';
import type { Command } from './command';
import { deploy } from './deploy';

export const showPlan: Command = {
  id: commands.showPlan,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    if (state === undefined) return undefined;
    const environment = await askEnvironment(context, state, argument, 'Show Plan');
    if (environment === undefined) return undefined;
    const { name } = environment;
    const picking = { title: `Plan for ${name}`, environment, ticksDue: argument.environment !== undefined };
    const routines = routinesOf(argument) ?? (await askRoutines(context, state, picking));
    if (routines === undefined || (await saveSources(state)) === null) return undefined;
    const { overwrite = false, withCallees = false, prune = false } = argument;
    const wanted = { project: state.project, environment: name, routines, overwrite, withCallees, prune };
    const reply = await whileAsking(`Planning for ${name}`, (token) => context.server.ask(planRequest, wanted, token));
    if (!reply.ok) {
      await showFailure(context, reply.error, { project: state.project, environment: name });
      return undefined;
    }
    const plan = reply.value;
    const [title, text] = [planTitle(name), printPlan(plan)];
    if (plan.steps.length === 0 || !isDeployable(plan)) await context.reports.show('sproc-plan', title, text);
    else {
      const chosen = { ...argument, project: state.project, environment: name, routines };
      // The command does not wait for the button, which deploys the same routines after the usual questions.
      void context.reports
        .ask(title, text, `Deploy to ${name}…`)
        .then((isWanted) => (isWanted ? deploy.run(context, chosen) : undefined));
    }
    return plan;
  },
};
