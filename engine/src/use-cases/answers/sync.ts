/** What `sync` is asked; it answers as `deploy` does. */
import type { MutationOptions } from '../../lifecycle/answers/mutation-options';

/** Brings what lives in one environment to another. */
export interface SyncRequest extends MutationOptions {
  readonly from: string;
  readonly to: string;
  readonly routines?: readonly string[];
  /** Also routines that were changed there since the last deployment, or were never managed. */
  readonly overwrite?: boolean;
}
