/** Compares the routine on a server with the one that a step found before it, or was to leave. */
import type { Failure } from '../../base/failure';
import { compareGrants } from '../../database/read-grants';
import { digestDefinition } from '../../ledger/chain';
import type { Difference } from '../../routine/difference';
import { printKindAndKey } from '../../routine/routine';
import { findMismatch } from '../planning/steps/classify-state';
import type { DeploymentStep, DeployedObject } from '../planning/steps/plan';
import type { TargetDefinition } from '../planning/steps/target-definition';
import type { StepTask } from './step-task';

type OnTarget = Pick<StepTask, 'target' | 'step'>;

/** Returns why the step may not run, because the routine was changed since planning; null if it is unchanged. */
export function findStranger({ target, step }: OnTarget, now: DeployedObject | null): Failure | null {
  if (isSameObject(step.before, now)) return null;
  return {
    kind: 'plan-stale',
    message: `${printKindAndKey(step.key)} on ${target.label} was changed by someone else since the plan was made.`,
    remedy: 'Create a new plan.',
  };
}

/** Compares two states. A trigger's place may have changed: its neighbours may be part of this deployment. */
function isSameObject(planned: DeployedObject | null, now: DeployedObject | null): boolean {
  if (planned === null || now === null) return planned === now;
  const digest = ({ saved }: DeployedObject): string => digestDefinition({ ...saved, triggerPlace: null });
  return digest(planned) === digest(now);
}

/**
 * Returns why the routine that was read back is not the deployed one; null if it is. Even a successful statement may
 * have an incomplete effect.
 */
export function findMisreading({ target, step }: OnTarget, now: DeployedObject | null): Failure | null {
  const why = describeMismatch(step, now);
  if (why === null) return null;
  return {
    kind: 'could-not',
    message: `Verification failed for ${printKindAndKey(step.key)} on ${target.label}: ${why}.`,
  };
}

function describeMismatch(step: DeploymentStep, now: DeployedObject | null): string | null {
  if (step.after === null) return now === null ? null : 'it still exists after the deployment';
  if (now === null) return mayHaveRun(step.after) ? null : 'it is missing after the deployment';
  const differences = findMismatch(step.after, now.live.routine, null);
  if (differences.length > 0) return printStoredDifferences(differences);
  const lost = compareGrants(step.before?.grants ?? [], now.grants ?? step.before?.grants ?? []).missing;
  return lost.length === 0 ? null : printMissingGrants(lost.length);
}

/** Returns true for an event that may have run at once, whereupon the server drops it. */
function mayHaveRun({ routine }: TargetDefinition): boolean {
  const { event } = routine.parts;
  const { event: clause } = routine.origin.definition;
  return event?.unit === '' && event.startsExpression !== null && clause?.preserve !== true;
}

function printStoredDifferences(differences: readonly Difference[]): string {
  const list = differences.map(({ kind, detail }) => `${kind}: ${detail}`).join('; ');
  return `the stored definition differs from the deployed one (${list})`;
}

/** Returns `1 grant on it is missing`, as a part of a sentence. */
export function printMissingGrants(count: number): string {
  return count === 1 ? '1 grant on it is missing' : `${count} grants on it are missing`;
}
