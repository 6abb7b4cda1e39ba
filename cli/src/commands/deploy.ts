/** `sproc deploy`: carries a plan out. */
import type { DeployRequest, Failure, PlanRequest, Result, Sproc } from '#engine';
import {
  askAboutPlan,
  demandYes,
  mutationOptions,
  toMutationOptions,
  reportOutcome,
  type MutationCommandOptions,
} from '../shared/mutation-options';
import { given } from '../shared/ask-project';
import type { Call, Command } from '../shared/command';
import { readPlanFile } from '../shared/plan-file';
import { makePlanRequest, planOptions, type PlanOptions } from '../shared/plan-options';

interface DeployOptions extends PlanOptions, MutationCommandOptions {
  readonly plan?: string;
}

/** The plan to make, and the required fingerprint if it was shown before. */
interface Order {
  readonly request: PlanRequest;
  readonly fingerprint?: string;
  readonly confirm?: string;
}

export const deploy: Command<DeployOptions> = {
  name: 'deploy',
  operands: '<environment> [routines...]',
  summary: 'Deploy routines to an environment',
  options: [
    { flags: '--plan <file>', summary: 'Deploy exactly the plan saved by `sproc plan --out`.' },
    ...planOptions,
    ...mutationOptions,
  ],
  examples: [
    'deploy dev',
    'deploy dev place_order --with-callees --yes',
    'deploy prod --plan plan.json --yes --confirm prod',
  ],
  async run(call) {
    const { yes = false, dryRun = false } = call.options;
    const isAsked = !yes && !dryRun;
    const remedy = 'Review it with `sproc plan`, then confirm with `--yes`.';
    const meant = demandYes(call, 'A deployment changes a server', remedy);
    if (!meant.ok) return meant;
    const order = await readOrder(call);
    if (!order.ok) return order;
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const agreed = isAsked ? await agree(order.value, sproc.value, call) : order;
    if (!agreed.ok) return agreed;
    const { request, ...seen } = agreed.value;
    const deployment: DeployRequest = { ...request, ...toMutationOptions(call), ...seen };
    const deployed = await sproc.value.deploy(deployment);
    return deployed.ok ? reportOutcome(deployed.value) : deployed;
  },
};

async function readOrder({ operands, options, host }: Call<DeployOptions>): Promise<Result<Order, Failure>> {
  const asked = makePlanRequest(operands, options);
  if (options.plan === undefined) return { ok: true, value: { request: asked } };
  const { environment, routines = [], ...wishes } = asked;
  if (routines.length > 0 || Object.keys(wishes).length > 0) {
    const message = '`--plan` already determines the routines and options.';
    return {
      ok: false,
      error: { kind: 'usage', message, remedy: 'Remove them, or create a new plan.' },
    };
  }
  const file = await readPlanFile(host, options.plan);
  if (!file.ok) return file;
  if (file.value.request.environment !== environment) {
    const message = `The plan in ${options.plan} is for ${file.value.request.environment}, not for ${environment}.`;
    return { ok: false, error: { kind: 'usage', message } };
  }
  return file;
}

/** Shows the plan and asks for confirmation; its fingerprint ensures that the same plan is executed. */
async function agree(
  order: Order,
  sproc: Sproc,
  { host, options }: Call<DeployOptions>,
): Promise<Result<Order, Failure>> {
  const plan = await sproc.plan(order.request);
  if (!plan.ok) return plan;
  if (plan.value.steps.length === 0) return { ok: true, value: order };
  const typed = await askAboutPlan(plan.value, host);
  if (!typed.ok) return typed;
  const { fingerprint = plan.value.fingerprint } = order;
  return { ok: true, value: { ...order, fingerprint, ...given({ confirm: options.confirm ?? typed.value }) } };
}
