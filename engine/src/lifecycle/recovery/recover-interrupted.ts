/** Completes or undoes an interrupted deployment: no routine ever remains without either of its versions. */
import { append } from '../../base/long-lists';
import type { StepOutcome } from '../answers/deploy';
import type { RecoverAnswer } from '../answers/recover';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import type { SavedDefinition } from '../../ledger/ledger';
import { findUntraced } from './find-untraced';
import { collectSteps, type OpenStep } from './open-steps';
import { endStatementsOf, switchGrantsBack } from '../execution/orphaned-statements';
import { foreseeStep, outcomeOf, undoStep } from './undo-open-step';
import {
  appendEntry,
  askedFor,
  openLedger,
  type KnownTarget,
  type OpenTarget,
  type TargetAtWork,
} from '../target/target-at-work';

export interface RecoveredDeployment {
  readonly deployment: string;
  /** `failed` if it ended, and changes by others remain; `partial` if it counts as interrupted still. */
  readonly outcome: 'deployed' | 'rolled-back' | 'failed' | 'partial';
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
  const steps = collectSteps(entries.value);
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
    append(interrupted, found.value);
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
  const ordered = orderRecovery(interrupted);
  const undone = new Set(ordered.filter(({ isComplete }) => !isComplete).map(({ part }) => part.deployment));
  for (const { part, isComplete } of ordered) {
    const { target, deployment, definitions } = part;
    const steps: StepOutcome[] = [];
    for (const step of part.steps)
      steps.push(
        isComplete
          ? outcomeOf(target, step, 'not-run')
          : await foreseeStep(target, step, { definitions, what, undone }),
      );
    foreseen.push({ deployment, target: target.label, way: isComplete ? 'finish' : 'undo', steps });
  }
  return foreseen;
}

/** An interrupted deployment on one target. */
export interface InterruptedDeployment<T extends KnownTarget = TargetAtWork> {
  readonly target: T;
  /** Begins with its moment, so that names sort by age. */
  readonly deployment: string;
  readonly steps: readonly OpenStep[];
  readonly isComplete: boolean;
  /** The definitions before and after the steps by digest; read before anything is undone, because a changed one stops everything. */
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
    const steps = collectSteps(entries.value);
    const isComplete = steps.length === started?.steps && steps.every(({ finished }) => finished?.outcome === 'done');
    const definitions = await ledger.value.definitions(digestsOf(steps, ({ intended }) => intended.before));
    if (!definitions.ok) return definitions;
    // They show which grants a step left. Without them nothing is lost: those before are restored.
    const left = await ledger.value.definitions(digestsOf(steps, ({ done }) => done?.after ?? null));
    const known = new Map([...(left.ok ? left.value : []), ...definitions.value]);
    interrupted.push({ target, deployment, steps, isComplete, definitions: known });
  }
  return succeed(interrupted);
}

function digestsOf(steps: readonly OpenStep[], digestOf: (step: OpenStep) => string | null): readonly string[] {
  return steps.map(digestOf).filter((digest) => digest !== null);
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
  const isWhole = outcomes.every(({ outcome, left }) => outcome !== 'failed' || left === 'object');
  const isAsBefore = outcomes.every(({ left }) => left === undefined);
  const outcome = isWhole ? (isAsBefore ? 'rolled-back' : 'failed') : 'partial';
  return finish(target, deployment, { outcome, steps: outcomes });
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
