/** `sproc promote`: deploys versions to the next environment, and then changes their status. */
import {
  summarizeOutcome,
  type Failure,
  type PromoteAnswer,
  type PromoteRequest,
  type Result,
  type Sproc,
} from '#engine';
import { given } from '../shared/ask-project';
import {
  askAboutPlan,
  mutationOptions,
  demandYes,
  toMutationOptions,
  type MutationCommandOptions,
} from '../shared/mutation-options';
import type { Call, Command } from '../shared/command';
import { printDeployment } from '../report/deployment-report';
import type { Style } from '../report/style';
import { printTable } from '../report/table';

interface PromoteOptions extends MutationCommandOptions {
  readonly to?: string;
  readonly message?: string;
  readonly allowWarnings?: boolean;
}

export const promote: Command<PromoteOptions> = {
  name: 'promote',
  operands: '<routines...>',
  summary: 'Register, check and deploy routines, and set the status of the deployed versions',
  options: [
    { flags: '--to <environment>', summary: 'Target environment; its stage becomes the status of the versions.' },
    { flags: '-m, --message <text>', summary: 'Description of the versions that are registered.' },
    { flags: '--allow-warnings', summary: 'Continue despite warnings of the check (errors always stop).' },
    ...mutationOptions,
  ],
  examples: ['promote place_order --to staging --yes', 'promote place_order@1.2.0 --to prod --yes --confirm prod'],
  async run(call) {
    const { to, message, allowWarnings, yes = false, dryRun = false } = call.options;
    if (to === undefined)
      return reject('A promotion needs a target environment.', 'Add `--to` and the name of the environment.');
    const isAsked = !yes && !dryRun;
    const meant = demandYes(call, 'A promotion changes a server');
    if (!meant.ok) return meant;
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const request: PromoteRequest = {
      environment: to,
      routines: call.operands,
      ...given({ message, allowWarnings }),
      ...toMutationOptions(call),
    };
    const agreed: Result<PromoteRequest, Failure> = isAsked
      ? await agree(request, sproc.value, call)
      : { ok: true, value: request };
    if (!agreed.ok) return agreed;
    const promoted = await sproc.value.promote(agreed.value);
    if (!promoted.ok) return promoted;
    const answer = promoted.value;
    return {
      ok: true,
      value: {
        exit: summarizeOutcome(answer).isSuccess ? 0 : 2,
        answer,
        text: (style) => printPromoted(answer, style),
      },
    };
  },
};

function reject(message: string, remedy: string): Result<never, Failure> {
  return { ok: false, error: { kind: 'usage', message, remedy } };
}

async function agree(
  request: PromoteRequest,
  sproc: Sproc,
  { host }: Call<PromoteOptions>,
): Promise<Result<PromoteRequest, Failure>> {
  const plan = await sproc.planPromotion(request);
  if (!plan.ok) return plan;
  if (plan.value.steps.length === 0) return { ok: true, value: request };
  const typed = await askAboutPlan(plan.value, host);
  if (!typed.ok) return typed;
  const { fingerprint } = plan.value;
  return { ok: true, value: { ...request, fingerprint, ...given({ confirm: request.confirm ?? typed.value }) } };
}

function printPromoted(answer: PromoteAnswer, style: Style): string {
  const { registered, marked } = answer;
  const rows = [
    ...registered.map(({ routine, version }) => [routine, { text: version, paint: style.good }, 'registered']),
    ...marked.map(({ routine, version, from, to }) => [
      routine,
      { text: version, paint: style.good },
      `${from} → ${to}`,
    ]),
  ];
  return `${printDeployment(answer, style)}${printTable(rows)}`;
}
