/** The registry: numbered, immutable versions and their statuses, with one port and one contract suite. */
import type { VersionStatus } from '../../routine/states/version-status';
import type { Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import { printKindAndKey, type Routine, type RoutineKey } from '../../routine/routine';

export type Bump = 'major' | 'minor' | 'patch';

/** An immutable state of one routine. */
export interface Version {
  readonly key: RoutineKey;
  /** Semantic version, `2.1.3`. */
  readonly version: string;
  /**
   * Lowered from the stored text, under the project's own names. Throws an UnreadableVersionError where the text does
   * not define that one routine.
   */
  readonly routine: Routine;
  /** The checksum of the routine's text, whatever its line ends. */
  readonly textChecksum: string;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly commit: string | null;
  readonly description: string;
  readonly bump: Bump | 'first' | 'given';
  /** The reason for that bump, one sentence. */
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

/** The registry's data for one routine; versions ascend. */
export interface RoutineRecord {
  readonly key: RoutineKey;
  /** The versions, without those that share a number. */
  readonly versions: readonly Version[];
  /** The changes; with a conflict only the proven ones before it. */
  readonly changes: readonly StatusChange[];
  readonly conflict: StatusConflict | null;
}

/** The unknown part of a routine: its status log is inconsistent, or a number has two versions. */
export interface StatusConflict {
  /** One sentence. */
  readonly what: string;
  /** The two lines that contradict each other, or the line that does not follow. */
  readonly lines: readonly ConflictLine[];
  readonly ours: ConflictSide;
  readonly theirs: ConflictSide;
}

export interface ConflictLine {
  /** Relative to the project; `schema.table` on a server. */
  readonly file: string;
  readonly line: number;
  /** The line as text for people. */
  readonly text: string;
}

/** One of the two branches. */
export interface ConflictSide {
  /** The versions with numbers that the other side has too. */
  readonly versions: readonly Version[];
  readonly lines: readonly ConflictLine[];
}

/** The choice of the branch that continues. */
export interface Resolution {
  readonly keep: 'ours' | 'theirs';
  /** The treatment of the other branch's status changes: carried over, as far as they are valid, or dropped. */
  readonly statuses: 'carry' | 'drop';
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** True for the answer alone: nothing is written. */
  readonly dryRun?: true;
}

export interface Resolved {
  /** Versions of the other branch whose number was taken. */
  readonly registered: readonly { readonly version: Version; readonly was: string }[];
  readonly carried: readonly StatusChange[];
  /** The dropped changes of the other branch, including those that could not be carried. */
  readonly dropped: readonly { readonly version: string; readonly from: string | null; readonly to: string }[];
}

/** The error of the getter of a version's routine: its text was registered by hand. */
export class UnreadableVersionError extends Error {
  constructor(key: RoutineKey, version: string) {
    super(`The text of ${printKindAndKey(key)} ${version} in the registry does not define that routine.`);
  }
}

export interface Registry {
  /** Returns every routine that was ever registered, sorted by key. */
  list(): Promise<Result<readonly RoutineRecord[], Failure>>;
  find(key: RoutineKey): Promise<Result<RoutineRecord | null, Failure>>;
  /**
   * Appends versions and their first status change; all or none. Fails with `held` if another process holds the
   * registry, with `could-not` if one of the versions exists already.
   */
  append(
    versions: readonly Version[],
    changes: readonly (StatusChange & { readonly key: RoutineKey })[],
  ): Promise<Result<void, Failure>>;
  /** Appends a status change; fails if the version's status is not `change.from` any longer. */
  mark(key: RoutineKey, change: StatusChange): Promise<Result<void, Failure>>;
  /** Resolves a conflict; fails if there is none. */
  resolve(key: RoutineKey, resolution: Resolution): Promise<Result<Resolved, Failure>>;
  /** Removes a version; fails unless it is RETIRED. Its status changes remain, and its number is never used again. */
  remove(key: RoutineKey, version: string): Promise<Result<void, Failure>>;
}
