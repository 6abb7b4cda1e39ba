/** Show Drift…: shows the changes on the servers since the last deployment, to be adopted or reverted. */
import type { DriftedRoutine } from '#engine';
import { plural } from '../documents/plural';
import { drift as driftRequest, type DriftReply, type EnvironmentState } from '#protocol';
import type { CommandArgument } from '../workbench/command-argument';
import { routinesOf } from '../workbench/command-argument';
import { commands, rowCommands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileWorking } from '../workbench/progress';
import { askEnvironment, askProject, askProjectToChange, demandTrust, findUnsaved } from './ask';
import { askProtected, reportOutcome } from './confirm-and-run';
import type { Command, CommandContext } from './command';
import { saveBeforeWriting } from './save-before-writing';

const [look, adopt, revert] = ['Show Difference', 'Adopt', 'Revert'] as const;

export const showDrift: Command = {
  id: commands.showDrift,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    if (state === undefined) return undefined;
    const environment = await askEnvironment(context, state, argument, 'Show Drift');
    if (environment === undefined) return undefined;
    const wanted = { project: state.project, environment, routines: routinesOf(argument) ?? [] };
    const found = await ask(context, wanted, {});
    if (found === undefined) return undefined;
    if (found.unknown !== undefined)
      void context.dialogs.report(
        'warning',
        found.unknown.map(({ routine, message }) => `${routine}: ${message}`).join('\n'),
      );
    if (found.drifted.length === 0) {
      if (found.unknown === undefined)
        void context.dialogs.report('information', `${environment.name} has not changed since the last deployment.`);
      return found;
    }
    const way = await chooseWay(context, environment, found);
    if (way !== adopt && way !== revert) return found;
    return settle(context, argument, wanted, way);
  },
};

/** Writes the live text of a drifted routine to its source file. */
export const adoptRoutine: Command = {
  id: rowCommands.adopt,
  run: (context, argument) => settleRoutine(context, argument, adopt),
};

/** Deploys the last deployed text of a drifted routine again. */
export const revertRoutine: Command = {
  id: rowCommands.revert,
  run: (context, argument) => settleRoutine(context, argument, revert),
};

async function settleRoutine(
  context: CommandContext,
  argument: CommandArgument,
  way: typeof adopt | typeof revert,
): Promise<unknown> {
  const state = await askProjectToChange(context, argument);
  const routines = routinesOf(argument);
  if (state === undefined || routines === null) return undefined;
  const environment = await askEnvironment(context, state, argument, way);
  if (environment === undefined) return undefined;
  if (way === revert && !(await mayRevert(context, environment, routines))) return undefined;
  return settle(context, argument, { project: state.project, environment, routines }, way);
}

/** Asks first, because a revert replaces what somebody wrote on the server. */
async function mayRevert(
  { dialogs }: CommandContext,
  { name }: EnvironmentState,
  routines: readonly string[],
): Promise<boolean> {
  const answer = await dialogs.confirm({
    message: `Revert ${routines.join(', ')} on ${name} to the last deployed text?`,
    detail: 'The live text is saved in the ledger before it is replaced.',
    answers: [revert],
  });
  return answer === revert;
}

interface Wanted {
  readonly project: string;
  readonly environment: EnvironmentState;
  readonly routines: readonly string[];
}

async function ask(
  context: CommandContext,
  { project, environment: { name }, routines }: Wanted,
  way: { readonly adopt?: boolean; readonly revert?: boolean; readonly confirm?: string },
): Promise<DriftReply | undefined> {
  const reply = await whileWorking(context.server, `Looking for drift in ${name}`, (workDoneToken, token) =>
    context.server.ask(driftRequest, { project, environment: name, routines, ...way, workDoneToken }, token),
  );
  if (reply.ok) return reply.value;
  await showFailure(context, reply.error, { project, environment: name });
  return undefined;
}

async function chooseWay(
  { dialogs, reports }: CommandContext,
  { name }: EnvironmentState,
  { drifted }: DriftReply,
): Promise<string | undefined> {
  const message = `${plural(drifted.length, 'routine')} on ${name} changed since the last deployment.`;
  const detail = `${drifted.map(printDrifted).join('\n')}\n\nAdopt writes the live texts to the source files; Revert redeploys the last deployed texts.`;
  const answer = await dialogs.confirm({ message, detail, answers: [look, adopt, revert] });
  if (answer !== look) return answer;
  const texts = drifted.map((one) => `${printDrifted(one)}\n${one.patch ?? ''}`);
  await reports.show('sproc-report', `Drift on ${name}.diff`, texts.join('\n'));
  return dialogs.report('warning', `${message} The differences are open beside this.`, adopt, revert);
}

function printDrifted({ routine, target, state, alteredAt, definer }: DriftedRoutine): string {
  const when = alteredAt === null ? '' : ` at ${alteredAt}`;
  return `${routine} on ${target}: ${state}${when}${definer === null ? '' : `, definer ${definer}`}`;
}

async function settle(
  context: CommandContext,
  argument: CommandArgument,
  wanted: Wanted,
  way: string,
): Promise<DriftReply | undefined> {
  const { environment } = wanted;
  const purpose = `Adopt writes the live texts of ${environment.name} to source files`;
  if (way === adopt && !(await saveBeforeWriting(context.dialogs, findUnsaved(wanted.project), purpose)))
    return undefined;
  const confirm = await askProtected(context, argument, environment);
  if (confirm === undefined) return undefined;
  const done = await ask(context, wanted, {
    ...(way === adopt ? { adopt: true } : { revert: true }),
    ...(confirm === null ? {} : { confirm }),
  });
  if (done === undefined) return undefined;
  if (done.reverted !== null)
    reportOutcome(context, { work: 'revert', environment, project: wanted.project }, done.reverted);
  else
    void context.dialogs.report(
      'information',
      `Adopted ${plural(done.adopted.length, 'file')} from ${environment.name}.`,
    );
  return done;
}
