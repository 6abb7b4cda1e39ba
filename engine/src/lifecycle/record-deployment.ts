/** The first and the last rows of a deployment in the ledgers of its targets. */
import { advise, type Advice } from '../base/advice';
import type { Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { DeploymentStarted } from '../ledger/ledger';
import type { Executed } from './execution/execute-plan';
import { isUndoRecorded } from './recovery/recover-interrupted';
import type { Mutation } from './mutation';
import { unknownGrants } from './planning/findings';
import type { Plan } from './planning/steps/plan';
import type { TargetRow } from './target/keep-heads';
import { appendEntry, type TargetAtWork } from './target/target-at-work';

export interface RecordedTarget extends TargetRow {
  readonly target: TargetAtWork;
}

export interface Started {
  readonly targets: readonly TargetAtWork[];
  readonly deployment: string;
}

export async function recordStart(
  job: Mutation,
  plan: Plan,
  { targets, deployment }: Started,
): Promise<Result<readonly RecordedTarget[], Failure>> {
  const { provenance } = job.project.ports;
  const { reason, ticket } = job.request;
  const [by, commit, branch] = await Promise.all([provenance.author(), provenance.commit(), provenance.branch()]);
  const about = {
    by,
    from: provenance.host(),
    commit,
    branch,
    reason: reason ?? null,
    ticket: ticket ?? null,
  };
  const started: RecordedTarget[] = [];
  for (const [i, target] of targets.entries()) {
    const steps = plan.targets[i]?.steps.length ?? 0;
    if (steps === 0) continue;
    const entry: DeploymentStarted = {
      kind: 'deployment-started',
      deployment,
      type: job.type,
      environment: target.environment.name,
      targetSchema: target.target.schema,
      target: target.label,
      ...about,
      fingerprint: plan.fingerprint,
      steps,
      settles: job.settles,
      ...(plan.findings.some(({ code }) => code === unknownGrants) ? { accepted: [unknownGrants] } : {}),
      ...(job.command === undefined ? {} : { command: job.command }),
    };
    const written = await appendEntry(target, entry);
    if (!written.ok) return written;
    for (const row of written.value) started.push({ target, row });
  }
  await job.project.ports.onFaultPoint?.('started', 0);
  return succeed(started);
}

export interface RecordedEnd {
  readonly ended: readonly RecordedTarget[];
  /** One sentence for each target whose ledger does not have it. */
  readonly warnings: readonly Advice[];
}

/** Records the end as far as possible: what cannot be written now is written by the recovery. */
export async function recordEnd(
  plan: Plan,
  outcome: Executed['outcome'],
  { targets, deployment }: Started,
): Promise<RecordedEnd> {
  const ended: RecordedTarget[] = [];
  const warnings: Advice[] = [];
  for (const [i, target] of targets.entries()) {
    if ((plan.targets[i]?.steps.length ?? 0) === 0) continue;
    // The recovery writes what cannot be written now: nothing is lost.
    if ((outcome === 'rolled-back' || outcome === 'failed') && !(await isUndoRecorded(target, deployment))) {
      warnings.push(reportUnrecorded(target));
      continue;
    }
    const { name: environment } = target.environment;
    const written = await appendEntry(target, {
      kind: 'deployment-finished',
      deployment,
      environment,
      targetSchema: target.target.schema,
      outcome,
    });
    if (!written.ok) warnings.push(reportUnrecorded(target));
    else for (const row of written.value) ended.push({ target, row });
  }
  return { ended, warnings };
}

/** Warns that the end was not recorded, because the deployment will later count as interrupted. */
export function reportUnrecorded(
  { label, environment: { name: environment } }: TargetAtWork,
  what: 'deployment' | 'recovery' = 'deployment',
): Advice {
  return what === 'deployment'
    ? advise`The end of this deployment is missing from the ledger of ${label}, so it counts as interrupted. Run ${{ id: 'recover', environment }}.`
    : `The end of this recovery is missing from the ledger of ${label}, so the history shows it as interrupted. What it restored is recorded.`;
}
