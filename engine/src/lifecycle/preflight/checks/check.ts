/** The definition of a preflight check: one danger, one file, findings with their remedies. */
import type { Finding } from '../../answers/finding';
import type { Environment } from '../../../project/environment';
import type { GitFault } from '../../../project/ports';
import type { Desired, Records } from '../../planning/desired';
import type { TargetPlan } from '../../planning/steps/plan';
import type { TargetFacts } from '../../planning/target-facts';

export interface CheckInput {
  readonly environment: Environment;
  /** The name of the first environment of stage TESTING; null if the project has none. */
  readonly testing: string | null;
  readonly plan: TargetPlan;
  readonly facts: TargetFacts;
  readonly desired: readonly Desired[];
  readonly records: Records;
  /** Returns true if a source defines a routine, by its kind and name in the target: `procedure shop.pay`. */
  readonly hasSource: (name: string) => boolean;
  /** The branch; null outside a git checkout. */
  readonly branch: string | null;
  /** The reason why git cannot read the checkout. */
  readonly gitFault: GitFault | null;
  /** A return to what ran before is held to milder rules than what is new. */
  readonly isRollback: boolean;
}

export type Check = (input: CheckInput) => readonly Finding[];
