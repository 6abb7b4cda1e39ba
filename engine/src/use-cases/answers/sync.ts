/** What `sync` is asked; it answers as `deploy` does. */
import type { CarryOut } from '../../lifecycle/answers/carry-out';

/** Brings what lives in one environment to another. */
export interface SyncRequest extends CarryOut {
  readonly from: string;
  readonly to: string;
  readonly routines?: readonly string[];
  /** Also routines that were changed there since the last deployment, or were never managed. */
  readonly overwrite?: boolean;
}
