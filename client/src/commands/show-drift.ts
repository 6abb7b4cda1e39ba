/** Show Drift…: shows the changes on the servers since the last deployment, to be adopted or reverted. */
import { commands as vscodeCommands } from 'vscode';
import type { DriftRequest } from '#engine';
import {
  askAboutDrops,
  changedOf,
  describeDrift,
  droppedOf,
  printAdoption,
  printDrifted,
} from '../documents/print-drift';
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
import { removeSources } from './remove-sources';
import { saveBeforeWriting } from './save-before-writing';

const [look, adopt, revert, putBack] = ['Show Difference', 'Adopt', 'Revert', 'Put Back'] as const;

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
    return way === adopt
      ? adoptDrift(context, argument, wanted, found)
      : settle(context, argument, wanted, { revert: true });
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

/** Deploys a routine again that was dropped on the server. */
export const putBackRoutine: Command = {
  id: rowCommands.putBack,
  run: (context, argument) => settleRoutine(context, argument, putBack),
};

async function settleRoutine(
  context: CommandContext,
  argument: CommandArgument,
  way: typeof adopt | typeof revert | typeof putBack,
): Promise<unknown> {
  const state = await askProjectToChange(context, argument);
  const routines = routinesOf(argument);
  if (state === undefined || routines === null) return undefined;
  const environment = await askEnvironment(context, state, argument, way);
  if (environment === undefined) return undefined;
  const wanted = { project: state.project, environment, routines };
  if (way === adopt) {
    const found = await ask(context, wanted, {});
    return found === undefined ? undefined : adoptDrift(context, argument, wanted, found);
  }
  if (!(await mayRevert(context, environment, { routines, way }))) return undefined;
  return settle(context, argument, wanted, { revert: true });
}

interface Reverting {
  readonly routines: readonly string[];
  readonly way: typeof revert | typeof putBack;
}

/** Asks first, because a revert replaces what somebody did on the server. */
async function mayRevert(
  { dialogs }: CommandContext,
  { name }: EnvironmentState,
  { routines, way }: Reverting,
): Promise<boolean> {
  const names = routines.join(', ');
  const question =
    way === putBack
      ? { message: `Put ${names} back on ${name}?`, detail: 'The last deployed text is deployed again.' }
      : {
          message: `Revert ${names} on ${name} to the last deployed text?`,
          detail: 'The live text is saved in the ledger before it is replaced.',
        };
  return (await dialogs.confirm({ ...question, answers: [way] })) === way;
}

interface Wanted {
  readonly project: string;
  readonly environment: EnvironmentState;
  readonly routines: readonly string[];
}

type Way = Pick<DriftRequest, 'adopt' | 'adoptDrops' | 'revert' | 'confirm'>;

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
  const { message, detail } = describeDrift(name, drifted, new Date());
  const answer = await dialogs.confirm({ message, detail, answers: [look, adopt, revert] });
  if (answer !== look) return answer;
  const texts = drifted.map((one) => `${printDrifted(one, new Date())}\n${one.patch ?? ''}`);
  await reports.show('sproc-report', `Drift on ${name}.diff`, texts.join('\n'));
  return dialogs.report('warning', `${message} The differences are open beside this.`, adopt, revert);
}

/** Adopts what was changed; a drop only if the person accepts it. */
async function adoptDrift(
  context: CommandContext,
  argument: CommandArgument,
  wanted: Wanted,
  { drifted }: DriftReply,
): Promise<DriftReply | undefined> {
  const { environment, project } = wanted;
  const [changed, dropped] = [changedOf(drifted), droppedOf(drifted)];
  const [accept, changedOnly] = ['Accept Drop', 'Adopt Changed Only'] as const;
  const answers = changed.length === 0 ? [accept] : [accept, changedOnly];
  const question = askAboutDrops(environment.name, dropped);
  const answer = dropped.length === 0 ? changedOnly : await context.dialogs.confirm({ ...question, answers });
  if (answer === undefined) return undefined;
  const acceptsDrops = answer === accept;
  const done = await settle(context, argument, wanted, { adopt: true, ...(acceptsDrops && { adoptDrops: true }) });
  if (done === undefined) return undefined;
  const sentence = printAdoption(environment.name, done, acceptsDrops);
  const next = acceptsDrops ? 'Remove Source…' : 'Put Back…';
  void context.dialogs
    .report('information', sentence, ...(dropped.length === 0 ? [] : [next]))
    .then(async (pressed) => {
      if (pressed !== next || dropped.length === 0) return;
      if (acceptsDrops) await removeSources(context, project, dropped);
      else
        await vscodeCommands.executeCommand(rowCommands.putBack, {
          ...{ project, environment: environment.name, routines: dropped },
        });
    });
  return done;
}

async function settle(
  context: CommandContext,
  argument: CommandArgument,
  wanted: Wanted,
  way: Way,
): Promise<DriftReply | undefined> {
  const { environment } = wanted;
  const purpose = `Adopt writes the live texts of ${environment.name} to source files`;
  if (way.adopt === true && !(await saveBeforeWriting(context.dialogs, findUnsaved(wanted.project), purpose)))
    return undefined;
  const { project } = wanted;
  const { name } = environment;
  const what = way.adopt === true ? `change of files from ${name}` : printNoun('revert', name);
  const reply = await context.changes.run({ project, environment: name, what }, async () => {
    const confirm = await askProtected(context, argument, environment);
    if (confirm === undefined) return undefined;
    return request(context, wanted, { ...way, ...(confirm === null ? {} : { confirm }) });
  });
  if ('error' in reply) await showFailure(context, reply.error, { project, environment: name });
  if (reply.end !== 'answered') return undefined;
  const done = reply.value;
  if (done.reverted !== null)
    reportOutcome(context, { work: 'revert', environment, project: wanted.project }, done.reverted);
  return done;
}
