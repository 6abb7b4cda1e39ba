/** Carries out one step: intent and the old definition durable first, then the statements, then reading back. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { digestDefinition } from '../../ledger/chain';
import type { DeploymentKind, LedgerRecord, StepFinished, StepIntended } from '../../ledger/ledger';
import { printKindAndKey } from '../../routine/routine';
import { ownCharacterSet } from '../planning/steps/blueprint';
import type { OnBoundary } from '../target/boundary';
import { findMismatch } from '../planning/steps/judge-state';
import type { DeploymentStep, Standing } from '../planning/steps/plan';
import { runScript } from './run-script';
import { readStanding } from '../planning/steps/standing';
import { compareGrants } from '../../database/read-grants';
import { listStatements } from '../planning/steps/step-script';
import { appendEntries, appendEntry, askedFor, type TargetAtWork } from '../target/target-at-work';

export interface StepWork {
  readonly target: TargetAtWork;
  readonly deployment: string;
  readonly type: DeploymentKind;
  /** From 1. */
  readonly number: number;
  readonly step: DeploymentStep;
  /** Exact checksum of the project's text; null for a drop. */
  readonly desired: string | null;
  readonly onBoundary: OnBoundary;
}

export interface StepFailure {
  readonly failure: Failure;
  /** The step as it was run, if statements may have run, so that what stood before has to be brought back; else null. */
  readonly touched: StepWork | null;
}

/** Succeeds with the step as it was run: what stood before it has been read once more. */
export async function executeStep(planned: StepWork): Promise<Result<StepWork, StepFailure>> {
  const startedAt = performance.now();
  const held = await planned.target.lease.renew();
  if (!held.ok) return untouched(held.error);
  const current = await readUnchanged(planned);
  if (!current.ok) return untouched(current.error);
  const work: StepWork = { ...planned, step: { ...planned.step, before: current.value } };
  const intended = await appendEntries(work.target, [intentOf(work)]);
  if (!intended.ok) return untouched(intended.error);
  await work.onBoundary('intended', work.number);
  const run = await runStatements(work, 0);
  if (!run.ok && run.error.kind === 'plan-stale') {
    await recordOutcome(work, { outcome: 'failed', durationMs: 0, error: run.error.message }, work.step.before);
    return untouched(run.error);
  }
  if (!run.ok) return touched(run.error, work);
  await work.onBoundary('statements-run', work.number);
  const after = await readBack(work);
  if (!after.ok) return touched(after.error, work);
  await work.onBoundary('read-back', work.number);
  const durationMs = Math.round(performance.now() - startedAt);
  const recorded = await recordOutcome(work, { outcome: 'done', durationMs, error: null }, after.value);
  return recorded.ok ? succeed(work) : touched(recorded.error, work);
}

/** Fails as `plan-stale` where it was changed by somebody at the last moment, so that nothing was done. */
export function runStatements(
  { target, step, number, onBoundary }: StepWork,
  lane: number,
): Promise<Result<void, Failure>> {
  return runScript(step.script, {
    key: step.key,
    sessions: target.sessions,
    lane,
    before: step.before?.saved ?? null,
    characterSet: step.after === null ? null : ownCharacterSet(step.after),
    asked: askedFor(target, `${step.action} ${printKindAndKey(step.key)}`, step.key.schema),
    onBoundary: (boundary) => onBoundary(boundary, number),
  });
}

function untouched(failure: Failure): Result<never, StepFailure> {
  return fail({ failure, touched: null });
}

function touched(failure: Failure, work: StepWork): Result<never, StepFailure> {
  return fail({ failure, touched: work });
}

/** Between planning and now somebody may have changed it by hand; that is never overwritten unseen. */
async function readUnchanged({ target, step }: StepWork): Promise<Result<Standing | null, Failure>> {
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const asked = askedFor(target, `read ${printKindAndKey(step.key)}`, step.key.schema);
  const now = await readStanding(reader.value, step.key, asked);
  return !now.ok || isSameStanding(step.before, now.value) ? now : fail(tellStale({ target, step }));
}

export function tellStale({ target, step }: Pick<StepWork, 'target' | 'step'>): Failure {
  return {
    kind: 'plan-stale',
    message: `${printKindAndKey(step.key)} on ${target.label} was changed by somebody else a moment ago.`,
    remedy: 'Make the plan again.',
  };
}

/** A trigger's place may have moved: its neighbours may be part of this deployment. */
export function isSameStanding(planned: Standing | null, now: Standing | null): boolean {
  if (planned === null || now === null) return planned === now;
  const digest = ({ saved }: Standing): string => digestDefinition({ ...saved, triggerPlace: null });
  return digest(planned) === digest(now);
}

function stepFacts({ step, ...work }: StepWork): Omit<StepIntended, 'kind' | 'sql' | 'expected'> {
  const { key, logical, action, strategy, from, to, before } = step;
  const { deployment, type, number, desired } = work;
  const { name: environment } = work.target.environment;
  const targetSchema = work.target.target.schema;
  const about = { deployment, type, environment, targetSchema, step: number, key, logical, action, strategy };
  return { ...about, from, to, desired, before: before?.digest ?? null };
}

/** With what stood there before, so that it can be brought back. */
export function intentOf(work: StepWork): LedgerRecord {
  const { before, script } = work.step;
  const sql = listStatements(script);
  const entry: StepIntended = { kind: 'step-intended', ...stepFacts(work), expected: expectedBody(work.step), sql };
  return { entry, definitions: before === null ? [] : [before.saved] };
}

/** The server rewrites a view, so what stands there then cannot be told by its text. */
export function expectedBody({ key, after }: DeploymentStep): string | null {
  return after === null || key.kind === 'view' ? null : after.routine.checksums.semanticBody;
}

/** `found` is kept as well, where something else stood there when it was restored. */
export function recordOutcome(
  work: StepWork,
  outcome: Pick<StepFinished, 'outcome' | 'durationMs' | 'error'>,
  after: Standing | null,
  found: Standing | null = after,
): Promise<Result<unknown, Failure>> {
  const { entry } = outcomeOf(work, outcome, after);
  return appendEntry(work.target, entry, found === null ? [] : [found.saved]);
}

export function outcomeOf(
  work: StepWork,
  outcome: Pick<StepFinished, 'outcome' | 'durationMs' | 'error'>,
  after: Standing | null,
): LedgerRecord {
  const read = { after: after?.digest ?? null, live: after?.live.routine.checksums.exact ?? null };
  const entry: StepFinished = { kind: 'step-finished', ...stepFacts(work), ...outcome, ...read };
  return { entry, definitions: after === null ? [] : [after.saved] };
}

/** After every statement the routine is read back and compared: even a statement that succeeded may have left half of it. */
async function readBack({ target, step }: StepWork): Promise<Result<Standing | null, Failure>> {
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const asked = askedFor(target, `read back ${printKindAndKey(step.key)}`, step.key.schema);
  const now = await readStanding(reader.value, step.key, asked);
  if (!now.ok) return now;
  const mismatch = findMisreading({ target, step }, now.value);
  return mismatch === null ? now : fail(mismatch);
}

/** Why what was read back is not what was deployed; null where it is. */
export function findMisreading(
  { target, step }: Pick<StepWork, 'target' | 'step'>,
  now: Standing | null,
): Failure | null {
  const why = describeMismatch(step, now);
  if (why === null) return null;
  return {
    kind: 'could-not',
    message: `${printKindAndKey(step.key)} on ${target.label} does not read back as it was deployed: ${why}.`,
  };
}

function describeMismatch(step: DeploymentStep, now: Standing | null): string | null {
  if (step.after === null) return now === null ? null : 'it is still there';
  if (now === null) return 'it is not there';
  const differences = findMismatch(step.after, now.live.routine, null);
  if (differences.length > 0) return differences.map(({ kind, detail }) => `${kind}: ${detail}`).join('; ');
  const lost = compareGrants(step.before?.grants ?? [], now.grants ?? step.before?.grants ?? []).missing;
  return lost.length === 0 ? null : `${lost.length} grants on it are gone`;
}
