/** The routines that have to be created again when a deployment is undone. */
import type { Routine } from '../../../routine/routine';
import type { DeploymentStep } from './plan';

/** Returns the deployed texts of the dropped and replaced routines. A change by ALTER is undone without CREATE. */
export function listRestored(steps: readonly DeploymentStep[]): readonly Routine[] {
  return steps.flatMap(({ before, strategy }) =>
    before === null || strategy === 'alter' ? [] : [before.live.routine],
  );
}
