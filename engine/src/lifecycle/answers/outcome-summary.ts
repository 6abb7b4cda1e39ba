/** How fronts are told what a deployment, a rollback or a recovery came to. */
import type { DeployAnswer } from './deploy';

export interface OutcomeSummary {
  /** `undone`: it failed, and all is as before. `restored`: a recovery brought back what was before. */
  readonly end: Exclude<DeployAnswer['outcome'], 'rolled-back'> | 'undone' | 'restored';
  /** Whether all that was asked for is done. */
  readonly isSuccess: boolean;
  /** How many there are in all, and by outcome. */
  readonly steps: number;
  readonly done: number;
  readonly failed: number;
  readonly restored: number;
  readonly notRun: number;
  /** The first error; null without any. */
  readonly because: string | null;
}
