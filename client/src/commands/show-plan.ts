/** Show Plan…: what a deployment would do, in an editor; nothing is changed. */
import { deploy as deployRequest, plan as planRequest } from '#protocol';
import { routinesOf } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { needsOverwriteOnly } from '../documents/plan-parts';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProject, askRoutines, demandTrust, saveSources } from './ask';
import { openPlan } from './confirm-and-run';
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
    const chosen = { ...argument, project: state.project, environment: name, routines };
    const isOfferedAnyway = needsOverwriteOnly(plan);
    const operation = {
      ...({ project: state.project, environment, work: 'deploy', button: 'Deploy', plan } as const),
      isOfferedAnyway,
      // Deploy asks whether others' changes may be overwritten.
      again: () => (isOfferedAnyway ? deploy : showPlan).run(context, chosen),
    };
    await openPlan(context, argument, operation, (confirmation, workDoneToken, token) =>
      context.server.ask(deployRequest, { ...wanted, ...confirmation, workDoneToken }, token),
    );
    return plan;
  },
};
