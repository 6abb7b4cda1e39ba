/** The shared parts of `deploy`, `rollback` and `recover`: confirmation, progress, interruption. */
import {
  summarizeOutcome,
  type MutationOptions,
  type DeployAnswer,
  type Failure,
  type PlanAnswer,
  type PlanWarnings,
  type Progress,
  type Result,
} from '#engine';
import { given } from './ask-project';
import type { Call, OptionWords, Outcome } from './command';
import { printDeployment } from '../report/deployment-report';
import { printPlan, printWarnings } from '../report/plan-report';
import { oneLine, renderReport } from '../report/style';
import type { Host } from './host';

export interface MutationCommandOptions {
  readonly yes?: boolean;
  readonly confirm?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly dryRun?: boolean;
}

export const dryRunOption: OptionWords = { flags: '--dry-run', summary: 'Run every check, but change nothing.' };

export const mutationOptions: readonly OptionWords[] = [
  { flags: '-y, --yes', summary: 'Skip the confirmation prompt.' },
  { flags: '--confirm <environment>', summary: 'Repeat the environment name (required for protected environments).' },
  { flags: '--reason <text>', summary: 'Reason, recorded in the ledger.' },
  { flags: '--ticket <id>', summary: 'Ticket, recorded in the ledger.' },
  dryRunOption,
];

/** The options of commands that never ask: scripts may give `--yes` to every command that changes a server. */
export const unaskedOptions: readonly OptionWords[] = mutationOptions.map((option) =>
  option.flags === '-y, --yes' ? { ...option, summary: 'Accepted for scripts; this command does not ask.' } : option,
);

/** Returns the options for the engine. Ctrl+C aborts the signal. */
export function toMutationOptions({
  options,
  host,
}: Pick<Call<MutationCommandOptions>, 'options' | 'host'>): MutationOptions {
  const { confirm, reason, ticket, dryRun, yes } = options;
  const isUnseen = yes === true || dryRun === true;
  return {
    ...given({ confirm, reason, ticket, dryRun }),
    ...(isUnseen && { onPlan: (warnings: PlanWarnings) => host.report(printWarnings(warnings)) }),
    signal: host.catchInterruption(),
    onProgress: countUpward((line) => host.showProgress(line)),
  };
}

/**
 * Returns a progress function that never counts backwards: concurrent steps end in any order, and undoing them counts
 * on.
 */
function countUpward(show: (line: string) => void): (progress: Progress) => void {
  let most = 0;
  return ({ done, total, message }) => {
    most = Math.max(most, done);
    show(`[${most}/${total}] ${oneLine(message)}`);
  };
}

/** Requires a confirmation for a change whose plan is not shown; `what` begins the sentence. */
export function demandYes(
  call: Pick<Call<MutationCommandOptions>, 'options' | 'host' | 'json'>,
  what: string,
  remedy = 'Confirm with `--yes`, or look first with `--dry-run`.',
): Result<void, Failure> {
  if (needsNoAnswer(call)) return { ok: true, value: undefined };
  const message = `${what}. This is not an interactive terminal, so it cannot be confirmed.`;
  return { ok: false, error: { kind: 'usage', message, remedy } };
}

/** Returns true if the command may continue: it is confirmed, changes nothing, or can ask a person. */
export function needsNoAnswer(
  call: Pick<Call<Pick<MutationCommandOptions, 'yes' | 'dryRun'>>, 'options' | 'host' | 'json'>,
): boolean {
  const { yes = false, dryRun = false } = call.options;
  return yes || dryRun || canAsk(call);
}

/** Returns true only for `y` or `yes`. */
export async function askYes(question: string, host: Host): Promise<boolean> {
  return /^y(es)?$/i.test((await host.ask(`${question} [y/N] `))?.trim() ?? '');
}

/** Returns true if a person can answer: `--json` is for programs. */
function canAsk({ host, json }: Pick<Call<unknown>, 'host' | 'json'>): boolean {
  return host.interactive && !json;
}

/** Shows the plan and asks for agreement; gives what was typed for a protected environment, undefined for others. */
export async function askAboutPlan(plan: PlanAnswer, host: Host): Promise<Result<string | undefined, Failure>> {
  showPlan(plan, host);
  return askToGoOn(plan, host);
}

export function showPlan(plan: PlanAnswer, host: Host): void {
  host.print(renderReport((style) => printPlan(plan, style), host.coloured));
}

/** Returns the failure of a change that the person declined. */
export function notConfirmed(): Result<never, Failure> {
  return { ok: false, error: { kind: 'could-not', message: 'Not confirmed. Nothing was changed.' } };
}

/** Asks for the name of a protected environment, for any other for a yes. */
export async function askToGoOn(
  { environment, isProtected }: Pick<PlanAnswer, 'environment' | 'isProtected'>,
  host: Host,
): Promise<Result<string | undefined, Failure>> {
  if (isProtected) {
    const typed = (await host.ask(`Type "${environment}" to continue: `))?.trim();
    if (typed === environment) return { ok: true, value: typed };
  } else if (await askYes(`Continue in ${environment}?`, host)) return { ok: true, value: undefined };
  return notConfirmed();
}

export function reportOutcome(answer: DeployAnswer): Result<Outcome, Failure> {
  return {
    ok: true,
    value: {
      exit: summarizeOutcome(answer).isSuccess ? 0 : 2,
      answer,
      text: (style) => printDeployment(answer, style),
    },
  };
}
