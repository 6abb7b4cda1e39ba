/**
 * The one way by which anything on a target is changed: lease, leftovers settled, the plan made again and held against
 * the one that was shown, rehearsal, journal, steps. Nothing is thrown, nothing is half done and forgotten.
 */
import { randomBytes } from 'node:crypto';
import type { CarryOut } from './answers/carry-out';
import type { DeployAnswer, StepOutcome } from './answers/deploy';
import type { Failure } from '../base/failure';
import type { Memory } from '../base/memory';
import { succeed, type Result } from '../base/result';
import { helperSchema } from '../database/helper-schema';
import type { DeploymentKind, DeploymentStarted } from '../ledger/ledger';
import type { LeaseClaim } from '../ledger/lease';
import type { Environment } from '../project/environment';
import { identify, printKey } from '../routine/routine';
import { executePlan, printFailure, type Executed } from './execution/execute-plan';
import { demandSoundLedgers } from './preflight/check-ledger';
import { findLostRows } from './target/find-lost-rows';
import { holdCircumstances } from './target/hold-circumstances';
import { keepHeads, type TargetRow } from './target/keep-heads';
import { withTargets, type Conversation } from './target/open-targets';
import type { Plan } from './planning/steps/plan';
import type { Planned } from './plan-deployment';
import type { ProjectAccess } from './target/project-access';
import { demandConfirmation, refuseFindings, stalePlan } from './preflight/refuse-plan';
import type { Rejection } from './rehearsal/rehearse';
import { rehearseInScratch } from './rehearsal/rehearse-in-scratch';
import { hasLeftovers, isUndoRecorded, settleLeftovers } from './execution/settle-leftovers';
import { releaseAll, takeLeases } from './target/take-leases';
import { appendEntry, askedFor, type TargetAtWork } from './target/target-at-work';

export interface Job {
  readonly project: ProjectAccess;
  readonly environment: Environment;
  readonly request: CarryOut;
  readonly type: DeploymentKind;
  /** The deployment that is taken back; null for none. */
  readonly settles: string | null;
  plan(project: ProjectAccess, conversation: Conversation): Promise<Result<Planned, Failure>>;
}

export async function carryOut(asked: Job): Promise<Result<DeployAnswer, Failure>> {
  const { environment, request } = asked;
  const confirmed = demandConfirmation(environment, request.dryRun === true ? environment.name : request.confirm);
  if (!confirmed.ok) return confirmed;
  const job: Job = { ...asked, project: holdCircumstances(asked.project) };
  const { project } = job;
  return withTargets(project, environment, async (conversation) => {
    const { targets, memory } = conversation;
    const sound = await demandSoundLedgers(project, targets);
    if (!sound.ok) return sound;
    const leftovers = await hasLeftovers(targets);
    if (!leftovers.ok) return leftovers;
    const first = leftovers.value && request.dryRun !== true ? null : await planFirst(job, conversation);
    if (first?.ok === false) return first;
    const early = first === null ? null : answerEarly(first.value, request);
    if (early !== null) {
      if (first !== null) showWarnings(first.value.plan, request);
      return succeed(early);
    }
    const claim = await makeClaim(project);
    const leased = await takeLeases(targets, claim);
    if (!leased.ok) return leased;
    try {
      await project.ports.onBoundary?.('lease-taken', 0);
      const settled = await settleLeftovers(leased.value);
      if (!settled.ok) return settled;
      const isSettled = settled.value.some(({ steps }) => steps.length > 0);
      const expected = request.fingerprint ?? (isSettled ? undefined : first?.value.plan.fingerprint);
      return await carryOutLeased(job, leased.value, { memory, claim, expected, warnings: sound.value });
    } finally {
      await releaseAll(leased.value);
    }
  });
}

async function planFirst(job: Job, conversation: Conversation): Promise<Result<Planned, Failure>> {
  const planned = await job.plan(job.project, conversation);
  if (!planned.ok) return planned;
  const { plan } = planned.value;
  if (job.request.fingerprint !== undefined && job.request.fingerprint !== plan.fingerprint)
    return stalePlan(plan.environment);
  const refused = refuseFindings(plan);
  return refused.ok ? planned : refused;
}

function showWarnings({ findings, targets }: Plan, { onPlan }: CarryOut): void {
  const hazards = targets.flatMap(({ label, steps }) =>
    steps.flatMap((step) =>
      step.hazards.map((message) => ({ routine: printKey(step.logical), target: label, message })),
    ),
  );
  if (findings.length + hazards.length > 0) onPlan?.({ findings, hazards });
}

/** Where there is nothing to run: no step, a dry run, or a text that a server refuses. */
function answerEarly({ plan, rejections }: Planned, { dryRun }: CarryOut): DeployAnswer | null {
  if (rejections.length > 0) return answerRejected(plan, rejections);
  const steps = listOutcomes(plan);
  if (steps.length > 0 && dryRun !== true) return null;
  const hazards = plan.targets.flatMap((target) => target.steps.flatMap((step) => step.hazards));
  const outcome = steps.length > 0 ? 'would-deploy' : 'nothing-to-do';
  const answer = { deployment: null, outcome, steps } as const;
  return hazards.length === 0 ? answer : { ...answer, warnings: [...new Set(hazards)] };
}

/** Nothing was touched: the steps whose texts are refused have failed, the others were not run. */
function answerRejected(plan: Plan, rejections: readonly Rejection[]): DeployAnswer {
  const refused = new Map(
    rejections.map(({ step, message, remedy }) => [step, printFailure({ kind: 'could-not', message, remedy })]),
  );
  const steps = plan.targets.flatMap(({ label, steps: all }) =>
    all.map((step): StepOutcome => {
      const error = refused.get(step) ?? null;
      const outcome = error === null ? 'not-run' : 'failed';
      return { routine: printKey(step.logical), target: label, outcome, durationMs: 0, error };
    }),
  );
  return { deployment: null, outcome: 'failed', steps };
}

function listOutcomes(plan: Plan): readonly StepOutcome[] {
  return plan.targets.flatMap(({ label, steps }) =>
    steps.map(({ logical, action }) => ({
      action,
      routine: printKey(logical),
      target: label,
      outcome: 'not-run',
      durationMs: 0,
      error: null,
    })),
  );
}

export async function makeClaim({ ports }: ProjectAccess): Promise<LeaseClaim> {
  const { circumstances } = ports;
  const moment = circumstances
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+Z$/g, '');
  const owner = `${moment}-${randomBytes(3).toString('hex')}`;
  return { owner, holder: `${await circumstances.author()} on ${circumstances.host()}` };
}

interface Leased {
  /** Of the conversation. */
  readonly memory: Memory;
  /** Its owner is the deployment's id too. */
  readonly claim: LeaseClaim;
  /** The fingerprint that must hold; undefined where leftovers were settled, so that nobody has seen this plan. */
  readonly expected: string | undefined;
  /** What is to be told with the answer. */
  readonly warnings: readonly string[];
}

async function carryOutLeased(
  job: Job,
  targets: readonly TargetAtWork[],
  { memory, claim, expected, warnings }: Leased,
): Promise<Result<DeployAnswer, Failure>> {
  const planned = await job.plan(job.project, { targets, memory });
  if (!planned.ok) return planned;
  const { plan } = planned.value;
  if (expected !== undefined && expected !== plan.fingerprint) return stalePlan(plan.environment);
  const refused = refuseFindings(plan);
  if (!refused.ok) return refused;
  showWarnings(plan, job.request);
  const early = answerEarly(planned.value, job.request);
  if (early !== null) return succeed(early);
  const rejected = await rehearseAll(plan, targets);
  if (!rejected.ok) return rejected;
  if (rejected.value.length > 0) return succeed(answerRejected(plan, rejected.value));
  const started = await recordStart(job, plan, { targets, deployment: claim.owner });
  if (!started.ok) return started;
  // While the steps run.
  const keeping = keepHeads(job.project, started.value);
  const { executed, ended } = await execute(job, planned.value, { targets, deployment: claim.owner });
  const told = [
    ...warnings,
    ...(await findLostRows(started.value, ended)),
    ...[await keeping, await keepHeads(job.project, ended)].filter((warning) => warning !== null),
  ];
  const answer = { deployment: claim.owner, ...executed };
  return succeed(told.length === 0 ? answer : { ...answer, warnings: [...new Set(told)] });
}

async function rehearseAll(
  plan: Plan,
  targets: readonly TargetAtWork[],
): Promise<Result<readonly Rejection[], Failure>> {
  const rejections: Rejection[] = [];
  for (const [i, target] of targets.entries()) {
    const steps = plan.targets[i]?.steps ?? [];
    const asked = askedFor(target, 'rehearse the plan', target.target.schema);
    const tried = await rehearseInScratch(steps, target.sessions, {
      asked,
      scratch: helperSchema('scratch', target.environment),
      maxAllowedPacket: target.write.maxAllowedPacket,
    });
    if (!tried.ok) return tried;
    rejections.push(...tried.value);
  }
  return succeed(rejections);
}

interface StartedTarget extends TargetRow {
  readonly target: TargetAtWork;
}

interface Ended {
  readonly executed: Executed;
  /** The last rows of the deployment, as far as they could be written. */
  readonly ended: readonly StartedTarget[];
}

interface Started {
  readonly targets: readonly TargetAtWork[];
  readonly deployment: string;
}

async function recordStart(
  job: Job,
  plan: Plan,
  { targets, deployment }: Started,
): Promise<Result<readonly StartedTarget[], Failure>> {
  const { circumstances } = job.project.ports;
  const { reason, ticket } = job.request;
  const [by, commit, branch] = await Promise.all([
    circumstances.author(),
    circumstances.commit(),
    circumstances.branch(),
  ]);
  const about = {
    by,
    from: circumstances.host(),
    commit,
    branch,
    reason: reason ?? null,
    ticket: ticket ?? null,
  };
  const started: StartedTarget[] = [];
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
    };
    const written = await appendEntry(target, entry);
    if (!written.ok) return written;
    for (const row of written.value) started.push({ target, row });
  }
  await job.project.ports.onBoundary?.('started', 0);
  return succeed(started);
}

async function execute(job: Job, { plan, desired }: Planned, { targets, deployment }: Started): Promise<Ended> {
  const { request, project } = job;
  const executed = await executePlan({
    deployment,
    type: job.type,
    targets: targets.map((target, i) => ({ target, steps: plan.targets[i]?.steps ?? [] })),
    desiredOf: ({ logical, after }) => (after === null ? null : (desired.get(identify(logical)) ?? null)),
    signal: request.signal ?? null,
    onProgress: (progress) => request.onProgress?.(progress),
    onBoundary: async (boundary, step) => project.ports.onBoundary?.(boundary, step),
  });
  await project.ports.onBoundary?.('all-steps-done', 0);
  const ended: StartedTarget[] = [];
  for (const [i, target] of targets.entries()) {
    if ((plan.targets[i]?.steps.length ?? 0) === 0) continue;
    // What cannot be written now is written when the leftovers are settled: nothing is lost with it.
    if (executed.outcome === 'rolled-back' && !(await isUndoRecorded(target, deployment))) continue;
    const { name: environment } = target.environment;
    const written = await appendEntry(target, {
      kind: 'deployment-finished',
      deployment,
      environment,
      targetSchema: target.target.schema,
      outcome: executed.outcome,
    });
    if (written.ok) for (const row of written.value) ended.push({ target, row });
  }
  return { executed, ended };
}
