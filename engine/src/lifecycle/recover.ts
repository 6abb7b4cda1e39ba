/** The use case: finishes or undoes what an interrupted deployment left. */
import type { Advice } from '../base/advice';
import type { RecoverAnswer, RecoverRequest } from './answers/recover';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import { helperSchema, releaseHelper } from '../database/helper-schema';
import type { DeploymentFinished } from '../ledger/ledger';
import { describeDeploying, readLeaseHolder } from '../ledger/mysql-lease';
import { makeClaim } from './target/make-claim';
import { checkLedgers, rejectLedgers, type CheckedLedger } from './preflight/check-ledger';
import { keepHeads, type TargetRow } from './target/keep-heads';
import { withTargets } from './target/open-targets';
import type { ProjectAccess } from './target/project-access';
import { findAnchored, recoverAnchored, type Anchoring } from './recovery/recover-anchored';
import { findUntraced } from './recovery/find-untraced';
import { demandConfirmation } from './preflight/reject-plan';
import { dropScratch } from './compile-check/validate-in-scratch-schema';
import {
  foreseeRecovery,
  readAllInterrupted,
  recoverInterrupted,
  type RecoveredDeployment,
} from './recovery/recover-interrupted';
import { reportUnrecorded } from './record-deployment';
import { readKnownTarget, releaseAll, takeLeases } from './target/take-leases';
import { appendEntry, type KnownTarget, type OpenTarget, type TargetAtWork } from './target/target-at-work';

export async function recover(
  project: ProjectAccess,
  request: RecoverRequest,
): Promise<Result<RecoverAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const confirmed = demandConfirmation(environment.value, request);
  if (!confirmed.ok) return confirmed;
  return withTargets(project, environment.value, async ({ targets }) => {
    const checked = await checkLedgers(project, targets);
    if (!checked.ok) return checked;
    const accepted = rejectLedgers(checked.value);
    if (!accepted.ok && !isChanged(checked.value)) return accepted;
    if (request.dryRun === true)
      return foresee(project, targets, accepted.ok ? null : { head: request.head ?? null, why: accepted.error });
    const claim = await makeClaim(project);
    const leased = await takeLeases(targets, claim);
    if (!leased.ok) return leased;
    try {
      const answer = accepted.ok
        ? await recoverInterrupted(leased.value)
        : await recoverAnchored(project, leased.value, { head: request.head ?? null, why: accepted.error });
      if (!answer.ok) return answer;
      if ('refused' in answer.value) return succeed(answer.value);
      for (const target of leased.value) {
        await dropScratch(target.sessions, helperSchema('scratch', target.environment));
        await dropDeadHelpers(target);
      }
      if (answer.value.length === 0) return succeed(summarise([]));
      const recorded = await recordRecovery(project, leased.value, { request, claim, recovered: answer.value });
      const unkept = await keepHeads(project, recorded.rows);
      const warnings = unkept === null ? recorded.warnings : [...recorded.warnings, unkept];
      const summary = summarise(answer.value);
      return succeed(warnings.length === 0 ? summary : { ...summary, warnings });
    } finally {
      await releaseAll(leased.value);
    }
  });
}

/** Returns the outcome that a recovery would have. No lease is taken and nothing is changed. */
async function foresee(
  project: ProjectAccess,
  targets: readonly OpenTarget[],
  anchoring: Anchoring | null,
): Promise<Result<RecoverAnswer, Failure>> {
  const known: KnownTarget[] = [];
  for (const target of targets) {
    const free = await rejectHeld(target);
    if (!free.ok) return free;
    const one = await readKnownTarget(target);
    if (!one.ok) return one;
    known.push(one.value);
  }
  const interrupted =
    anchoring === null ? await readAllInterrupted(known) : await findAnchored(project, known, anchoring);
  if (!interrupted.ok) return interrupted;
  if ('refused' in interrupted.value) return succeed(interrupted.value);
  const untraced = anchoring === null ? await findUntraced(known, interrupted.value) : succeed([]);
  if (!untraced.ok) return untraced;
  const would = [
    ...(await foreseeRecovery(interrupted.value, anchoring === null ? 'any' : 'saved')),
    ...untraced.value.map(({ target, ...one }) => ({ ...one, target: target.label, way: 'undo' as const })),
  ];
  if (would.length === 0) return succeed(summarise([]));
  const steps = would.flatMap((one) => one.steps);
  return succeed({
    ...{ deployment: would[0]?.deployment ?? null, outcome: 'would-deploy', steps, refused: null, restoring: [] },
    would,
  });
}

/** Rejects a target with a running deployment, which is not interrupted. */
async function rejectHeld(target: OpenTarget): Promise<Result<void, Failure>> {
  const session = await target.sessions.get('ledger');
  if (!session.ok) return session;
  const { ledgerSchema: schema, name: environment } = target.environment;
  const holder = await readLeaseHolder({ session: session.value, schema, environment });
  if (holder === null) return succeed(undefined);
  return failure('held', describeDeploying(holder, target.label), 'Wait until it ends.');
}

/** Returns true for a ledger that was changed after it was written: its proven part can still be restored. */
function isChanged(checked: readonly CheckedLedger[]): boolean {
  const errors = checked.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
  return errors.every(({ code }) => code === 'ledger-broken' || code === 'ledger-other');
}

/** Drops the helpers of a process that died while it read locks or compared views. */
async function dropDeadHelpers({ sessions, environment }: TargetAtWork): Promise<void> {
  const session = await sessions.get('scratch');
  if (!session.ok) return;
  for (const purpose of ['callers', 'views'] as const)
    await releaseHelper(session.value, helperSchema(purpose, environment));
}

/** Records who recovered what; the outcomes themselves belong to their deployments. */
async function recordRecovery(
  { ports }: ProjectAccess,
  targets: readonly TargetAtWork[],
  about: {
    readonly request: RecoverRequest;
    readonly claim: { readonly owner: string };
    readonly recovered: readonly RecoveredDeployment[];
  },
): Promise<{ readonly rows: readonly TargetRow[]; readonly warnings: readonly Advice[] }> {
  const { provenance } = ports;
  const { outcome } = summarise(about.recovered);
  const rows: TargetRow[] = [];
  const warnings: Advice[] = [];
  for (const target of targets) {
    const targetSchema = target.target.schema;
    const common = { deployment: about.claim.owner, environment: target.environment.name, targetSchema };
    await appendEntry(target, {
      ...common,
      kind: 'deployment-started',
      type: 'recover',
      target: target.label,
      by: await provenance.author(),
      from: provenance.host(),
      commit: await provenance.commit(),
      branch: await provenance.branch(),
      reason: about.request.reason ?? null,
      ticket: about.request.ticket ?? null,
      fingerprint: '',
      steps: 0,
      settles: about.recovered.map(({ deployment }) => deployment).join(', '),
    });
    const ended = await appendEntry(target, { ...common, kind: 'deployment-finished', outcome });
    if (ended.ok) for (const row of ended.value) rows.push({ target, row });
    else warnings.push(reportUnrecorded(target, 'recovery'));
  }
  return { rows, warnings };
}

function summarise(recovered: readonly RecoveredDeployment[]): RecoverAnswer & Pick<DeploymentFinished, 'outcome'> {
  const steps = recovered.flatMap((one) => one.steps);
  const deployment = recovered[0]?.deployment ?? null;
  const has = (outcome: RecoveredDeployment['outcome']): boolean => recovered.some((one) => one.outcome === outcome);
  const about = { deployment, steps, refused: null, restoring: [] };
  if (recovered.length === 0) return { ...about, outcome: 'nothing-to-do' };
  const worst = (['partial', 'failed', 'rolled-back'] as const).find(has);
  return { ...about, outcome: worst ?? 'deployed' };
}
