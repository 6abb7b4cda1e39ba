/** The summary of a deployment, a rollback or a recovery for fronts. */
import type { Advice } from '../../base/advice';
import type { DeployAnswer } from './deploy';

export interface OutcomeSummary {
  /**
   * The end; `undone` if it failed and everything was restored, `restored` if a recovery restored the previous state.
   */
  readonly end: Exclude<DeployAnswer['outcome'], 'rolled-back'> | 'undone' | 'restored';
  /** True if the whole request was completed. */
  readonly isSuccess: boolean;
  /** The number of steps in all, and by outcome. */
  readonly steps: number;
  readonly done: number;
  readonly failed: number;
  readonly restored: number;
  readonly notRun: number;
  /** The first error; null without any. */
  readonly because: Advice | null;
  /** The number of steps whose object or grants someone else changed meanwhile, so that they were not undone. */
  readonly left: number;
}
