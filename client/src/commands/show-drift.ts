/** Show Drift…: shows the changes on the servers since the last deployment, to be adopted or reverted. */
import type { DriftedRoutine, DriftRequest } from '#engine';
import { plural } from '../documents/plural';
import { printNoun } from '../documents/print-outcome';
import { drift as driftRequest, type DriftReply, type EnvironmentState, type Reply } from '#protocol';
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

type Way = Pick<DriftRequest, 'adopt' | 'revert' | 'confirm'>;

function request(
  { server }: CommandContext,
  { project, environment: { name }, routines }: Wanted,
  way: Way,
): Promise<Reply<DriftReply>> {
  return whileWorking(server, `Looking for drift in ${name}`, (workDoneToken, token) =>
    server.ask(driftRequest, { project, environment: name, routines, ...way, workDoneToken }, token),
  );
}

async function ask(context: CommandContext, wanted: Wanted, way: Way): Promise<DriftReply | undefined> {
  const reply = await request(context, wanted, way);
  if (reply.ok) return reply.value;
  const {
    project,
    environment: { name },
  } = wanted;
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
  const { project } = wanted;
  const { name } = environment;
  const what = way === adopt ? `change of files from ${name}` : printNoun('revert', name);
  const reply = await context.changes.run({ project, environment: name, what }, async () => {
    const confirm = await askProtected(context, argument, environment);
    if (confirm === undefined) return undefined;
    const chosen = way === adopt ? { adopt: true } : { revert: true };
    return request(context, wanted, { ...chosen, ...(confirm === null ? {} : { confirm }) });
  });
  if ('error' in reply) await showFailure(context, reply.error, { project, environment: name });
  if (reply.end !== 'answered') return undefined;
  const done = reply.value;
  if (done.reverted !== null)
    reportOutcome(context, { work: 'revert', environment, project: wanted.project }, done.reverted);
  else
    void context.dialogs.report(
      'information',
      `Adopted ${plural(done.adopted.length, 'file')} from ${environment.name}.`,
    );
  return done;
}
