/** The registry: numbered, immutable versions and their statuses, behind one port with one contract suite. */
import type { VersionStatus } from '../../routine/version-status';
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
  /** Checksum of the routine's text, whatever its line ends. */
  readonly textChecksum: string;
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
  /** Without those of whose number there are two. */
  readonly versions: readonly Version[];
  /** With a conflict only those that are proven all the same: the ones before it. */
  readonly changes: readonly StatusChange[];
  readonly conflict: StatusConflict | null;
}

/** What of a routine cannot be known: its status log does not follow from itself, or a number has two versions. */
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
  /** For people. */
  readonly text: string;
}

/** One of the two branches. */
export interface ConflictSide {
  /** Of numbers that the other side has too. */
  readonly versions: readonly Version[];
  readonly lines: readonly ConflictLine[];
}

/** Which branch holds from now on. */
export interface Resolution {
  readonly keep: 'ours' | 'theirs';
  /** Whether the statuses of the other branch are carried over, as far as they follow. */
  readonly statuses: 'carry' | 'drop';
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

export interface Resolved {
  /** Versions of the other branch whose number was taken. */
  readonly registered: readonly { readonly version: Version; readonly was: string }[];
  readonly carried: readonly StatusChange[];
  /** As the other branch had them; those that were to be carried and do not follow are among them. */
  readonly dropped: readonly { readonly version: string; readonly from: string | null; readonly to: string }[];
}

/** What the getter of a version's routine throws: somebody has registered a text by hand. */
export class UnreadableVersionError extends Error {
  constructor(key: RoutineKey, version: string) {
    super(`The text of ${printKindAndKey(key)} ${version} in the registry does not define that routine.`);
  }
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
  /** Ends a conflict; refused where there is none. */
  resolve(key: RoutineKey, resolution: Resolution): Promise<Result<Resolved, Failure>>;
  /** Removes a version; refused unless it is RETIRED. Its changes of status stay, and its number stays taken. */
  remove(key: RoutineKey, version: string): Promise<Result<void, Failure>>;
}
