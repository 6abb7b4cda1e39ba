/** The use case: finishes or undoes what an interrupted deployment left. */
import type { DeployAnswer } from '../base/contract';
import type { Failure } from '../base/failure';
import type { CarryOut } from '../base/requests';
import { succeed, type Result } from '../base/result';
import { helperSchema } from '../database/helper-schema';
import { dropCallers } from '../database/lock-callers';
import { makeClaim } from './carry-out';
import { withTargets } from './open-targets';
import type { ProjectAccess } from './project-access';
import { demandConfirmation } from './refuse-plan';
import { dropScratch } from './rehearse-in-scratch';
import { settleLeftovers, type Settled } from './settle-leftovers';
import { releaseAll, takeLeases } from './take-leases';
import { appendEntry, type TargetAtWork } from './target-at-work';

export async function recover(
  project: ProjectAccess,
  request: { readonly environment: string } & CarryOut,
): Promise<Result<DeployAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const confirmed = demandConfirmation(environment.value, request.confirm);
  if (!confirmed.ok) return confirmed;
  return withTargets(project, environment.value, async (targets) => {
    const claim = await makeClaim(project);
    const leased = await takeLeases(targets, claim);
    if (!leased.ok) return leased;
    try {
      const settled = await settleLeftovers(leased.value);
      if (!settled.ok) return settled;
      for (const target of leased.value) {
        await dropScratch(target.sessions, helperSchema('scratch', target.environment));
        await dropDeadCallers(target);
      }
      if (settled.value.length > 0)
        await recordRecovery(project, leased.value, { request, claim, settled: settled.value });
      return succeed(summarise(settled.value));
    } finally {
      await releaseAll(leased.value);
    }
  });
}

/** What asking for locks left, if it died. */
async function dropDeadCallers({ sessions, environment }: TargetAtWork): Promise<void> {
  const session = await sessions.get('scratch');
  if (session.ok) await dropCallers(session.value, helperSchema('callers', environment));
}

/** That somebody recovered, and what; the outcomes themselves stand with the deployments they belong to. */
async function recordRecovery(
  { ports }: ProjectAccess,
  targets: readonly TargetAtWork[],
  about: {
    readonly request: CarryOut;
    readonly claim: { readonly owner: string };
    readonly settled: readonly Settled[];
  },
): Promise<void> {
  const { circumstances } = ports;
  const { outcome } = summarise(about.settled);
  for (const target of targets) {
    const targetSchema = target.target.schema;
    const common = { deployment: about.claim.owner, environment: target.environment.name, targetSchema };
    await appendEntry(target, {
      ...common,
      kind: 'deployment-started',
      type: 'recover',
      target: target.label,
      by: await circumstances.author(),
      from: circumstances.host(),
      commit: await circumstances.commit(),
      branch: await circumstances.branch(),
      reason: about.request.reason ?? null,
      ticket: about.request.ticket ?? null,
      fingerprint: '',
      steps: 0,
      settles: about.settled.map(({ deployment }) => deployment).join(', '),
    });
    await appendEntry(target, { ...common, kind: 'deployment-finished', outcome });
  }
}

function summarise(settled: readonly Settled[]): DeployAnswer {
  const steps = settled.flatMap((one) => one.steps);
  const deployment = settled[0]?.deployment ?? null;
  const has = (outcome: Settled['outcome']): boolean => settled.some((one) => one.outcome === outcome);
  if (settled.length === 0) return { deployment, outcome: 'nothing-to-do', steps };
  return { deployment, outcome: has('partial') ? 'partial' : has('rolled-back') ? 'rolled-back' : 'deployed', steps };
}
