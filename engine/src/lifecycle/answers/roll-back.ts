/** The request of `rollback`, whose answer is that of `deploy`. */
import type { MutationOptions } from './mutation-options';

export interface RollbackRequest extends MutationOptions {
  readonly environment: string;
  /** `name` (to what ran there before) or `name@version`. Either routines or `deployment`. */
  readonly routine?: string;
  /** Several at once, names, patterns, or all of them with a version. */
  readonly routines?: readonly string[];
  readonly deployment?: string;
  /** True to include routines that were changed on the server since their deployment. */
  readonly overwrite?: boolean;
}
