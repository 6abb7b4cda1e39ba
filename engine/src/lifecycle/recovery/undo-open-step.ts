/** Undoes one step of an interrupted deployment; what someone else changed since remains. */
import type { StepOutcome } from '../answers/deploy';
import type { Advice } from '../../base/advice';
import { explainFailure } from '../../base/failure';
import { succeed } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import type { SavedDefinition, StepFinished } from '../../ledger/ledger';
import { identify, printKey, printKindAndKey } from '../../routine/routine';
import { readDeployedObject } from '../planning/steps/deployed-object';
import type { DeployedObject } from '../planning/steps/plan';
import { hasDeployedText } from '../target/last-deployed';
import { appendEntry, askedFor, type KnownTarget, type OpenTarget, type TargetAtWork } from '../target/target-at-work';
import type { LeftState } from '../execution/evaluate-undo';
import { findSuccessor, type Successor } from './find-successor';
import { mayHaveRun, type OpenStep } from './open-steps';
import { foreseeUndo, restoreRoutine, type Restored } from '../execution/restore';
import { dropsObject } from '../execution/undo-steps';

export interface Undoing {
  /** The definitions that the steps name, by their digests. */
  readonly definitions: ReadonlyMap<string, SavedDefinition>;
  /** The changes to undo; with `saved` nothing is dropped, because only saved definitions are proven. */
  readonly what: 'any' | 'saved';
}

/** Returns the reason why a step cannot be undone, whatever exists now; null if it can. */
function findHindrance(step: OpenStep, { definitions, what }: Undoing): Advice | null {
  const { intended } = step;
  if (what === 'saved' && intended.before === null)
    return 'It is left in place: the ledger does not prove that it did not exist before.';
  const saved = findSaved(step, definitions);
  if (intended.before !== null && saved === null)
    return `Its saved definition ${intended.before} is missing from the ledger.`;
  if (saved !== null && identify(saved.key) !== identify(intended.key))
    return `The definition saved for it is one of ${printKindAndKey(saved.key)}.`;
  return null;
}

function findSaved(
  { intended: { before } }: OpenStep,
  definitions: ReadonlyMap<string, SavedDefinition>,
): SavedDefinition | null {
  return before === null ? null : (definitions.get(before) ?? null);
}

function leftBy({ intended, finished, done }: OpenStep, { definitions }: Undoing): LeftState {
  if (finished !== null && done !== null) {
    const after = done.after === null ? null : (definitions.get(done.after) ?? null);
    return { kind: 'known', step: done, grants: done.after === null ? [] : (after?.grants ?? null) };
  }
  const { expected, action, key, sql } = intended;
  const isOurs = ({ live }: DeployedObject): boolean | null => {
    if (done !== null) return hasDeployedText(live.routine, done);
    if (expected === null) return action === 'drop' ? false : null;
    return live.routine.checksums.semanticBody === expected;
  };
  return { kind: 'begun', isOurs, keepsGrants: done === null && !dropsObject(sql) && key.kind !== 'view' };
}

/** Returns the outcome that the undoing of a step would have: `not-run` if it would be restored. */
export async function foreseeStep(
  target: KnownTarget,
  step: OpenStep,
  undoing: Undoing & { readonly undone: ReadonlySet<string> },
): Promise<StepOutcome> {
  const foreseen = (outcome: StepOutcome['outcome'], error: Advice | null): StepOutcome => ({
    ...outcomeOf(target, step, outcome),
    error,
  });
  if (!mayHaveRun(step)) return settledOutcome(target, step, 'not-run');
  const hindrance = findHindrance(step, undoing);
  if (hindrance !== null) return foreseen('failed', hindrance);
  const successor = await findSuccessor(target, step);
  if (!successor.ok) return foreseen('failed', explainFailure(successor.error));
  // Until then a deployment that is undone before it changes the routine.
  if (successor.value !== null)
    return undoing.undone.has(successor.value.deployment)
      ? foreseen('not-run', null)
      : describeSuccessor(target, step, successor.value);
  const saved = findSaved(step, undoing.definitions);
  const verdict = await foreseeUndo(target, { key: step.intended.key, saved, left: leftBy(step, undoing) });
  if (!verdict.ok) return foreseen('failed', explainFailure(verdict.error));
  if (verdict.value.kind === 'leave') return { ...foreseen('failed', verdict.value.why), left: 'object' };
  const { note, leavesGrants } = verdict.value;
  return { ...foreseen('not-run', note), ...(leavesGrants ? { left: 'grants' } : {}) };
}

/** Returns the outcome of a step that needs no undoing, because an earlier attempt has settled it. */
function settledOutcome(target: KnownTarget, step: OpenStep, outcome: 'restored' | 'not-run'): StepOutcome {
  const { left, error = null } = step.finished ?? {};
  if (left === undefined) return outcomeOf(target, step, outcome);
  return { ...outcomeOf(target, step, left === 'object' ? 'failed' : outcome), error, left };
}

/** Undoes a step, and records how that ended. */
export async function undoStep(target: TargetAtWork, step: OpenStep, undoing: Undoing): Promise<StepOutcome> {
  const { intended } = step;
  const failed = (error: Advice): StepOutcome => ({ ...outcomeOf(target, step, 'failed'), error });
  if (!mayHaveRun(step)) return settledOutcome(target, step, 'restored');
  const hindrance = findHindrance(step, undoing);
  if (hindrance !== null) return failed(hindrance);
  const successor = await findSuccessor(target, step);
  if (!successor.ok) return failed(explainFailure(successor.error));
  if (successor.value !== null) return concludeSuperseded(target, step, successor.value);
  // A routine that is missing after the death of this process was dropped by the undoing, not by someone else.
  const begun = step.finished === null ? succeed([]) : await appendEntry(target, { ...intended, sql: [] });
  if (!begun.ok) return failed(explainFailure(begun.error));
  const saved = findSaved(step, undoing.definitions);
  const startedAt = performance.now();
  const restored = await restoreRoutine(target, { key: intended.key, saved, left: leftBy(step, undoing) });
  const durationMs = Math.round(performance.now() - startedAt);
  if (!restored.ok) return { ...failed(explainFailure(restored.error)), durationMs };
  return conclude(target, step, { ...restored.value, durationMs });
}

/** Records the end of a step's undoing. */
async function conclude(
  target: TargetAtWork,
  step: OpenStep,
  { found, warning: error, left, durationMs }: Restored & { readonly durationMs: number },
): Promise<StepOutcome> {
  const { sql: _sql, expected: _expected, ...facts } = step.intended;
  const isLeft = left === 'object';
  const outcome = isLeft ? 'failed' : 'restored';
  const entry: StepFinished = {
    ...{ ...facts, kind: 'step-finished', outcome, durationMs, error },
    after: isLeft ? (found?.digest ?? null) : facts.before,
    live: isLeft ? (found?.live.routine.checksums.exact ?? null) : null,
    ...(left === null ? {} : { left }),
  };
  const written = await appendEntry(target, entry, found === null ? [] : [found.saved]);
  if (!written.ok) return { ...outcomeOf(target, step, 'failed'), error: explainFailure(written.error) };
  return { ...outcomeOf(target, step, outcome), durationMs, error, ...(left === null ? {} : { left }) };
}

function describeSuccessor(target: OpenTarget, step: OpenStep, { deployment, isEnded }: Successor): StepOutcome {
  const failed = outcomeOf(target, step, 'failed');
  if (!isEnded) return { ...failed, error: `Deployment ${deployment} changed it later, and has to be undone first.` };
  return { ...failed, error: `It is left untouched: deployment ${deployment} changed it later.`, left: 'object' };
}

async function concludeSuperseded(target: TargetAtWork, step: OpenStep, successor: Successor): Promise<StepOutcome> {
  const outcome = describeSuccessor(target, step, successor);
  if (!successor.isEnded) return outcome;
  const { key } = step.intended;
  const reader = await target.sessions.get('reader');
  const asked = askedFor(target, couldNot.readRoutine(printKindAndKey(key)), key.schema);
  const now = reader.ok ? await readDeployedObject(reader.value, key, asked) : reader;
  if (!now.ok) return { ...outcomeOf(target, step, 'failed'), error: explainFailure(now.error) };
  const warning = `It is left untouched: deployment ${successor.deployment} changed it later.`;
  return conclude(target, step, { found: now.value, warning, left: 'object', durationMs: 0 });
}

/** Returns the outcome of a step that the ledger knows. */
export function outcomeOf(target: OpenTarget, { intended }: OpenStep, outcome: StepOutcome['outcome']): StepOutcome {
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
