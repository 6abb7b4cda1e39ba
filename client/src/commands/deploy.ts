/** Deploy…: plans, shows, asks, deploys. */
import { deploy as deployRequest, plan as planRequest } from '#protocol';
import { routinesOf } from '../command-argument';
import { commands } from '../contributions';
import { showFailure } from '../failure-message';
import { whileAsking } from '../progress';
import { askEnvironment, askProject, askRoutines, demandTrust, saveSources } from './ask';
import { carryOut } from './carry-out';
import type { Command } from './command';

export const deploy: Command = {
  id: commands.deploy,
  async run(context, argument) {
    const { server } = context;
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    if (state === undefined) return undefined;
    const environment = await askEnvironment(context, state, argument, 'Deploy');
    if (environment === undefined) return undefined;
    const routines = routinesOf(argument) ?? (await askRoutines(context, state, `Deploy to ${environment.name}`));
    if (routines === undefined || !(await saveSources(state))) return undefined;
    const { project } = state;
    const { overwrite = false, withCallees = false, prune = false } = argument;
    const wanted = { project, environment: environment.name, routines, overwrite, withCallees, prune };
    const reply = await whileAsking(`Planning for ${environment.name}`, (token) =>
      server.ask(planRequest, wanted, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, { project, environment: environment.name });
      return undefined;
    }
    const undertaking = { project, environment, verb: 'Deploying', button: 'Deploy', plan: reply.value } as const;
    return carryOut(context, argument, undertaking, (consent, workDoneToken, token) =>
      server.ask(deployRequest, { ...wanted, ...consent, workDoneToken }, token),
    );
  },
};
