/** Checks that a live routine is the last deployed one: the only rule for status, drift and plans. */
import type { StepFinished } from '../../ledger/ledger';
import type { Environment, Target } from '../../project/environment';
import type { Routine } from '../../routine/routine';

/** Returns true if the live routine is as deployed; false if it does not exist. */
export function isAsDeployed(live: Routine | undefined, { live: deployed }: Pick<StepFinished, 'live'>): boolean {
  return live !== undefined && live.checksums.exact === deployed;
}

/** Returns true if a step left a routine in this schema for this environment; several may share a ledger. */
export function leftHere(
  step: StepFinished,
  environment: Pick<Environment, 'name'>,
  target: Pick<Target, 'schema'>,
): boolean {
  return step.environment === environment.name && step.targetSchema === target.schema && step.after !== null;
}
