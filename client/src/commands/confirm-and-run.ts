/** The shared steps of deployment and rollback: show the plan, ask for confirmation, run it, report the outcome. */
import type { CancellationToken } from 'vscode';
import type { DeployAnswer, Failure, PlanAnswer } from '#engine';
import { plural } from '../documents/plural';
import type { Summarized, EnvironmentState, Reply } from '#protocol';
import type { CommandArgument } from '../workbench/command-argument';
import {
  printOutcome,
  printRun,
  printSummary,
  printTime,
  printWork,
  type OperationKind,
} from '../documents/print-outcome';
import { isDeployable, planTitle, printPlan, summarizePlan } from '../documents/print-plan';
import { buttonsFor, press, showFailure } from '../workbench/failure-message';
import { whileWorking } from '../workbench/progress';
import type { CommandContext } from './command';

/** The operation to run. */
export interface Operation {
  readonly project: string;
  readonly environment: EnvironmentState;
  readonly work: OperationKind;
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

export async function confirmAndRun(
  context: CommandContext,
  argument: CommandArgument,
  operation: Planned,
  run: RunConfirmed,
): Promise<unknown> {
  const { plan, environment, work, project } = operation;
  if (plan.steps.length === 0 && isDeployable(plan)) {
    await context.dialogs.report('information', `${environment.name} is already up to date.`);
    return { deployment: null, outcome: 'nothing-to-do', steps: [] };
  }
  if (!(await agree(context, operation))) return undefined;
  const confirm = await askProtected(context, argument, environment);
  if (confirm === undefined) return undefined;
  const confirmation = { fingerprint: plan.fingerprint, ...(confirm === null ? {} : { confirm }) };
  const noteInPlan = followInPlan(context, operation);
  const reply = await whileWorking(context.server, printWork(work, environment.name), (workDoneToken, token) =>
    run(confirmation, workDoneToken, token),
  );
  noteInPlan(reply);
  if (reply.ok) {
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

/** Shows in the tab with the plan that it is carried out; returns a function that shows the outcome there. */
function followInPlan(
  { reports }: CommandContext,
  { plan, environment, work }: Pick<Planned, 'plan' | 'environment' | 'work'>,
): (reply: Reply<Summarized<DeployAnswer>>) => void {
  const title = planTitle(environment.name);
  const running = printPlan(plan, `Running since ${printTime(new Date())}; the outcome follows here.`);
  reports.replace(title, printPlan(plan), running);
  return (reply) => {
    const outcome = reply.ok
      ? printRun(new Date(), reply.value, printSummary(work, environment.name, reply.value.summary))
      : `Tried at ${printTime(new Date())}: ${reply.error.message}`;
    reports.replace(title, running, printPlan(plan, outcome));
  };
}

/** Shows the outcome in one sentence, with the details on demand; does not wait for the person to read it. */
export function reportOutcome(
  { dialogs, reports }: CommandContext,
  { work, environment, project }: Pick<Operation, 'work' | 'environment' | 'project'>,
  answer: Summarized<DeployAnswer>,
): void {
  const details = 'Show Details';
  const title = `${printWork(work, environment.name)}.txt`;
  const sentence = printSummary(work, environment.name, answer.summary);
  const advice = [...(answer.warnings ?? []), ...answer.steps.flatMap(({ error }) => error ?? [])];
  const buttons = buttonsFor(advice, { project, environment: environment.name });
  const answers = [details, ...buttons.map((button) => button.title)];
  void dialogs
    .report(answer.summary.isSuccess ? 'information' : 'error', sentence, ...answers)
    .then(async (pressed) => {
      if (pressed === details) await reports.show('sproc-report', title, printOutcome(work, environment.name, answer));
      else await press(buttons, pressed);
    });
}

/** Asks for confirmation with a summary; Show Plan opens the complete plan, with a button while its tab is open. */
async function agree(
  { dialogs, reports }: CommandContext,
  { plan, environment, project, button, work, saved = [] }: Planned,
): Promise<boolean> {
  const showPlan = 'Show Plan';
  const deployable = isDeployable(plan);
  const steps = plural(plan.steps.length, 'step');
  const message = deployable
    ? `${printWork(work, environment.name)} (${environment.stage}): ${steps}.`
    : `This plan cannot be deployed to ${environment.name}.`;
  const remedies = plan.findings.filter(({ severity }) => severity === 'error').map(({ remedy }) => remedy);
  const buttons = deployable ? [] : buttonsFor(remedies, { project, environment: environment.name });
  const answers = deployable ? [button, showPlan] : [showPlan, ...buttons.map(({ title }) => title)];
  const savedFirst = saved.length === 0 ? '' : `Saved first: ${saved.join(', ')}.\n\n`;
  const answer = await dialogs.confirm({ message, detail: `${savedFirst}${summarizePlan(plan)}`, answers });
  await press(buttons, answer);
  if (answer !== showPlan) return deployable && answer === button;
  const title = planTitle(environment.name);
  if (deployable) return reports.ask(title, printPlan(plan), `${button} to ${environment.name} (${steps})`);
  await reports.show('sproc-plan', title, printPlan(plan));
  return false;
}

/** Returns null if the environment is not protected; undefined if the person did not type its name. */
export async function askProtected(
  { dialogs }: Pick<CommandContext, 'dialogs'>,
  { confirm }: CommandArgument,
  { name, protected: isProtected }: EnvironmentState,
): Promise<string | null | undefined> {
  if (!isProtected) return null;
  if (confirm !== undefined) return confirm;
  return dialogs.ask({
    title: `${name} is protected`,
    prompt: `Type "${name}" to continue.`,
    check: (text) => (text === name ? null : `This is not ${name}.`),
  });
}
