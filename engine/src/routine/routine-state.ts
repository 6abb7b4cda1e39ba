/** What a routine is in an environment, held against the workspace and the registry. */

/** `unknown`: the registry does not say what should run there, or what runs there cannot be read. */
export type RoutineState = 'in-sync' | 'behind' | 'ahead' | 'drifted' | 'missing' | 'unmanaged' | 'unknown';

export interface RoutineStatus {
  readonly version: string | null;
  readonly state: RoutineState;
  /** It was changed or dropped by other means since it was deployed, whatever it equals now. Absent where that is not known. */
  readonly isChangedOutside?: true;
  /** Of what is `missing` or `drifted`: the ledger knows no deployment of it there. Absent where the ledger could not be asked. */
  readonly isNeverDeployed?: true;
}
