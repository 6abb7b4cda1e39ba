/** What `rollback` is asked; it answers as `deploy` does. */
import type { MutationOptions } from './mutation-options';

export interface RollbackRequest extends MutationOptions {
  readonly environment: string;
  /** `name` (to what ran there before) or `name@version`. Either routines or `deployment`. */
  readonly routine?: string;
  /** Several at once, names, patterns, or all of them with a version. */
  readonly routines?: readonly string[];
  readonly deployment?: string;
  /** Also what was changed on the server since it was deployed. */
  readonly overwrite?: boolean;
}
