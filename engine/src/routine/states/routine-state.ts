/** The state of a routine in an environment, compared with the workspace and the registry. */

/**
 * The state. `finished`: an event that has run for the last time, or whose moment has passed. `unregistered`: the workspace's text, or the last deployed one, that equals no registered version.
 * `drifted`: changed on the server since its last deployment. `different`: it equals no version and no known deployment.
 * `unreadable`: it exists, and its text is not shown to the account. `unknown`: it may exist unseen, or the registry does
 * not determine the version to run.
 */
export type RoutineState = (typeof states)[number];

const states = [
  ...(['in-sync', 'finished', 'behind', 'ahead', 'unregistered', 'drifted', 'different'] as const),
  ...(['missing', 'unmanaged', 'unreadable', 'unknown'] as const),
] as const;

/** Returns true if a word from elsewhere is a state. */
export function isRoutineState(word: string): word is RoutineState {
  return states.some((state) => state === word);
}

export interface RoutineStatus {
  /** The registered version that the ledger names, or that the live text equals; the newest if several have that text. */
  readonly version: string | null;
  readonly state: RoutineState;
  /**
   * True if it was changed or dropped outside Sproc since its deployment, whatever it equals now. Absent if that is
   * unknown.
   */
  readonly isChangedOutside?: true;
  /**
   * True for a `missing` or `different` routine without a deployment in the ledger. Absent if the ledger could not be
   * read.
   */
  readonly isNeverDeployed?: true;
  /** True for a `missing` or `different` routine that Sproc itself dropped there. */
  readonly isDropped?: true;
  /** The project that deployed it last, where that is another one. */
  readonly project?: string;
  /** True if the version is RETIRED and runs nevertheless. */
  readonly isRetired?: true;
  /** The registered versions with the live text, where these are several and no ledger names one of them. */
  readonly equals?: readonly string[];
  /** The status on each target, by its label, where the targets of the environment differ; the others are the worst. */
  readonly targets?: Readonly<Record<string, RoutineStatus>>;
}
