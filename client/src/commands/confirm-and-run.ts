/** The shared steps of deployment and rollback: show the plan, ask for confirmation, run it, report the outcome. */
import { commands as vscodeCommands, type CancellationToken } from 'vscode';
import type { DeployAnswer, Failure, PlanAnswer } from '#engine';
import type { Summarized, EnvironmentState, Reply } from '#protocol';
import type { ChangeReply } from '../workbench/changes-in-progress';
import type { CommandArgument } from '../workbench/command-argument';
import {
  printNoun,
  printOutcome,
  printRun,
  printSummary,
  printTime,
  printWork,
  type OperationKind,
} from '../documents/print-outcome';
import { describeConfirmation, type ConfirmationAnswer } from '../documents/describe-confirmation';
import { findMistakes, isDeployable } from '../documents/plan-parts';
import { openPlace } from '../documents/refused-text-problems';
import { readPlan, readRun } from '../documents/refused-texts';
import { buttonsFor, press, showFailure } from '../workbench/failure-message';
import { printFailure } from '../workbench/print-failure';
import { whileWorking } from '../workbench/progress';
import type { CommandContext } from './command';
import { nextActions } from './next-actions';

/** The operation to run. */
export interface Operation {
  readonly project: string;
  readonly environment: EnvironmentState;
  readonly work: OperationKind;
  /** The environment from which a sync takes the texts. */
  readonly from?: string;
  /** The label of the button that starts it. */
  readonly button: string;
}

/** The operation with the plan that the person confirms. */
interface Planned extends Operation {
  readonly plan: PlanAnswer;
  /** Files that were saved so that the plan could be made. */
  readonly saved?: readonly string[];
  /** Makes the plan again, and asks again. */
  readonly again: () => Promise<unknown>;
}

/** The person's confirmation, which is sent along so that the engine rejects anything else. */
interface Confirmation {
  readonly fingerprint: string;
  readonly confirm?: string;
}

type RunConfirmed = (
  confirmation: Confirmation,
  workDoneToken: string,
  token: CancellationToken,
) => Promise<Reply<Summarized<DeployAnswer>>>;

/** Asks, and runs the plan if the person agrees; a plan that is opened has its own button instead. */
export async function confirmAndRun(
  context: CommandContext,
  argument: CommandArgument,
  operation: Planned,
  run: RunConfirmed,
): Promise<unknown> {
  const { plan, environment, project } = operation;
  void context.refusals.note(project, environment.name, readPlan(plan));
  if (plan.steps.length === 0 && isDeployable(plan)) {
    await context.dialogs.report('information', `${environment.name} is already up to date.`);
    return { deployment: null, outcome: 'nothing-to-do', steps: [] };
  }
  const answer = await agree(context, operation);
  if (answer === 'run') return runPlan(context, argument, operation, run);
  if (answer === 'show-plan') await openPlan(context, argument, operation, run);
  return undefined;
}

/** Opens the plan in a tab, whose button runs exactly this plan. */
export async function openPlan(
  context: CommandContext,
  argument: CommandArgument,
  operation: Planned & { readonly isOfferedAnyway?: boolean },
  run: RunConfirmed,
): Promise<void> {
  const { plan, environment, project } = operation;
  void context.refusals.note(project, environment.name, readPlan(plan));
  await context.plans.show({
    ...operation,
    stage: environment.stage,
    run: async () => {
      // The person has read the plan. A mistake, or production without a name to be typed, is asked about once more.
      const { isProtected, stage } = { isProtected: environment.protected, stage: environment.stage };
      const isClear = findMistakes(plan).length === 0 && (isProtected || stage !== 'PRODUCTION');
      if (!isDeployable(plan)) return operation.again();
      if (isClear || (await agree(context, operation)) === 'run') return runPlan(context, argument, operation, run);
      return undefined;
    },
  });
}

/** Runs a plan that the person has confirmed; a protected environment's name is still to be typed. */
async function runPlan(
  context: CommandContext,
  argument: CommandArgument,
  operation: Planned,
  run: RunConfirmed,
): Promise<unknown> {
  const { plan, environment, work, project } = operation;
  const what = printNoun(work, environment.name);
  const reply = await context.changes.run({ project, environment: environment.name, what }, async () => {
    const confirm = await askProtected(context, argument, environment);
    if (confirm === undefined) return undefined;
    const confirmation = { fingerprint: plan.fingerprint, ...(confirm === null ? {} : { confirm }) };
    const since = `Running since ${printTime(new Date())}; the outcome follows here.`;
    context.plans.update(operation, { state: 'running', outcome: since });
    return whileWorking(context.server, printWork(work, environment.name), (workDoneToken, token) =>
      run(confirmation, workDoneToken, token),
    );
  });
  if (reply.end === 'declined') return undefined;
  noteInPlan(context, operation, reply);
  if (reply.end === 'answered') {
    void context.refusals.note(project, environment.name, readRun(reply.value));
    reportOutcome(context, operation, reply.value);
    return reply.value;
  }
  if (reply.error.kind === 'plan-stale') return offerAgain(context, reply.error, operation);
  await showFailure(context, reply.error, { project, environment: environment.name });
  return undefined;
}

/** Says that the plan that was shown is out of date, with a button that makes it again. */
async function offerAgain(
  { dialogs }: CommandContext,
  { message }: Failure,
  { again }: Pick<Planned, 'again'>,
): Promise<unknown> {
  const button = 'Make Plan Again';
  return (await dialogs.report('warning', `${message} Nothing was changed.`, button)) === button ? again() : undefined;
}

/**
 * Shows the outcome in the tab with the plan. A plan that was not run can still be; one that runs already, or whose end
 * is unknown, cannot.
 */
function noteInPlan(
  { plans }: CommandContext,
  operation: Planned,
  reply: Exclude<ChangeReply<Summarized<DeployAnswer>>, { end: 'declined' }>,
): void {
  const { environment, work } = operation;
  const at = new Date();
  if (reply.end === 'busy') return;
  if (reply.end === 'answered') {
    const outcome = printRun(at, reply.value, printSummary(work, environment.name, reply.value.summary));
    return plans.update(operation, { state: 'done', outcome });
  }
  if (reply.end === 'unknown') {
    const outcome = `Lost at ${printTime(at)}: ${printFailure(reply.error)}`;
    return plans.update(operation, { state: 'unknown', outcome });
  }
  const state = reply.error.kind === 'plan-stale' ? 'stale' : 'waiting';
  plans.update(operation, { state, outcome: `Tried at ${printTime(at)}: ${reply.error.message}` });
}

/** Shows the outcome in one sentence, with the details on demand; does not wait for the person to read it. */
export function reportOutcome(
  { dialogs, reports }: CommandContext,
  operation: Pick<Operation, 'work' | 'environment' | 'project' | 'from'>,
  answer: Summarized<DeployAnswer>,
): void {
  const { work, environment, project } = operation;
  const [details, openLine] = ['Show Details', 'Open Line'];
  const title = `${printWork(work, environment.name)}.txt`;
  const sentence = printSummary(work, environment.name, answer.summary);
  const advice = [...(answer.warnings ?? []), ...answer.steps.flatMap(({ error }) => error ?? [])];
  const place = answer.steps.find((step) => step.place !== undefined)?.place;
  const next = nextActions({ ...operation, environment: environment.name }, answer);
  const advised = buttonsFor(advice, { project, environment: environment.name });
  const buttons = advised.length > 0 ? advised : next;
  const answers = [...(place === undefined ? [] : [openLine]), details, ...buttons.map((button) => button.title)];
  void dialogs
    .report(answer.summary.isSuccess ? 'information' : 'error', sentence, ...answers)
    .then(async (pressed) => {
      if (pressed === details) await reports.show('sproc-report', title, printOutcome(work, environment.name, answer));
      else if (pressed === openLine && place !== undefined) await openPlace(project, place);
      else await press(buttons, pressed);
    });
}

/** Asks for confirmation with a summary; undefined if the person turned away, or was led elsewhere. */
async function agree(
  { dialogs }: CommandContext,
  operation: Planned,
): Promise<Extract<ConfirmationAnswer, 'run' | 'show-plan'> | undefined> {
  const { plan, environment, project, saved = [] } = operation;
  const { message, detail, answers, place } = describeConfirmation({ ...operation, saved });
  const remedies = plan.findings.filter(({ severity }) => severity === 'error').map(({ remedy }) => remedy);
  const buttons = isDeployable(plan) ? [] : buttonsFor(remedies, { project, environment: environment.name });
  // Enter gives the first: what helps, where the plan cannot run.
  const [own, helping] = [answers.map(({ label }) => label), buttons.map(({ title }) => title)];
  const labels = answers[0]?.answer === 'open-line' ? [...own, ...helping] : [...helping, ...own];
  const pressed = await dialogs.confirm({ message, detail, answers: labels });
  await press(buttons, pressed);
  const answer = answers.find(({ label }) => label === pressed)?.answer;
  if (answer === 'run' || answer === 'show-plan' || answer === undefined) return answer;
  if (place !== null) await openPlace(project, place);
  if (answer === 'show-problems') await vscodeCommands.executeCommand('workbench.actions.view.problems');
  return undefined;
}

/** Returns null if the environment is not protected; undefined if the person did not type its name. */
export async function askProtected(
  { dialogs }: Pick<CommandContext, 'dialogs'>,
  { confirm }: CommandArgument,
  { name, stage, protected: isProtected }: EnvironmentState,
): Promise<string | null | undefined> {
  if (!isProtected) return null;
  if (confirm !== undefined) return confirm;
  return dialogs.ask({
    title: `${name} is protected (${stage})`,
    prompt: `Type "${name}" to change ${stage}.`,
    check: (text) => (text === name ? null : `This is not ${name}.`),
  });
}
