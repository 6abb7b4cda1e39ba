/** Whether what lives on a target is what was deployed there last: the one rule for status, drift and plans. */
import type { StepFinished } from '../../ledger/ledger';
import type { Environment, Target } from '../../project/environment';
import type { Routine } from '../../routine/routine';

/** Nothing that lives there is never as deployed. */
export function isAsDeployed(live: Routine | undefined, { live: deployed }: Pick<StepFinished, 'live'>): boolean {
  return live !== undefined && live.checksums.exact === deployed;
}

/** Whether a step left something in this schema for this environment; several may share a ledger. */
export function leftHere(
  step: StepFinished,
  environment: Pick<Environment, 'name'>,
  target: Pick<Target, 'schema'>,
): boolean {
  return step.environment === environment.name && step.targetSchema === target.schema && step.after !== null;
}
