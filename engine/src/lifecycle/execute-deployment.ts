/**
 * The only way to change anything on a target: lease, recovery of interrupted deployments, a new plan compared with the
 * one that was shown, compile check, journal, steps. It never throws, and leaves no step half done and forgotten.
 */
import { append } from '../base/long-lists';
import { advise, type Advice } from '../base/advice';
import type { DeployAnswer } from './answers/deploy';
import type { Failure } from '../base/failure';
import type { Memory } from '../base/memory';
import { succeed, type Result } from '../base/result';
import { couldNot } from '../database/connection/could-not';
import { helperSchema } from '../database/helper-schema';
import type { LeaseClaim } from '../ledger/lease';
import { identify } from '../routine/routine';
import { shortCircuit, answerRejected, showWarnings, withFindings } from './answer-plan';
import { executePlan, type Execution } from './execution/execute-plan';
import { hasInterrupted, recoverInterrupted, type RecoveredDeployment } from './recovery/recover-interrupted';
import type { Mutation } from './mutation';
import type { Planned } from './plan-deployment';
import type { Plan } from './planning/steps/plan';
import { demandSoundLedgers } from './preflight/check-ledger';
import { demandConfirmation, rejectFindings, stalePlan } from './preflight/reject-plan';
import { recordEnd, recordStart, type Started } from './record-deployment';
import type { Rejection } from './compile-check/compile-check';
import { validateInScratchSchema } from './compile-check/validate-in-scratch-schema';
import { measureEffects, readFigures } from './rollback/measure-effects';
import { findLostRows } from './target/find-lost-rows';
import { freezeProvenance } from './target/freeze-provenance';
import { keepHeads } from './target/keep-heads';
import { makeClaim } from './target/make-claim';
import { withTargets, type Conversation } from './target/open-targets';
import { releaseAll, takeLeases } from './target/take-leases';
import { askedFor, type TargetAtWork } from './target/target-at-work';

export async function executeDeployment(asked: Mutation): Promise<Result<DeployAnswer, Failure>> {
  const { environment, request } = asked;
  const confirmed = demandConfirmation(environment, request);
  if (!confirmed.ok) return confirmed;
  const job: Mutation = { ...asked, project: freezeProvenance(asked.project) };
  const { project } = job;
  return withTargets(project, environment, async (conversation) => {
    const { targets, memory } = conversation;
    const claim = await makeClaim(project);
    // An administrator of the server can recognise the statements of planning and compiling, too.
    for (const { sessions } of targets) sessions.markAs(claim.owner);
    const sound = await demandSoundLedgers(project, targets);
    if (!sound.ok) return sound;
    const interrupted = await hasInterrupted(targets);
    if (!interrupted.ok) return interrupted;
    const first = interrupted.value && request.dryRun !== true ? null : await planFirst(job, conversation);
    if (first?.ok === false) return first;
    const early = first === null ? null : shortCircuit(first.value, request);
    if (early !== null) {
      if (first !== null) showWarnings(first.value.plan, request);
      return succeed(early);
    }
    const leased = await takeLeases(targets, claim);
    if (!leased.ok) return leased;
    try {
      await project.ports.onFaultPoint?.('lease-taken', 0);
      const recovered = await recoverInterrupted(leased.value);
      if (!recovered.ok) return recovered;
      const isSettled = recovered.value.some(({ steps }) => steps.length > 0);
      const expected = request.fingerprint ?? (isSettled ? undefined : first?.value.plan.fingerprint);
      return await executeLeased(job, leased.value, {
        ...{ memory, claim, expected },
        warnings: [...sound.value, ...describeLeft(recovered.value)],
      });
    } finally {
      await releaseAll(leased.value);
    }
  });
}

/** Returns a sentence for each step of an interrupted deployment that was not undone before this deployment. */
function describeLeft(recovered: readonly RecoveredDeployment[]): readonly Advice[] {
  return recovered.flatMap(({ deployment, outcome, steps }) =>
    outcome === 'deployed' || outcome === 'rolled-back'
      ? []
      : steps.flatMap(({ routine, target, error }) =>
          error === null ? [] : [advise`Deployment ${deployment} was interrupted. ${routine} on ${target}: ${error}`],
        ),
  );
}

async function planFirst(job: Mutation, conversation: Conversation): Promise<Result<Planned, Failure>> {
  const planned = await job.plan(job.project, conversation);
  if (!planned.ok) return planned;
  const { plan } = planned.value;
  if (job.request.fingerprint !== undefined && job.request.fingerprint !== plan.fingerprint)
    return stalePlan(plan.environment);
  const accepted = rejectFindings(plan);
  return accepted.ok ? planned : accepted;
}

interface Leased {
  /** The cache of the conversation. */
  readonly memory: Memory;
  /** The claim, whose owner is also the deployment's id. */
  readonly claim: LeaseClaim;
  /** The required fingerprint; undefined after a recovery, because then the plan was never shown. */
  readonly expected: string | undefined;
  /** The warnings for the answer. */
  readonly warnings: readonly Advice[];
}

async function executeLeased(
  job: Mutation,
  targets: readonly TargetAtWork[],
  { memory, claim, expected, warnings }: Leased,
): Promise<Result<DeployAnswer, Failure>> {
  const planned = await job.plan(job.project, { targets, memory });
  if (!planned.ok) return planned;
  const { plan } = planned.value;
  if (expected !== undefined && expected !== plan.fingerprint) return stalePlan(plan.environment);
  const accepted = rejectFindings(plan);
  if (!accepted.ok) return accepted;
  showWarnings(plan, job.request);
  const early = shortCircuit(planned.value, job.request);
  if (early !== null) return succeed(early);
  const rejected = await compileAll(plan, targets);
  if (!rejected.ok) return rejected;
  if (rejected.value.length > 0) return succeed(answerRejected(plan, rejected.value));
  const deployment = claim.owner;
  const started = await recordStart(job, plan, { targets, deployment });
  if (!started.ok) return started;
  // The heads are noted while the steps run.
  const keeping = keepHeads(job.project, started.value);
  const before = job.type === 'rollback' ? await readFigures(plan, targets) : null;
  const executed = await executePlan(executionOf(job, planned.value, { targets, deployment }));
  await job.project.ports.onFaultPoint?.('all-steps-done', 0);
  const { ended, warnings: unrecorded } = await recordEnd(plan, executed.outcome, { targets, deployment });
  const reported = [
    ...warnings,
    ...unrecorded,
    ...(await findLostRows(started.value, ended)),
    ...[await keeping, await keepHeads(job.project, ended)].filter((warning) => warning !== null),
  ];
  const effects = before === null ? [] : await measureEffects(plan, targets, { before, steps: executed.steps });
  const measured = effects.length === 0 ? {} : { effects };
  const answer = withFindings({ deployment, by: claim.holder, ...executed, ...measured }, plan);
  return succeed(reported.length === 0 ? answer : { ...answer, warnings: [...new Set(reported)] });
}

async function compileAll(
  plan: Plan,
  targets: readonly TargetAtWork[],
): Promise<Result<readonly Rejection[], Failure>> {
  const rejections: Rejection[] = [];
  for (const [i, target] of targets.entries()) {
    const steps = plan.targets[i]?.steps ?? [];
    const asked = askedFor(target, couldNot.checkPlan(), target.target.schema);
    const tried = await validateInScratchSchema(steps, target.sessions, {
      asked,
      scratch: helperSchema('scratch', target.environment),
      maxAllowedPacket: target.write.maxAllowedPacket,
    });
    if (!tried.ok) return tried;
    append(rejections, tried.value);
  }
  return succeed(rejections);
}

function executionOf(
  { type, request, project }: Mutation,
  { plan, desired }: Planned,
  { targets, deployment }: Started,
): Execution {
  return {
    deployment,
    type,
    targets: targets.map((target, i) => ({ target, steps: plan.targets[i]?.steps ?? [] })),
    desiredOf: ({ logical, after, source = null }) =>
      after === null ? null : (desired.get(identify(logical)) ?? source),
    signal: request.signal ?? null,
    onProgress: (progress) => request.onProgress?.(progress),
    onFaultPoint: async (faultPoint, step) => project.ports.onFaultPoint?.(faultPoint, step),
  };
}
