/** `sproc rollback`: back to what ran before. */
import type { Failure, Result, RollbackRequest, Sproc } from '#engine';
import { given } from '../shared/ask-project';
import {
  askAboutPlan,
  mutationOptions,
  demandYes,
  toMutationOptions,
  reportOutcome,
  type MutationCommandOptions,
} from '../shared/mutation-options';
import type { Call, Command } from '../shared/command';

interface RollbackOptions extends MutationCommandOptions {
  readonly deployment?: string;
  readonly overwrite?: boolean;
}

export const rollback: Command<RollbackOptions> = {
  name: 'rollback',
  operands: '<environment> [routine...]',
  summary: 'Roll back routines (to a version with @), or a whole deployment',
  options: [
    { flags: '--deployment <id>', summary: 'Undo this deployment, in reverse order.' },
    {
      flags: '--overwrite',
      summary:
        'Also overwrite routines changed on the server, and drop those already rolled back to their first version.',
    },
    ...mutationOptions,
  ],
  examples: [
    'rollback dev place_order',
    'rollback prod place_order@1.1.0 --yes --confirm prod',
    'rollback dev place_order "report_*"',
    'rollback dev --deployment 20260102T030405-1a2b3c',
  ],
  async run(call) {
    const request = readRequest(call);
    if (!request.ok) return request;
    const meant = demandYes(call, 'A rollback changes a server');
    if (!meant.ok) return meant;
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const { yes = false, dryRun = false } = call.options;
    const agreed = yes || dryRun ? request : await agree(request.value, sproc.value, call);
    if (!agreed.ok) return agreed;
    const rolledBack = await sproc.value.rollBack({ ...toMutationOptions(call), ...agreed.value });
    return rolledBack.ok ? reportOutcome(rolledBack.value) : rolledBack;
  },
};

function readRequest({ operands, options }: Call<RollbackOptions>): Result<RollbackRequest, Failure> {
  const [environment = '', ...routines] = operands;
  const { deployment, overwrite } = options;
  if ((routines.length === 0) === (deployment === undefined)) {
    const message = 'A rollback needs either routines or --deployment.';
    const remedy = 'Find the deployments with `sproc history`.';
    return { ok: false, error: { kind: 'usage', message, remedy } };
  }
  return {
    ok: true,
    value: { environment, ...(routines.length > 0 ? { routines } : {}), ...given({ deployment, overwrite }) },
  };
}

async function agree(
  request: RollbackRequest,
  sproc: Sproc,
  { host, options }: Call<RollbackOptions>,
): Promise<Result<RollbackRequest, Failure>> {
  const plan = await sproc.planRollback(request);
  if (!plan.ok) return plan;
  if (plan.value.steps.length === 0) return { ok: true, value: request };
  const typed = await askAboutPlan(plan.value, host);
  if (!typed.ok) return typed;
  return {
    ok: true,
    value: { ...request, fingerprint: plan.value.fingerprint, ...given({ confirm: options.confirm ?? typed.value }) },
  };
}
