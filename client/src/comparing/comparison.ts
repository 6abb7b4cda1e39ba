/** One comparison, as its views and diffs show it until the next one. */
import type { CompareAnswer } from '#engine';
import type { Sides } from './sides';

export interface Comparison extends Sides {
  /** Folder URI. */
  readonly project: string;
  /** The routines that were asked for; none means all. */
  readonly routines: readonly string[];
  /** The environment on the left, to which the right side can be deployed; null if it is none. */
  readonly target: string | null;
  /** True if the right side is an environment, too. */
  readonly isBetweenEnvironments: boolean;
  readonly answer: CompareAnswer;
  readonly at: Date;
}
