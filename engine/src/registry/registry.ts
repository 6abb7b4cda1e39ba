/** The registry: numbered, immutable versions and their statuses, behind one port with one contract suite. */
import type { Bump, VersionStatus } from '../base/contract';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { Routine, RoutineKey } from '../routine/routine';

/** An immutable state of one routine. */
export interface Version {
  readonly key: RoutineKey;
  /** Semantic version, `2.1.3`. */
  readonly version: string;
  /** Lowered from the stored text, under the project's own names. */
  readonly routine: Routine;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly commit: string | null;
  readonly description: string;
  readonly bump: Bump | 'first' | 'given';
  /** Why that bump, one sentence. */
  readonly reason: string;
}

export interface StatusChange {
  readonly version: string;
  readonly from: VersionStatus | null;
  readonly to: VersionStatus;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** All that the registry knows of one routine; versions ascend. */
export interface RoutineRecord {
  readonly key: RoutineKey;
  readonly versions: readonly Version[];
  readonly changes: readonly StatusChange[];
}

export interface Registry {
  /** Every routine that was ever registered, sorted by key. */
  list(): Promise<Result<readonly RoutineRecord[], Failure>>;
  find(key: RoutineKey): Promise<Result<RoutineRecord | null, Failure>>;
  /**
   * Appends versions and their first status change; all or none. Refused as `held` if another process holds the
   * registry, as `could-not` if one of the versions exists already.
   */
  append(
    versions: readonly Version[],
    changes: readonly (StatusChange & { readonly key: RoutineKey })[],
  ): Promise<Result<void, Failure>>;
  /** Appends a status change; refused if the version's status is no longer `change.from`. */
  mark(key: RoutineKey, change: StatusChange): Promise<Result<void, Failure>>;
  /** Removes a version; refused unless it is RETIRED. Its changes of status stay, and its number stays taken. */
  remove(key: RoutineKey, version: string): Promise<Result<void, Failure>>;
}
