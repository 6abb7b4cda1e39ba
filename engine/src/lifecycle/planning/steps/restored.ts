/** What has to be created again as it was when a deployment is undone. */
import type { Routine } from '../../../routine/routine';
import type { DeploymentStep } from './plan';

/** The deployed texts of what the steps drop or replace. What ALTER changes is changed back without CREATE. */
export function listRestored(steps: readonly DeploymentStep[]): readonly Routine[] {
  return steps.flatMap(({ before, strategy }) =>
    before === null || strategy === 'alter' ? [] : [before.live.routine],
  );
}
