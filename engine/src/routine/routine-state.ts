/** The state of a routine in an environment, compared with the workspace and the registry. */

/** The state; `unknown` if the registry does not determine the version to run, or the running one is unreadable. */
export type RoutineState = 'in-sync' | 'behind' | 'ahead' | 'drifted' | 'missing' | 'unmanaged' | 'unknown';

export interface RoutineStatus {
  readonly version: string | null;
  readonly state: RoutineState;
  /**
   * True if it was changed or dropped outside Sproc since its deployment, whatever it equals now. Absent if that is
   * unknown.
   */
  readonly isChangedOutside?: true;
  /**
   * True for a `missing` or `drifted` routine without a deployment in the ledger. Absent if the ledger could not be
   * read.
   */
  readonly isNeverDeployed?: true;
}
