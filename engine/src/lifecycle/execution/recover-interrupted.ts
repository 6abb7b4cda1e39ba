/** Completes or undoes an interrupted deployment: no routine ever remains without either of its versions. */
import type { StepOutcome } from '../answers/deploy';
import type { RecoverAnswer } from '../answers/recover';
import type { Advice } from '../../base/advice';
import { explainFailure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { LedgerEntry, SavedDefinition, StepFinished, StepIntended } from '../../ledger/ledger';
import { identify, printKey, printKindAndKey } from '../../routine/routine';
import { findUntraced } from './find-untraced';
import { endStatementsOf, switchGrantsBack } from './orphaned-statements';
import { restoreRoutine } from './restore';
import { readDeployedObject, isSameDefinition } from '../planning/steps/deployed-object';
import {
  appendEntry,
  askedFor,
  openLedger,
  type KnownTarget,
  type OpenTarget,
  type TargetAtWork,
} from '../target/target-at-work';
import { couldNot } from '../../database/connection/could-not';

export interface RecoveredDeployment {
  readonly deployment: string;
  readonly outcome: 'deployed' | 'rolled-back' | 'partial';
  readonly steps: readonly StepOutcome[];
}

/** Returns true if any target has a deployment that was started and not ended. */
export async function hasInterrupted(targets: readonly OpenTarget[]): Promise<Result<boolean, Failure>> {
  for (const target of targets) {
    const ledger = await openLedger(target);
    if (!ledger.ok) return ledger;
    const unfinished = await ledger.value.unfinished(target.target.schema);
    if (!unfinished.ok) return unfinished;
    if (unfinished.value.length > 0) return succeed(true);
  }
  return succeed(false);
}

/**
 * Returns true if the ledger records that every started step was undone: otherwise the deployment must not count as
 * ended.
 */
export async function isUndoRecorded(target: OpenTarget, deployment: string): Promise<boolean> {
  const ledger = await openLedger(target);
  const entries = ledger.ok ? await ledger.value.read({ deployment, targetSchema: target.target.schema }) : ledger;
  if (!entries.ok) return false;
  const steps = collectSteps(entries.value.map(({ entry }) => entry));
  return steps.every(({ finished }) => finished !== null && finished.outcome !== 'done');
}

/** Returns the interrupted deployments of all targets. */
export async function readAllInterrupted<T extends KnownTarget>(
  targets: readonly T[],
): Promise<Result<readonly InterruptedDeployment<T>[], Failure>> {
  const interrupted: InterruptedDeployment<T>[] = [];
  for (const target of targets) {
    const found = await readInterrupted(target);
    if (!found.ok) return found;
    interrupted.push(...found.value);
  }
  return succeed(interrupted);
}

/** Recovers the newest first, because each was built on the one before. The leases are held. */
export async function recoverInterrupted(
  targets: readonly TargetAtWork[],
): Promise<Result<readonly RecoveredDeployment[], Failure>> {
  const interrupted = await readAllInterrupted(targets);
  if (!interrupted.ok) return interrupted;
  const untraced = await findUntraced(targets, interrupted.value);
  if (!untraced.ok) return untraced;
  const recovered = await recoverThese(interrupted.value, 'any');
  if (!recovered.ok) return recovered;
  const doubtful = untraced.value.map(({ deployment, steps }) => ({ deployment, outcome: 'partial', steps }) as const);
  return succeed([...recovered.value, ...doubtful]);
}

/** Recovers these deployments; with `saved` nothing is dropped, because only saved definitions are proven. */
export async function recoverThese(
  interrupted: readonly InterruptedDeployment[],
  what: 'any' | 'saved',
): Promise<Result<readonly RecoveredDeployment[], Failure>> {
  const recovered: RecoveredDeployment[] = [];
  for (const { part, isComplete } of orderRecovery(interrupted)) {
    const one = isComplete ? await finishDone(part) : await undo(part, what);
    if (!one.ok) return one;
    recovered.push(one.value);
  }
  return succeed(recovered);
}

interface RecoveryPart<T extends KnownTarget> {
  readonly part: InterruptedDeployment<T>;
  readonly isComplete: boolean;
}

/** Returns the parts with the newest deployment first; one is complete only if it is so on all of its targets. */
function orderRecovery<T extends KnownTarget>(
  interrupted: readonly InterruptedDeployment<T>[],
): readonly RecoveryPart<T>[] {
  const deployments = [...new Set(interrupted.map(({ deployment }) => deployment))].sort().reverse();
  return deployments.flatMap((deployment) => {
    const parts = interrupted.filter((one) => one.deployment === deployment);
    const isComplete = parts.every((part) => part.isComplete);
    return parts.map((part) => ({ part, isComplete }));
  });
}

/** Returns the outcome that a recovery would have. Nothing is changed. */
export async function foreseeRecovery(
  interrupted: readonly InterruptedDeployment<KnownTarget>[],
  what: 'any' | 'saved',
): Promise<NonNullable<RecoverAnswer['would']>> {
  const foreseen: NonNullable<RecoverAnswer['would']>[number][] = [];
  for (const { part, isComplete } of orderRecovery(interrupted)) {
    const { target, deployment, definitions } = part;
    const steps: StepOutcome[] = [];
    for (const step of part.steps) {
      const error = isComplete ? null : await findHindrance(target, step, { definitions, what });
      steps.push({ ...outcomeOf(target, step, error === null ? 'not-run' : 'failed'), error });
    }
    foreseen.push({ deployment, target: target.label, way: isComplete ? 'finish' : 'undo', steps });
  }
  return foreseen;
}

/** A step in the journal, with its last outcome, if any was written. */
export interface OpenStep {
  readonly intended: StepIntended;
  readonly finished: StepFinished | null;
}

/** An interrupted deployment on one target. */
export interface InterruptedDeployment<T extends KnownTarget = TargetAtWork> {
  readonly target: T;
  /** Begins with its moment, so that names sort by age. */
  readonly deployment: string;
  readonly steps: readonly OpenStep[];
  readonly isComplete: boolean;
  /** The previous definitions by digest; read before anything is undone, because a changed one stops everything. */
  readonly definitions: ReadonlyMap<string, SavedDefinition>;
}

async function readInterrupted<T extends KnownTarget>(
  target: T,
): Promise<Result<readonly InterruptedDeployment<T>[], Failure>> {
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const { schema: targetSchema } = target.target;
  const unfinished = await ledger.value.unfinished(targetSchema);
  if (!unfinished.ok) return unfinished;
  const interrupted: InterruptedDeployment<T>[] = [];
  for (const deployment of unfinished.value) {
    const entries = await ledger.value.read({ deployment, targetSchema });
    if (!entries.ok) return entries;
    const journal = entries.value.map(({ entry }) => entry);
    const started = journal.find((entry) => entry.kind === 'deployment-started');
    const steps = collectSteps(journal);
    const isComplete = steps.length === started?.steps && steps.every(({ finished }) => finished?.outcome === 'done');
    const digests = steps.map(({ intended }) => intended.before).filter((digest) => digest !== null);
    const definitions = await ledger.value.definitions(digests);
    if (!definitions.ok) return definitions;
    interrupted.push({ target, deployment, steps, isComplete, definitions: definitions.value });
  }
  return succeed(interrupted);
}

function finishDone({
  target,
  deployment,
  steps,
}: InterruptedDeployment): Promise<Result<RecoveredDeployment, Failure>> {
  return finish(target, deployment, {
    outcome: 'deployed',
    steps: steps.map((step) => outcomeOf(target, step, 'done')),
  });
}

async function undo(
  interruptedDeployment: InterruptedDeployment,
  what: 'any' | 'saved',
): Promise<Result<RecoveredDeployment, Failure>> {
  const { target, deployment } = interruptedDeployment;
  const asked = askedFor(target, couldNot.endOrphaned(), target.target.schema);
  const ended = await endStatementsOf(deployment, target.sessions, asked);
  return ended.ok ? target.sessions.settling(deployment, () => undoSteps(interruptedDeployment, what)) : ended;
}

async function undoSteps(
  { target, deployment, steps, definitions }: InterruptedDeployment,
  what: 'any' | 'saved',
): Promise<Result<RecoveredDeployment, Failure>> {
  const switched = await switchGrantsBack(
    target,
    steps.map(({ intended }) => intended),
  );
  if (!switched.ok) return switched;
  const outcomes: StepOutcome[] = [];
  for (const step of [...steps].reverse()) outcomes.unshift(await undoStep(target, step, { definitions, what }));
  const isWhole = outcomes.every(({ outcome }) => outcome !== 'failed');
  return finish(target, deployment, { outcome: isWhole ? 'rolled-back' : 'partial', steps: outcomes });
}

function collectSteps(journal: readonly LedgerEntry[]): readonly OpenStep[] {
  const steps = new Map<number, OpenStep>();
  for (const entry of journal) {
    if (entry.kind === 'step-intended') steps.set(entry.step, { intended: entry, finished: null });
    if (entry.kind !== 'step-finished') continue;
    const known = steps.get(entry.step);
    if (known !== undefined) steps.set(entry.step, { ...known, finished: entry });
  }
  return [...steps.values()].sort((a, b) => a.intended.step - b.intended.step);
}

async function finish(
  target: TargetAtWork,
  deployment: string,
  { outcome, steps }: Omit<RecoveredDeployment, 'deployment'>,
): Promise<Result<RecoveredDeployment, Failure>> {
  const { name: environment } = target.environment;
  const targetSchema = target.target.schema;
  const written = await appendEntry(target, {
    kind: 'deployment-finished',
    deployment,
    environment,
    targetSchema,
    outcome,
  });
  return written.ok ? succeed({ deployment, outcome, steps }) : written;
}

/** Returns true if the step may have to be undone. */
export function mayHaveRun({ finished }: OpenStep): boolean {
  return finished === null || finished.outcome === 'done';
}

interface Undoing {
  readonly definitions: ReadonlyMap<string, SavedDefinition>;
  readonly what: 'any' | 'saved';
}

/** Returns the reason why a step would not be undone; null if it would be. */
async function findHindrance(
  target: KnownTarget,
  step: OpenStep,
  { definitions, what }: Undoing,
): Promise<Advice | null> {
  const { intended, finished } = step;
  if (!mayHaveRun(step)) return null;
  if (what === 'saved' && intended.before === null)
    return 'It is left in place: the ledger does not prove that it did not exist before.';
  const saved = findSaved(step, definitions);
  if (intended.before !== null && saved === null)
    return `Its saved definition ${intended.before} is missing from the ledger.`;
  if (saved !== null && identify(saved.key) !== identify(intended.key))
    return `The definition saved for it is one of ${printKindAndKey(saved.key)}.`;
  return finished === null ? null : describeChange(target, finished, saved);
}

function findSaved(
  { intended: { before } }: OpenStep,
  definitions: ReadonlyMap<string, SavedDefinition>,
): SavedDefinition | null {
  return before === null ? null : (definitions.get(before) ?? null);
}

async function undoStep(target: TargetAtWork, step: OpenStep, undoing: Undoing): Promise<StepOutcome> {
  const { intended } = step;
  if (!mayHaveRun(step)) return outcomeOf(target, step, 'restored');
  const hindrance = await findHindrance(target, step, undoing);
  if (hindrance !== null) return { ...outcomeOf(target, step, 'failed'), error: hindrance };
  const saved = findSaved(step, undoing.definitions);
  const startedAt = performance.now();
  const restored = await restoreRoutine(target, { key: intended.key, saved, expected: intended.expected });
  const durationMs = Math.round(performance.now() - startedAt);
  if (!restored.ok) return { ...outcomeOf(target, step, 'failed'), durationMs, error: explainFailure(restored.error) };
  const { found, warning: error } = restored.value;
  const { sql: _sql, expected: _expected, ...facts } = intended;
  const entry: StepFinished = {
    ...facts,
    kind: 'step-finished',
    outcome: 'restored',
    durationMs,
    error,
    after: intended.before,
    live: null,
  };
  const written = await appendEntry(target, entry, found === null ? [] : [found.saved]);
  return written.ok
    ? { ...outcomeOf(target, step, 'restored'), durationMs, error }
    : { ...outcomeOf(target, step, 'failed'), error: explainFailure(written.error) };
}

/** Describes a completed step that someone has changed since, which remains unchanged. */
async function describeChange(
  target: KnownTarget,
  { key, live }: StepFinished,
  saved: SavedDefinition | null,
): Promise<Advice | null> {
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return explainFailure(reader.error);
  const now = await readDeployedObject(
    reader.value,
    key,
    askedFor(target, couldNot.readRoutine(printKindAndKey(key)), key.schema),
  );
  if (!now.ok) return explainFailure(now.error);
  const deployed = now.value;
  if ((deployed?.live.routine.checksums.exact ?? null) === live) return null;
  const isBack = saved === null ? deployed === null : deployed !== null && isSameDefinition(saved, deployed.saved);
  return isBack ? null : 'It is left untouched: it was changed by someone else meanwhile.';
}

function outcomeOf(target: OpenTarget, { intended }: OpenStep, outcome: StepOutcome['outcome']): StepOutcome {
  const { action, from, to } = intended;
  return {
    action,
    from,
    to,
    routine: printKey(intended.logical),
    target: target.label,
    outcome,
    durationMs: 0,
    error: null,
  };
}
