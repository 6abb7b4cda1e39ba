/** What `deploy`, `rollback` and `recover` share: asking first, telling how it goes, stopping when asked to. */
import {
  summarizeOutcome,
  type MutationOptions,
  type DeployAnswer,
  type Failure,
  type PlanAnswer,
  type PlanWarnings,
  type Result,
} from '#engine';
import { given } from './ask-project';
import type { Call, OptionWords, Outcome } from './command';
import { printDeployment } from '../report/deployment-report';
import { printPlan, printWarnings } from '../report/plan-report';
import { coloured, oneLine, plain, withOwnColours } from '../report/style';
import type { Host } from './host';

export interface CarryOutOptions {
  readonly yes?: boolean;
  readonly confirm?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly dryRun?: boolean;
}

export const mutationOptions: readonly OptionWords[] = [
  { flags: '-y, --yes', summary: 'Do not ask.' },
  { flags: '--confirm <environment>', summary: 'The environment’s name once more: demanded where it is protected.' },
  { flags: '--reason <text>', summary: 'Why; kept in the ledger.' },
  { flags: '--ticket <id>', summary: 'The ticket it belongs to; kept in the ledger.' },
  { flags: '--dry-run', summary: 'Do all but change anything.' },
];

/** What the engine is given along with the request. The signal is the one that Ctrl+C aborts. */
export function makeCarryOut({ options, host }: Pick<Call<CarryOutOptions>, 'options' | 'host'>): MutationOptions {
  const { confirm, reason, ticket, dryRun, yes } = options;
  const isUnseen = yes === true || dryRun === true;
  return {
    ...given({ confirm, reason, ticket, dryRun }),
    ...(isUnseen && { onPlan: (warnings: PlanWarnings) => host.report(printWarnings(warnings)) }),
    signal: host.catchInterruption(),
    onProgress: ({ done, total, message }) => host.report(`[${done}/${total}] ${oneLine(message)}\n`),
  };
}

/** What changes a server without the plan being shown needs to be meant; `what` begins the sentence. */
export function demandYes(
  call: Pick<Call<CarryOutOptions>, 'options' | 'host' | 'json'>,
  what: string,
): Result<void, Failure> {
  const { yes = false, dryRun = false } = call.options;
  if (yes || dryRun || canAsk(call)) return { ok: true, value: undefined };
  const message = `${what}, and nobody is here to be asked.`;
  return { ok: false, error: { kind: 'usage', message, remedy: 'Say that it is meant with --yes.' } };
}

/** Whether a person is there to be asked: `--json` is for programs. */
export function canAsk({ host, json }: Pick<Call<unknown>, 'host' | 'json'>): boolean {
  return host.interactive && !json;
}

/** Shows the plan, and has the environment's name typed; what was typed confirms a protected one as well. */
export async function askAboutPlan(plan: PlanAnswer, host: Host): Promise<Result<string, Failure>> {
  host.print(withOwnColours(printPlan(plan, host.coloured ? coloured : plain)));
  const typed = (await host.ask(`Type ${plan.environment} to go on: `))?.trim();
  if (typed === plan.environment) return { ok: true, value: typed };
  return { ok: false, error: { kind: 'could-not', message: 'Not confirmed; nothing was changed.' } };
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
