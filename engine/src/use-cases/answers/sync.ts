/** The request of `sync`, whose answer is that of `deploy`. */
import type { MutationOptions } from '../../lifecycle/answers/mutation-options';

/** The request to deploy the routines of one environment to another. */
export interface SyncRequest extends MutationOptions {
  readonly from: string;
  readonly to: string;
  readonly routines?: readonly string[];
  /** True to include routines that were changed there since the last deployment, or were never managed. */
  readonly overwrite?: boolean;
}
