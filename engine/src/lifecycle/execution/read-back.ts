/** Whether what stands on a server is what a step found before it, or was to leave behind. */
import type { Failure } from '../../base/failure';
import { compareGrants } from '../../database/read-grants';
import { digestDefinition } from '../../ledger/chain';
import { printKindAndKey } from '../../routine/routine';
import { findMismatch } from '../planning/steps/classify-state';
import type { DeploymentStep, DeployedObject } from '../planning/steps/plan';
import type { StepTask } from './step-task';

type OnTarget = Pick<StepTask, 'target' | 'step'>;

/** Why the step may not run: somebody has changed what was planned for. Null where it is as it was. */
export function findStranger({ target, step }: OnTarget, now: DeployedObject | null): Failure | null {
  if (isSameStanding(step.before, now)) return null;
  return {
    kind: 'plan-stale',
    message: `${printKindAndKey(step.key)} on ${target.label} was changed by somebody else a moment ago.`,
    remedy: 'Make the plan again.',
  };
}

/** A trigger's place may have moved: its neighbours may be part of this deployment. */
function isSameStanding(planned: DeployedObject | null, now: DeployedObject | null): boolean {
  if (planned === null || now === null) return planned === now;
  const digest = ({ saved }: DeployedObject): string => digestDefinition({ ...saved, triggerPlace: null });
  return digest(planned) === digest(now);
}

/** Why what was read back is not what was deployed; null where it is. Even a statement that succeeded may have left half. */
export function findMisreading({ target, step }: OnTarget, now: DeployedObject | null): Failure | null {
  const why = describeMismatch(step, now);
  if (why === null) return null;
  return {
    kind: 'could-not',
    message: `${printKindAndKey(step.key)} on ${target.label} does not read back as it was deployed: ${why}.`,
  };
}

function describeMismatch(step: DeploymentStep, now: DeployedObject | null): string | null {
  if (step.after === null) return now === null ? null : 'it is still there';
  if (now === null) return 'it is not there';
  const differences = findMismatch(step.after, now.live.routine, null);
  if (differences.length > 0) return differences.map(({ kind, detail }) => `${kind}: ${detail}`).join('; ');
  const lost = compareGrants(step.before?.grants ?? [], now.grants ?? step.before?.grants ?? []).missing;
  return lost.length === 0 ? null : `${lost.length} grants on it are gone`;
}
